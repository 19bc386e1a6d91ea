import { type AccessGraph, NO_ORIGIN } from "../../../model/access-graph";
import { graphOf, reachOf, role } from "../../support/graphs";
import { DATABASE, onTable, relation } from "./object-facts";

const HBA = "if pg_hba.conf lets keys log in with a password";
const OWNER_READS = "if the owner of the view may read what it stands on";
const view = (name: string, owner: string, database = "orders") =>
  relation(name, { kind: "view", owner, database, reads: [{ schema: "pg_catalog", name: "pg_authid" }] });

/** On what it hangs that m logs in as keys, whose md5 verifier it reads. */
const conditionOf = (facts: Partial<AccessGraph>) => {
  const verifiers = [{ role: "keys", kind: "md5" as const, origin: NO_ORIGIN }];
  const roles = [role("m"), role("owner"), role("keys", { createdb: true })];
  return reachOf(graphOf(roles, [], { verifiers, ...facts }), "m").find(({ capability }) => capability === "create-database")?.condition;
};

describe("a login by a verifier that is read in several ways", () => {
  const certain = view("a", "postgres");
  const uncertain = view("b", "owner");
  const grants = [onTable("m", "a", "SELECT"), onTable("m", "b", "SELECT")];

  test.each([
    ["first", [certain, uncertain]],
    ["last", [uncertain, certain]],
  ])("hangs on nothing that the certain one does not hang on, though an input shows that one %s", (_, relations) => {
    expect(conditionOf({ grants, relations })).toBe(HBA);
    expect(conditionOf({ grants, relations: [uncertain] })).toBe(`${OWNER_READS} and ${HBA}`);
  });

  test.each([
    ["first", false],
    ["last", true],
  ])("is by the one whose database lets its login in, though an input shows that one %s", (_, last) => {
    const open = { ...view("a", "postgres"), database: "open" };
    const relations = last ? [certain, open] : [open, certain];
    const databases = [DATABASE];
    const both = [onTable("m", "a", "SELECT"), { ...onTable("m", "a", "SELECT"), database: "open" }];
    expect(conditionOf({ grants: both, relations, databases })).toBe(HBA);
    expect(conditionOf({ grants: both, relations: [certain], databases })).toBe(`if its login may connect to database orders and ${HBA}`);
  });
});
