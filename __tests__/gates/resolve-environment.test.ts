import { groupServers } from "../../gates/group-servers";
import { environmentResolver } from "../../gates/resolve-environment";
import { EMPTY_GRAPH, NO_ORIGIN } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import { MAJORS } from "../../model/predefined-roles";
import type { ServerReading } from "../../model/reading";
import { UNKNOWN } from "../../model/unknown";
import { POLICY } from "./policies";

const server = (host: ServerReading["host"], port: ServerReading["port"], extra: Partial<ServerReading> = {}): ServerReading => ({
  provider: "postgresql",
  host,
  port,
  login: null,
  graph: EMPTY_GRAPH,
  origin: NO_ORIGIN,
  ...extra,
});

test.each([
  ["its host and port", server("orders.db.example.com", 5432), "prod", "known"],
  ["another of its endpoints, whose port is the default", server("orders-standby.db.example.com", 5432), "prod", "known"],
  ["another case and a trailing dot", server("Orders.DB.example.com.", 5432), "prod", "known"],
  ["a port that is not written", server("orders.db.example.com", null), "prod", "assumed"],
  ["a port that is unknown", server("orders.db.example.com", UNKNOWN), "unknown", "unknown"],
  ["another port", server("orders.db.example.com", 5433), "unknown", "unknown"],
  ["another host", server("elsewhere.example.com", 5432), "unknown", "unknown"],
  ["a host that is not written", server(null, 5432), "unknown", "unknown"],
  ["a host that is unknown", server(UNKNOWN, 5432), "unknown", "unknown"],
  ["a loopback address that is no endpoint", server("localhost", 5432), "unknown", "unknown"],
  ["a loopback address that is the endpoint", server("127.0.0.1", 55432), "laptop", "known"],
  ["a socket folder that is the endpoint", server("/var/run/postgresql", 5432), "laptop", "known"],
  ["another socket folder", server("/tmp", 5432), "unknown", "unknown"],
])("%s", (_, reading, name, endpoint) => {
  expect(environmentResolver(POLICY, null)(reading)).toMatchObject({ name, endpoint });
});

test("an environment that is not known is shared, of every major, with the default administrators", () => {
  expect(environmentResolver(POLICY, null)(server("x", 1))).toEqual({
    name: "unknown",
    kind: "shared",
    majors: MAJORS,
    platform: "self-hosted",
    administrators: ["postgres"],
    providerLogins: [],
    endpoint: "unknown",
    policy: null,
  });
  expect(environmentResolver(null, null)(server("orders.db.example.com", 5432)).name).toBe("unknown");
});

test("a known environment is judged by what the policy files say of it", () => {
  const environment = environmentResolver(POLICY, null)(server("lab.db.example.com", 5433, { login: "tfadmin" }));
  expect(environment).toMatchObject({ kind: "isolated", majors: [17], administrators: ["postgres"], providerLogins: ["tfadmin"] });
  expect(environment.policy?.name).toBe("migration-lab");
});

describe("--environment", () => {
  test.each([
    ["says it where the host is not written", server(null, null), "migration-lab", "assumed"],
    ["says it where the host is unknown", server(UNKNOWN, 5432), "migration-lab", "assumed"],
    ["says it where the host is no endpoint", server("10.0.0.7", 5432), "migration-lab", "assumed"],
    ["changes nothing where the host is its own", server("lab.db.example.com", 5433), "migration-lab", "known"],
  ])("%s", (_, reading, name, endpoint) => {
    const environment = environmentResolver(POLICY, "migration-lab")(reading);
    expect(environment).toMatchObject({ name, endpoint });
    expect(environment.claimedAs).toBeUndefined();
  });

  test("never overrules the host of another environment, and is remembered", () => {
    expect(environmentResolver(POLICY, "migration-lab")(server("orders.db.example.com", 5432))).toMatchObject({
      name: "prod",
      kind: "shared",
      endpoint: "known",
      claimedAs: "migration-lab",
    });
  });

  test.each([
    ["prdo", "the environment `prdo` is not in the policy files", ["did you mean `prod`?", "the policy files have `prod`, `migration-lab`, `laptop`"]],
    ["nothing-like-it", "the environment `nothing-like-it` is not in the policy files", ["the policy files have `prod`, `migration-lab`, `laptop`"]],
  ])("%s is refused with the names that there are", (name, message, details) => {
    try {
      environmentResolver(POLICY, name);
      throw new Error("not refused");
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).message).toBe(message);
      expect((error as InputError).details).toEqual(details);
    }
  });

  test("needs policy files", () => {
    expect(() => environmentResolver(null, "prod")).toThrow(new InputError("the environment `prod` is not known: there are no policy files"));
  });
});

describe("servers of one environment", () => {
  const group = (...servers: readonly ServerReading[]) => groupServers([{ input: {} as never, servers }], environmentResolver(POLICY, null));

  test("are one subject, as sure as the least sure of them, with all logins", () => {
    const subjects = group(
      server("orders.db.example.com", 5432, { login: "a" }),
      server("orders-standby.db.example.com", null, { login: "b" }),
      server("lab.db.example.com", 5433),
    );
    expect(subjects.map(({ environment: { name, endpoint, providerLogins } }) => [name, endpoint, providerLogins])).toEqual([
      ["prod", "assumed", ["a", "b"]],
      ["migration-lab", "known", []],
    ]);
  });

  test("that is not known are one for each endpoint, and one for all that write none", () => {
    expect(group(server("x", 1), server("X.", 1), server("y", 1), server(null, null), server(UNKNOWN, 1))).toHaveLength(3);
  });
});
