import { type AccessGraph, type Membership, NO_ORIGIN, type Role } from "../../../model/access-graph";
import { closureOf, type Server } from "../../../model/closure";
import { indexGraph } from "../../../model/graph-index";
import { UNKNOWN } from "../../../model/unknown";
import { capabilitiesOf, graphOf, membership, reachOf, role } from "../../support/graphs";
import { fn, grant, mayCall } from "./object-facts";

const PROGRAM = "pg_execute_server_program";
const MD5 = "if a superuser's password is stored as an md5 verifier, which serves as the password";
const OF_BODY = "if the body of function public.f() does it for its caller";
const INHERIT_ONLY = { inherit: true, set: false, admin: false };

const everything = (graph: AccessGraph, server: Partial<Server> = {}) =>
  closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"], ...server })
    .reaches("m")
    .map(({ capability, follows, certainty, condition }) => [certainty === "certain" ? capability : `${capability}?`, follows, condition] as const);

describe("what a role reaches", () => {
  test("stands most dangerous first, and by name within a tier", () => {
    const roles = [role("m", { createdb: true, createrole: true, replication: true, bypassrls: true })];
    const of = ["pg_monitor", "pg_write_all_data", "pg_read_server_files", PROGRAM, "pg_signal_backend", "pg_checkpoint", "rds_superuser"];
    const reached = reachOf(
      graphOf(
        roles,
        of.toReversed().map((name) => membership("m", name)),
      ),
      "m",
    );
    expect(capabilitiesOf(reached)).toEqual([
      "execute-server-program",
      "read-server-files",
      "checkpoint",
      "create-database",
      "create-role",
      "platform-administrator",
      "signal-backend",
      "bypass-row-security",
      "replication",
      "write-all-data",
      "monitor",
      "read-all-settings",
      "read-all-stats",
      "stat-scan-tables",
    ]);
  });

  test("is told once for each capability, by the shortest certain way, from whatever it comes", () => {
    const roles = [role("m"), role("owner"), role("g", { login: false })];
    const rows = [membership("m", "g"), membership("g", "etl"), membership("etl", PROGRAM), membership("owner", PROGRAM)];
    const facts = { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("m", "f")] };
    const reached = reachOf(graphOf(roles, rows, facts), "m");
    expect(reached.map(({ capability, certainty, path }) => [capability, certainty, path.length])).toEqual([["execute-server-program", "certain", 3]]);
  });

  test("is not pg_database_owner: that role is worth what it is granted", () => {
    expect(everything(graphOf([role("m")], [membership("m", "pg_database_owner")]))).toEqual([]);
  });
});

describe("superuser", () => {
  const reach = (roles: readonly Role[], rows: readonly Membership[], rest: Partial<AccessGraph> = {}) =>
    reachOf(graphOf([role("m"), ...roles], rows, rest), "m").find(({ capability }) => capability === "superuser");

  const root = role("root", { superuser: true });

  test.each<readonly [string, string, readonly Role[], Partial<Membership>, string, string | null]>([
    ["an administrator that is shown as superuser", "postgres", [role("postgres", { superuser: true })], INHERIT_ONLY, "administrator", null],
    ["an administrator of which no input shows more than its name", "postgres", [], INHERIT_ONLY, "administrator", null],
    ["another superuser, by SET ROLE", "root", [root], { ...INHERIT_ONLY, set: true }, "attribute", null],
    ["another superuser without SET ROLE", "root", [root], INHERIT_ONLY, "attribute", "if root owns an object that a superuser or the server runs"],
  ])("comes of %s", (_, of, roles, options, kind, condition) => {
    expect(reach(roles, [membership("m", of, options)])).toMatchObject({ kind, condition, holder: of });
  });

  test("hangs on what the superuser owns that the path ends at", () => {
    const supers = ["a", "b"].map((name) => role(name, { superuser: true }));
    for (const name of ["a", "b"]) {
      expect(reach(supers, [membership("m", name, INHERIT_ONLY)])?.condition).toBe(`if ${name} owns an object that a superuser or the server runs`);
    }
  });

  test.each([
    ["postgres", "administrator"],
    ["root", "attribute"],
  ])("is what a function of %s runs as: its body may do all that it may", (owner, kind) => {
    const facts = { functions: [fn("f", { securityDefiner: true, owner, searchPath: "public, pg_temp" })], grants: [mayCall("m", "f")] };
    expect(reach([root], [], facts)).toMatchObject({ kind, certainty: "conditional", condition: OF_BODY, holder: owner });
  });
});

