import { readFileSync } from "node:fs";
import { join } from "node:path";
import { functionDigest } from "../../model/function-digest";
import { GUARDED_SIGNAL, type GuardedSignal, guardedSignalBody, guardedSignalDigest, isGuardedSignal } from "../../model/guarded-signals";
import type { FunctionFact } from "../../model/object-facts";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_TODAY, type Facts, facts } from "../../policies/example";
import { inputAt, sharedInput } from "../../policies/input";

const cluster = (more: Partial<FunctionFact> = {}, owner: (start: Facts) => Facts = (start) => start.group("signaller")): Facts =>
  owner(facts().login("sre").login("app"))
    .member("signaller", "pg_signal_backend")
    .member("signaller", "pg_read_all_stats")
    .function("cancel_session", {
      securityDefiner: true,
      owner: "signaller",
      arguments: GUARDED_SIGNAL.argumentTypes,
      searchPath: GUARDED_SIGNAL.searchPath,
      publicByDefault: false,
      sha256: guardedSignalDigest("cancel", "signaller"),
      ...more,
    })
    .grant("sre", "EXECUTE", { objectType: "function", schema: "orders", object: "cancel_session" });

const reaches = (of: Facts, role: string): readonly string[] => {
  const { closure } = inputAt(16, sharedInput(EXAMPLE_ENVIRONMENT, of.graph, EXAMPLE_POLICY, EXAMPLE_TODAY));
  return closure
    .reaches(role)
    .map(({ capability, certainty }) => `${capability} ${certainty}`)
    .toSorted();
};
const AS_ANY_OTHER = ["read-all-stats conditional", "signal-backend conditional"];

describe("a guarded function", () => {
  test("gives whoever may call it what it does, for certain, and nobody else anything", () => {
    expect(reaches(cluster(), "sre")).toEqual(["guarded-signals certain"]);
    expect(reaches(cluster(), "app")).toEqual([]);
  });

  const changed = (body: string, settings = [`search_path=${GUARDED_SIGNAL.searchPath}`], securityDefiner = true): Partial<FunctionFact> => ({
    sha256: functionDigest({ owner: "signaller", language: "plpgsql", settings, body, securityDefiner }),
  });

  test.each<[string, Partial<FunctionFact>]>([
    ["one byte more in its body", changed(`${guardedSignalBody("cancel")} `)],
    ["another search_path", changed(guardedSignalBody("cancel"), ["search_path=pg_catalog"])],
    ["a setting more", changed(guardedSignalBody("cancel"), [`search_path=${GUARDED_SIGNAL.searchPath}`, "work_mem=1MB"])],
    ["the digest of another owner's", { sha256: guardedSignalDigest("cancel", "other") }],
    ["other arguments", { arguments: "integer" }],
    ["no digest", { sha256: null }],
  ])("with %s is any other function", (_, more) => expect(reaches(cluster(more), "sre")).toEqual(expect.arrayContaining(AS_ANY_OTHER)));

  test.each<[string, (start: Facts) => Facts]>([
    ["may log in", (start) => start.login("signaller")],
    ["creates roles", (start) => start.group("signaller", { createrole: true })],
    ["is in a third role", (start) => start.group("signaller").member("signaller", "pg_read_all_data")],
    ["may give its roles to others", (start) => start.group("signaller").member("signaller", "pg_monitor", { admin: true })],
    ["is not known", (start) => start],
  ])("whose owner %s is any other function", (_, owner) => expect(reaches(cluster({}, owner), "sre")).toEqual(expect.arrayContaining(AS_ANY_OTHER)));

  test("its page shows its body", () => {
    const page = readFileSync(join(__dirname, "../../docs/guarded-signals.md"), "utf8");
    expect(page).toContain(`\n\`\`\`text\n${guardedSignalBody("cancel")}\`\`\`\n`);
    expect(guardedSignalBody("terminate")).toBe(guardedSignalBody("cancel").replaceAll("cancel", "terminate"));
    expect(guardedSignalBody("cancel").match(/cancel/g)).toHaveLength(2);
  });

  test("its bodies stay as they are: a server that has one keeps being known", () => {
    const signals: readonly GuardedSignal[] = ["cancel", "terminate"];
    expect(signals.map((signal) => guardedSignalDigest(signal, "signaller"))).toEqual([
      "1bae67d4a1cc9756a585d06ed35b7032da3e81092f449a7d55672d92c333d26d",
      "0eaae6dfe4b9fb1c6a80b2f353bafaced6acab464797a6dab316e053803c295c",
    ]);
    for (const signal of signals) expect(isGuardedSignal({ ...cluster().graph.functions[0]!, sha256: guardedSignalDigest(signal, "signaller") })).toBe(true);
  });
});
