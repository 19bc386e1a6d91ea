import { NO_ORIGIN } from "../../../model/access-graph";
import type { AcceptedFunction } from "../../../model/policy";
import { type Maybe, UNKNOWN } from "../../../model/unknown";
import { type Example, facts } from "../../../policies/example";
import { judgeExample } from "../../../policies/judge-example";
import { found } from "../found";

const RULE = "no-owner-function";
const DIGEST = "a".repeat(64);

/** A function of a live cluster, which runs as `postgres` and which everyone may call. */
const live = { origin: NO_ORIGIN, securityDefiner: true, owner: "postgres", schema: "pgbouncer", arguments: "text", sha256: DIGEST } as const;

const entry = (differences: Partial<AcceptedFunction> = {}): AcceptedFunction => ({
  environment: "prod",
  function: "pgbouncer.get_auth(text)",
  runsAs: "postgres",
  sha256: DIGEST,
  gives: ["read-credentials"],
  reason: "the pooler looks passwords up",
  owner: "dba@example.com",
  expires: "2027-03-31",
  source: { file: "policies/accepted.yaml", line: 2 },
  ...differences,
});
const accepting = (...acceptedFunctions: readonly AcceptedFunction[]): Omit<Example, "title" | "facts"> => ({ policy: { acceptedFunctions } });

describe("a function of a live cluster", () => {
  test("that everyone may call is one finding, of PUBLIC, whoever is there", () => {
    const graph = facts().login("orders_app").login("billing_app").function("get_auth", live);
    expect(found(RULE, graph)).toMatchObject([
      {
        subject: "PUBLIC",
        tier: "superuser",
        certainty: "conditional",
        path: [{ from: "PUBLIC", to: "postgres", by: "function", via: "function pgbouncer.get_auth(text)" }],
      },
    ]);
    expect(found("no-superuser", graph)).toEqual([]);
  });

  test("that one group may call is a finding of its login members", () => {
    const graph = facts()
      .group("pooler")
      .login("orders_app")
      .member("orders_app", "pooler")
      .function("get_auth", { ...live, publicByDefault: false })
      .grant("pooler", "EXECUTE", { objectType: "function", schema: "pgbouncer", object: "get_auth", arguments: "text", origin: NO_ORIGIN });
    expect(found(RULE, graph).map(({ subject }) => subject)).toEqual(["orders_app"]);
  });

  test("whose owner holds nothing of the server is none", () => {
    expect(
      found(
        RULE,
        facts()
          .group("reports")
          .login("a_app")
          .function("total", { ...live, owner: "reports" }),
      ),
    ).toEqual([]);
  });

  test("whose owner holds what is below tier files is none", () => {
    const graph = facts()
      .group("reports")
      .member("reports", "pg_monitor")
      .login("a_app")
      .function("total", { ...live, owner: "reports" });
    expect(found(RULE, graph)).toEqual([]);
  });
});

describe("an entry of accepted.yaml", () => {
  const graph = facts().login("orders_app").function("get_auth", live);

  test("excuses exactly what it names", () => {
    expect(found(RULE, graph, accepting(entry()))).toEqual([]);
    expect(found("no-credential-access", graph, accepting(entry()))).toEqual([]);
  });

  test("excuses no other way to the same, however it is hidden behind it", () => {
    const readers = facts()
      .login("orders_app")
      .login("billing_app")
      .group("team")
      .group("readers")
      .member("orders_app", "team")
      .member("team", "readers")
      .function("get_auth", live)
      .grant("readers", "SELECT", { objectType: "column", schema: "pg_catalog", object: "pg_authid", columns: ["rolpassword"] });
    expect(found("no-credential-access", readers, accepting(entry()))).toMatchObject([
      {
        subject: "orders_app",
        path: [
          { from: "orders_app", to: "team", by: "inherit" },
          { from: "team", to: "readers", by: "inherit" },
        ],
      },
    ]);
  });

  test("may say that it gives nothing", () => {
    expect(judgeExample({ title: "", facts: graph, ...accepting(entry({ gives: [] })) }).findings).toEqual([]);
  });

  test.each([
    ["another body", { sha256: "b".repeat(64) }],
    ["another owner", { runsAs: "dba" }],
    ["other arguments", { function: "pgbouncer.get_auth(integer)" }],
    ["another environment", { environment: "lab" }],
    ["a day that is over", { expires: "2026-11-19" }],
  ])("does not for %s", (_, differences) => {
    expect(found(RULE, graph, accepting(entry(differences)))).toHaveLength(1);
  });

  test("excuses nothing of tiers files, os and superuser: those are allowlisted or refused", () => {
    const accepted = accepting(entry({ gives: ["read-server-files"] }));
    expect(found(RULE, graph, accepted)).toEqual([]);
    expect(found("no-server-files", graph, accepted)).toMatchObject([
      { subject: "PUBLIC", certainty: "certain", path: [{ from: "PUBLIC", to: "postgres", by: "function" }] },
    ]);
  });
});

describe("a function that the change writes", () => {
  const definers: readonly (readonly [Maybe<boolean>, string])[] = [
    [true, "runs as its owner"],
    [UNKNOWN, "may run as its owner"],
  ];
  test.each(definers)("SECURITY DEFINER %p is one finding, of its address", (securityDefiner, said) => {
    const graph = facts().login("orders_app").function("f", { securityDefiner, owner: null });
    const [finding, ...others] = found(RULE, graph);
    expect(finding).toMatchObject({ tier: "superuser", subject: "postgresql_function.f" });
    expect(finding?.message).toContain(said);
    expect(others).toEqual([]);
  });

  test("is accepted by the digest that its text has", () => {
    const graph = facts().function("get_auth", { ...live, origin: { ...NO_ORIGIN, address: "postgresql_function.get_auth" } });
    expect(found(RULE, graph)).toHaveLength(1);
    expect(found(RULE, graph, accepting(entry()))).toEqual([]);
  });
});
