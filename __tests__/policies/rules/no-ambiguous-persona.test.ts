import { UNKNOWN } from "../../../model/unknown";
import { facts, personaEntry } from "../../../policies/example";
import { lines } from "../found";

const RULE = "no-ambiguous-persona";

test("two entries of one kind are no ambiguity", () => {
  const personas = [personaEntry({ kind: "ops", roles: ["ops_*"] }), personaEntry({ kind: "ops", roles: ["*_sre"] })];
  expect(lines(RULE, facts().login("ops_sre"), { policy: { personas } })).toEqual([]);
});

test("the message says which kinds, and as which it is judged, for roles of which all is unknown too", () => {
  const personas = [personaEntry({ kind: "dba", roles: ["*_x"] }), personaEntry({ kind: "ops", roles: ["ops_*"] })];
  expect(lines(RULE, facts().group("ops_x", { login: UNKNOWN }), { policy: { personas } })).toEqual([
    "error ops_x: ops_x is matched by personas of two kinds, ops and dba (policies/personas.yaml:1): it is judged as ops",
  ]);
});
