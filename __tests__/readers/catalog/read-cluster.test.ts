import { SQL } from "../../../readers/catalog/catalog-sql";
import { type Query, readCluster } from "../../../readers/catalog/read-cluster";

const SERVER = { version: 180004, identifier: "77", login: '"the auditor"', verifiers: true };
const ROLES = [
  { oid: 10, name: "postgres" },
  { oid: 3373, name: "pg_monitor" },
  { oid: 3375, name: "pg_read_all_stats" },
  { oid: 4571, name: "pg_execute_server_program" },
  { oid: 16384, name: "app" },
];

/** A server that answers each statement with the rows given for it, and what was asked of it. */
const answering = (rows: Partial<Record<keyof typeof SQL, readonly object[]>>): { readonly query: Query; readonly asked: string[] } => {
  const asked: string[] = [];
  const query: Query = async (sql) => {
    const name = (Object.keys(SQL) as (keyof typeof SQL)[]).find((key) => SQL[key] === sql);
    if (name === undefined) throw new Error(`not a statement of the reader: ${sql}`);
    asked.push(name);
    return rows[name] ?? [];
  };
  return { query, asked };
};

const bare = (facts: readonly { readonly origin: unknown }[]) => facts.map(({ origin, ...fact }) => fact);

describe("a cluster", () => {
  it("is refused when it does not say its version", async () => {
    await expect(readCluster(answering({}).query)).rejects.toThrow("the server did not say its version");
  });

  it.each([
    [140023, "membershipsBefore16", false],
    [150018, "membershipsBefore16", true],
    [160014, "memberships", true],
    [190000, "memberships", true],
  ])("of version %i is asked for %s, and for parameters: %s", async (version, memberships, parameters) => {
    const { query, asked } = answering({ server: [{ ...SERVER, version }] });
    const reading = await readCluster(query);
    expect(reading).toMatchObject({ major: Math.floor(version / 10_000), version, systemIdentifier: "77" });
    expect(asked.filter((name) => name.startsWith("memberships"))).toEqual([memberships]);
    expect(asked.includes("parameters")).toBe(parameters);
  });

  it("is not asked for verifiers that the login may not read, and says how it could", async () => {
    const { query, asked } = answering({ server: [{ ...SERVER, verifiers: false }], verifiers: [{ role: "app", kind: "md5" }] });
    const { graph, unseen } = await readCluster(query);
    expect(asked).not.toContain("verifiers");
    expect(graph.verifiers).toEqual([]);
    expect(unseen).toEqual([
      'how passwords are stored, and an md5 verifier serves as one: GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO "the auditor"',
    ]);
  });

  it.each([
    ["as initdb made it", [3373, 3375, 10, false, true, true], 0],
    ["with ADMIN OPTION", [3373, 3375, 10, true, true, true], 1],
    ["without INHERIT", [3373, 3375, 10, false, false, true], 1],
    ["without SET", [3373, 3375, 10, false, true, false], 1],
    ["by somebody else", [3373, 3375, 16384, false, true, true], 1],
    ["in another role", [3373, 4571, 10, false, true, true], 1],
    ["before 16", [3373, 3375, 10, false, null, null], 0],
    ["in a role that was dropped meanwhile", [3373, 16999, 10, false, true, true], 0],
  ])("shows a membership of pg_monitor %s: %j, %i times", async (_, edge, times) => {
    const { graph } = await readCluster(answering({ server: [SERVER], roles: ROLES, memberships: [{ edges: [edge] }] }).query);
    expect(graph.memberships).toHaveLength(times);
  });

  it("shows memberships by names, and no grantor where that is dropped", async () => {
    const edges = [
      [16384, 3373, 10, true, false, true],
      [16384, 4571, 16999, false, true, false],
    ];
    const { graph } = await readCluster(answering({ server: [SERVER], roles: ROLES, memberships: [{ edges }] }).query);
    expect(bare(graph.memberships)).toEqual([
      { member: "app", role: "pg_monitor", grantor: "postgres", admin: true, inherit: false, set: true, style: null },
      { member: "app", role: "pg_execute_server_program", grantor: null, admin: false, inherit: true, set: false, style: null },
    ]);
  });

  it("shows settings, databases, parameters, standbys and verifiers as they stand", async () => {
    const { graph, databases } = await readCluster(
      answering({
        server: [SERVER],
        settings: [{ role: "app", database: "d", configuration: ["search_path=a, b=c", "role="] }],
        databases: [
          { database: "d", owner: "etl", template: true, open: true, connect: false, acl: [["PUBLIC", "CONNECT", true]] },
          { database: "shut", owner: "etl", template: false, open: false, connect: true, acl: null },
        ],
        parameters: [
          {
            name: "log_statement",
            acl: [
              ["app", "SET", false],
              ["unknown (OID=16999)", "SET", false],
            ],
          },
        ],
        standbys: [{ slot: "copy" }],
        verifiers: [{ role: "app", kind: "md5" }],
      }).query,
    );
    expect(bare(graph.settings)).toEqual([
      { role: "app", database: "d", name: "search_path", value: "a, b=c" },
      { role: "app", database: "d", name: "role", value: "" },
    ]);
    expect(databases).toEqual([
      { name: "d", allowsConnections: true, mayConnect: false },
      { name: "shut", allowsConnections: false, mayConnect: false },
    ]);
    expect(bare(graph.databases)).toEqual([
      { name: "d", owner: "etl", isTemplate: true },
      { name: "shut", owner: "etl", isTemplate: false },
    ]);
    expect(bare(graph.grants)).toEqual([
      { grantee: "PUBLIC", privilege: "CONNECT", objectType: "database", database: "d", schema: null, object: "d", columns: [], grantable: true },
      { grantee: "app", privilege: "SET", objectType: "parameter", database: null, schema: null, object: "log_statement", columns: [], grantable: false },
    ]);
    expect(bare(graph.standbys)).toEqual([{ slot: "copy" }]);
    expect(bare(graph.verifiers)).toEqual([{ role: "app", kind: "md5" }]);
  });
});
