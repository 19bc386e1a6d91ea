import fc from "fast-check";
import { escapeLiteral } from "pg";
import { hasPredefinedRole, type Major, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../model/predefined-roles";

/** Statements that make roles and memberships; a server may refuse some of them, such as one that closes a cycle. */
export type RoleScript = readonly string[];

interface RandomRole {
  readonly inherit: boolean;
  readonly login: boolean;
  readonly attribute: string | null;
}
interface RandomMembership {
  readonly member: string;
  readonly role: string;
  readonly admin: boolean;
  readonly inherit: boolean;
  readonly set: boolean;
  readonly grantor: string | null;
}

/** What a random script may hold. */
export interface RoleMix {
  readonly roles: number;
  /** With ADMIN OPTION, CREATEROLE and superusers: roles may help themselves to more than they have. */
  readonly selfService: boolean;
}

/**
 * Random scripts for a server of `major`: up to `roles` roles with and without attributes, memberships among them, in predefined roles and
 * now and then in the bootstrap superuser, with every combination of options and, from 16, several grantors.
 */
export const randomRoles = (major: Major, { roles, selfService }: RoleMix): fc.Arbitrary<RoleScript> =>
  // Without bias: fast-check prefers small values, and few small scripts hold a path of three memberships.
  fc.noBias(
    fc.integer({ min: 2, max: roles }).chain((count) => {
      const own = Array.from({ length: count }, (_, index) => `r${index}`);
      const predefined = TARGETS.filter((name) => hasPredefinedRole(major, name));
      const attributes = selfService
        ? ["CREATEDB", "BYPASSRLS", "SUPERUSER", "CREATEROLE", "CREATEROLE", "CREATEROLE"]
        : ["CREATEDB", "BYPASSRLS", "REPLICATION"];
      const role: fc.Arbitrary<RandomRole> = fc.record({
        inherit: fc.integer({ min: 0, max: 3 }).map((die) => die !== 3),
        login: fc.boolean(),
        attribute: fc.option(fc.constantFrom(...attributes), { freq: 1 }),
      });
      const membership: fc.Arbitrary<RandomMembership> = fc.record({
        member: fc.constantFrom(...own, ...own, "pg_monitor", "pg_read_all_data"),
        role: fc.constantFrom(...own, ...own, ...own, ...predefined, ...(selfService ? ["postgres"] : [])),
        admin: selfService ? fc.boolean() : fc.constant(false),
        inherit: fc.boolean(),
        set: fc.boolean(),
        grantor: fc.option(fc.constantFrom(...own), { freq: 1 }),
      });
      return fc
        .tuple(fc.array(role, { minLength: count, maxLength: count, size: "max" }), fc.array(membership, { minLength: 1, maxLength: count * 4, size: "max" }))
        .map(([made, granted]) => [...made.map((facts, at) => createRole(`r${at}`, facts)), ...granted.map((facts) => grant(facts, major))]);
    }),
  );

/** The roles of tiers files and os twice: they are what matters most. */
const TARGETS = [...PREDEFINED_ROLE_NAMES, "pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"].filter(
  (name) => name !== "pg_database_owner",
);

const createRole = (name: string, { login, inherit, attribute }: RandomRole): string =>
  ["CREATE ROLE", name, login && "LOGIN", !inherit && "NOINHERIT", attribute].filter((word) => typeof word === "string").join(" ");

const grant = ({ member, role, admin, inherit, set, grantor }: RandomMembership, major: Major): string => {
  // A superuser can take INHERIT and SET from a membership that initdb made; the model counts it as it was made.
  const isBuiltIn = predefinedRole(member)?.contains.includes(role) ?? false;
  const flag = (value: boolean): string => (value ? "TRUE" : "FALSE");
  const options =
    major >= 16 ? ` WITH ADMIN ${flag(admin)}, INHERIT ${flag(inherit || isBuiltIn)}, SET ${flag(set || isBuiltIn)}` : admin ? " WITH ADMIN OPTION" : "";
  return `GRANT ${role} TO ${member}${options}${grantor === null ? "" : ` GRANTED BY ${grantor}`}`;
};

/** One message that runs the whole script on a server with `ATTEMPT`, leaving out what is refused. */
export const attempts = (script: RoleScript): string => script.map((statement) => `SELECT public.attempt(${escapeLiteral(statement)})`).join(";\n");

/** The script for psql: what is refused is reported, and the rest runs. */
export const forPsql = (script: RoleScript): string => script.map((statement) => `${statement};`).join("\n");

/**
 * Runs a statement as whoever asks; false when PostgreSQL refuses it for lack of rights or because it makes no sense. Anything else is a
 * fault of the test. `attempt_as` does so as an identity of a login's session.
 */
export const ATTEMPT = `
CREATE FUNCTION public.attempt(statement text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE statement;
  RETURN true;
EXCEPTION WHEN insufficient_privilege OR invalid_grant_operation OR invalid_grantor OR reserved_name THEN
  RETURN false;
WHEN internal_error OR feature_not_supported THEN
  -- What 16 and later say where ADMIN OPTION is held over a membership that does not inherit; and what every version says of pg_database_owner.
  IF SQLERRM <> 'no possible grantors' AND SQLERRM NOT LIKE '%cannot have explicit members' THEN RAISE; END IF;
  RETURN false;
END $$;

CREATE FUNCTION public.attempt_as(login text, identity text, statement text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  done boolean;
BEGIN
  EXECUTE format('SET SESSION AUTHORIZATION %I', login);
  done := public.attempt(format('SET ROLE %I', identity)) AND public.attempt(statement);
  RESET SESSION AUTHORIZATION;
  RETURN done;
END $$`;
