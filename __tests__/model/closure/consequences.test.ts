import type { AccessGraph } from "../../../model/access-graph";
import { closureOf, type Server } from "../../../model/closure";
import { indexGraph } from "../../../model/graph-index";
import type { Major } from "../../../model/predefined-roles";
import { graphOf, role } from "../../support/graphs";
import { fn, mayCall } from "./object-facts";

const following = (graph: AccessGraph, server: Server) =>
  closureOf(indexGraph(graph), server)
    .reaches("m")
    .flatMap(({ capability, follows, condition }) => (follows === null ? [] : [[follows, capability, condition]]));

test.each([
  ["plpython3u", "untrusted-language"],
  ["c", "load-server-code"],
])("whoever runs code in %s as the server's account may log in as a superuser, if that account may", (language, capability) => {
  const graph = graphOf([role("m")], [], { functions: [fn("f", { language })], grants: [mayCall("m", "f")] });
  expect(following(graph, { major: 16, administrators: [] })).toEqual([
    [capability, "superuser", "if the server's operating-system account may log in as a superuser, as initdb lets it"],
  ]);
});

/** The first minor version of each major that loads output plugins of a list only: the fix of CVE-2026-6471. */
test.each([
  [14, 24],
  [15, 19],
  [16, 15],
  [17, 11],
  [18, 6],
] as const)("REPLICATION loads any library of the server before %i.%i, and then no more", (major: Major, fixed) => {
  const graph = graphOf([role("m", { replication: true })], []);
  const loads = (minor: number) =>
    following(graph, { major, administrators: [], version: major * 10_000 + minor }).some(([, capability]) => capability === "load-server-code");
  expect([0, fixed - 1, fixed, fixed + 1].map(loads)).toEqual([true, true, false, false]);
});

test("a server whose minor version nobody names is not said to load any library; the copy of a server holds its verifiers", () => {
  const copies = "if pg_hba.conf lets it copy the server by a replication connection";
  expect(following(graphOf([role("m", { replication: true })], []), { major: 14, administrators: [] })).toEqual([
    ["read-credentials", "superuser", `${copies} and if a superuser's password is stored as an md5 verifier, which serves as the password`],
    ["replication", "read-credentials", copies],
  ]);
});
