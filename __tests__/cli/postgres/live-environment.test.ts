import { type LiveFacts, liveEnvironment } from "../../../cli/postgres/live-environment";
import { environmentResolver } from "../../../gates/resolve-environment";
import { EMPTY_GRAPH, NO_ORIGIN } from "../../../model/access-graph";
import { mentionedRole } from "../../../model/graph-index";
import { recognisePlatform } from "../../../model/platforms";
import { readPolicies } from "../../../readers/policy/read-policies";
import { ENVIRONMENTS } from "../world";

const live = (facts: Partial<LiveFacts> = {}, roles: readonly string[] = []): LiveFacts => {
  const { bootstrapSuperuser = "postgres" } = facts;
  const existing = roles.map((name) => ({ ...mentionedRole(name), superuser: name === bootstrapSuperuser }));
  return {
    shown: "postgres://u@h:5432/d",
    major: 17,
    version: 170_004,
    systemIdentifier: "7412345678901234567",
    bootstrapSuperuser,
    platform: recognisePlatform(existing, bootstrapSuperuser, []),
    graph: { ...EMPTY_GRAPH, roles: existing },
    ...facts,
  };
};

const policy = (text: string) => readPolicies([{ name: "environments.yaml", text }], { today: "2026-11-20", rules: new Map() });
const resolved = (text: string | null, host: string) =>
  environmentResolver(text === null ? null : policy(text), null)({ provider: "", host, port: 5432, login: null, graph: EMPTY_GRAPH, origin: NO_ORIGIN });

describe("the environment of a live server", () => {
  it("has the server's own version, whatever the policy files say", () => {
    expect(liveEnvironment(resolved(ENVIRONMENTS, "ORDERS.db.example.com."), live())).toMatchObject({
      name: "prod",
      majors: [17],
      version: 170_004,
      endpoint: "known",
    });
  });

  it("is shared and unknown without policy files, administered by the real bootstrap superuser", () => {
    expect(liveEnvironment(resolved(null, "h"), live({ bootstrapSuperuser: "root" }, ["root", "postgres", "rdsadmin"]))).toMatchObject({
      name: "unknown",
      kind: "shared",
      majors: [17],
      platform: "self-hosted",
      administrators: ["root"],
    });
  });

  it("knows a vendor by its bootstrap superuser, and those of its service roles that exist", () => {
    expect(liveEnvironment(resolved(null, "h"), live({ bootstrapSuperuser: "rdsadmin" }, ["rdsadmin", "rdstopmgr", "postgres"]))).toMatchObject({
      platform: "rds",
      administrators: ["rdsadmin", "rdstopmgr"],
    });
  });

  it("makes nobody an administrator by a role's name alone", () => {
    expect(liveEnvironment(resolved(null, "h"), live({}, ["postgres", "rdsadmin", "rdstopmgr"]))).toMatchObject({
      platform: "self-hosted",
      administrators: ["postgres"],
    });
  });

  it("keeps the administrators that the policy files name, and replaces the default ones", () => {
    const named = ENVIRONMENTS.replace("administrators: [postgres]", "administrators: [postgres, tfadmin]");
    expect(liveEnvironment(resolved(named, "orders.db.example.com"), live({ bootstrapSuperuser: "root" })).administrators).toEqual(["postgres", "tfadmin"]);
    expect(liveEnvironment(resolved(ENVIRONMENTS, "lab.db.example.com"), live({ bootstrapSuperuser: "root" })).administrators).toEqual(["root"]);
  });

  it("is refused where the policy files name another cluster", () => {
    expect(() => liveEnvironment(resolved(ENVIRONMENTS, "lab.db.example.com"), live({ systemIdentifier: "1" }))).toThrow(
      "is another cluster than the environment `lab`",
    );
    expect(liveEnvironment(resolved(ENVIRONMENTS, "lab.db.example.com"), live()).name).toBe("lab");
  });
});