test("replication is what the members of a platform's group may do, where it has one in place of the attribute", () => {
  const graph = graphOf([role("m")], [membership("m", "rds_replication", INHERIT_ONLY)]);
  expect(reachOf(graph, "m", { platform: "rds" })).toMatchObject([{ capability: "replication", kind: "attribute", holder: "rds_replication" }]);
  expect(reachOf(graph, "m", { platform: "cloud-sql" })).toEqual([]);
});

test("a function runs with the attributes of its owner, and with none that the owner would have to SET ROLE for", () => {
  const roles = [role("m"), role("owner", { createdb: true }), role("maker", { bypassrls: true, createrole: true, replication: true })];
  const facts = { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("m", "f")] };
  expect(capabilitiesOf(reachOf(graphOf(roles, [membership("owner", "maker")], facts), "m"))).toEqual(["create-database?"]);
  const other = { ...facts, functions: [fn("f", { securityDefiner: true, owner: "maker" })] };
  expect(capabilitiesOf(reachOf(graphOf(roles, [], other), "m"))).toEqual(["create-role?", "bypass-row-security?", "replication?"]);
});

describe("what may follow", () => {
  const readsFiles = grant("m", { object: "pg_read_binary_file", arguments: "text" });

  test("from reading all data is the verifiers, for certain, and through them superuser", () => {
    expect(everything(graphOf([role("m")], [membership("m", "pg_read_all_data")]))).toEqual([
      ["superuser?", "read-credentials", MD5],
      ["read-all-data", null, null],
      ["read-credentials", "read-all-data", null],
    ]);
  });

  test("from what hangs on a condition is nothing more: a secret in a setting is no verifier", () => {
    expect(everything(graphOf([role("m")], [membership("m", "pg_read_all_settings")]))).toEqual([
      ["read-credentials?", "read-all-settings", "if a setting such as primary_conninfo holds a password"],
      ["read-all-settings", null, null],
    ]);
  });

  test.each([
    ["where a live server shows how passwords are stored", { verifiers: [{ role: "x", kind: "scram-sha-256" as const, origin: NO_ORIGIN }] }, {}],
    ["on a platform that shows pg_authid to nobody", {}, { platform: "rds" as const }],
  ])("by a verifier of unknown kind is nothing %s", (_, facts, server) => {
    const graph = graphOf([role("m")], [membership("m", "pg_read_all_data")], facts);
    expect(everything(graph, server).map(([capability]) => capability)).toEqual(["read-all-data", "read-credentials"]);
  });

  test("by a verifier of unknown kind is superuser on a platform with superusers", () => {
    const graph = graphOf([role("m")], [membership("m", "pg_read_all_data")]);
    expect(everything(graph, { platform: "crunchy" })[0]).toEqual(["superuser?", "read-credentials", MD5]);
  });

  test("is told of what an object gives as of what a role gives", () => {
    expect(everything(graphOf([role("m")], [], { grants: [readsFiles] })).map(([capability, follows]) => [capability, follows])).toContainEqual([
      "read-server-files",
      null,
    ]);
    expect(everything(graphOf([role("m")], [], { grants: [readsFiles] }))[0]?.slice(0, 2)).toEqual(["superuser?", "read-server-files"]);
  });

  test("is not told of what hangs on a condition by itself", () => {
    const facts = { functions: [fn("f", { language: UNKNOWN })], grants: [mayCall("m", "f")] };
    expect(everything(graphOf([role("m")], [], facts)).map(([capability]) => capability)).toEqual(["untrusted-language?"]);
    const known = { ...facts, functions: [fn("f", { language: "plpython3u" })] };
    expect(everything(graphOf([role("m")], [], known)).map(([capability]) => capability)).toEqual(["superuser?", "untrusted-language"]);
  });
});
