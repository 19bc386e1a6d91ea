import { type HeldPrivilege, parsePrivileges } from "../../model/privilege-words";
import { defaultPrivileges, grantPrivileges, revokeDefaultPrivileges, revokePrivileges } from "../../writers/grants";
import { identifier } from "../../writers/quote";
import { owns, type PrivilegesClaim, wordsFor } from "./claim";
import { defaultPrivilegeOf, grantOf } from "./facts";
import type { ObjectRow, PrivilegeRow } from "./rows";
import { kindOf, OTHERS, type PrivilegeAttribute } from "./wanted";

/** What has to happen to one object. */
interface Difference {
  readonly attribute: PrivilegeAttribute;
  readonly place: string;
  readonly name: string;
  /** By others, or on columns. */
  readonly foreign: readonly PrivilegeRow[];
  readonly lost: readonly HeldPrivilege[];
  readonly optionLost: readonly HeldPrivilege[];
  readonly gained: readonly HeldPrivilege[];
}

/** How many statements travel in one message. */
const BATCH = 200;

/** The statements that turn what the server has of what claims own into what one of them asks for; with null, into nothing. */
export const privilegeStatements = (
  rows: readonly ObjectRow[],
  planned: PrivilegesClaim | null,
  { role, database }: Pick<PrivilegesClaim, "role" | "database">,
): readonly string[] => {
  const differences = [...rows.flatMap((row) => differenceOf(row, planned)), ...missing(rows, planned)];
  const write = (of: (difference: Difference) => readonly HeldPrivilege[], grants: Write, defaults: WriteDefaults): readonly string[] => [
    ...grants(
      differences.flatMap(({ attribute, place, name, ...difference }) =>
        attribute === "default_privileges"
          ? []
          : of({ attribute, place, name, ...difference }).map(({ privilege, grantable }) =>
              grantOf({ attribute, place, name }, role, database, privilege, grantable),
            ),
      ),
    ).map(({ sql }) => sql),
    ...defaults(
      differences.flatMap((difference) =>
        difference.attribute === "default_privileges"
          ? of(difference).map(({ privilege, grantable }) => defaultPrivilegeOf(difference.place, difference.name, role, database, privilege, grantable))
          : [],
      ),
    ).map(({ sql }) => sql),
  ];
  return batched([
    ...differences.flatMap((difference) => foreignStatements(difference, role, database)),
    ...write(({ lost }) => lost, revoke(false), revokeDefaults(false)),
    ...write(({ optionLost }) => optionLost, revoke(true), revokeDefaults(true)),
    ...write(({ gained }) => gained, grantPrivileges, defaultPrivileges),
  ]);
};

type Write = typeof grantPrivileges;
type WriteDefaults = typeof defaultPrivileges;
const revoke =
  (optionOnly: boolean): Write =>
  (grants) =>
    revokePrivileges(grants, optionOnly);
const revokeDefaults =
  (optionOnly: boolean): WriteDefaults =>
  (facts) =>
    revokeDefaultPrivileges(facts, optionOnly);

const batched = (statements: readonly string[]): readonly string[] =>
  Array.from({ length: Math.ceil(statements.length / BATCH) }, (_, at) => statements.slice(at * BATCH, (at + 1) * BATCH).join(";\n"));

const wantedOf = (attribute: PrivilegeAttribute, name: string, words: string | null): readonly HeldPrivilege[] => {
  const kind = kindOf(attribute, name);
  const wanted = kind === null || words === null ? [] : parsePrivileges(kind, words);
  if (typeof wanted === "string") throw new Error(`${name}: ${wanted}`);
  return wanted;
};

const differenceOf = ({ attribute, place, name, isOwner, held }: ObjectRow, planned: PrivilegesClaim | null): readonly Difference[] => {
  if (isOwner) return [];
  const wanted = wantedOf(attribute, name, planned === null ? null : wordsFor(planned, attribute, place, name));
  const own = held.filter(({ own: isOwn, column }) => isOwn && column === null);
  const wants = (privilege: string): HeldPrivilege | undefined => wanted.find((each) => each.privilege === privilege);
  const difference: Difference = {
    attribute,
    place,
    name,
    foreign: held.filter((row) => !own.includes(row)),
    lost: own.filter(({ privilege }) => wants(privilege) === undefined).map(withoutOption),
    optionLost: own.filter(({ privilege, grantable }) => grantable && wants(privilege)?.grantable === false).map(withoutOption),
    gained: wanted.filter(({ privilege, grantable }) => !own.some((each) => each.privilege === privilege && (each.grantable || !grantable))),
  };
  return [difference];
};

/** A REVOKE is of the privilege, whatever its option is. */
const withoutOption = ({ privilege }: PrivilegeRow): HeldPrivilege => ({ privilege, grantable: false });

/** What is asked for of objects that have no list of their own yet, or are not there: then PostgreSQL says so. */
const missing = (rows: readonly ObjectRow[], planned: PrivilegesClaim | null): readonly Difference[] => {
  const found = new Set(rows.map(({ attribute, place, name }) => JSON.stringify([attribute, place, name])));
  return [...(planned?.asked ?? [])].flatMap(([attribute, of]) =>
    [...of].flatMap(([place, names]) =>
      [...names].flatMap(([name, words]): readonly Difference[] =>
        name === OTHERS || found.has(JSON.stringify([attribute, place, name]))
          ? []
          : [{ attribute, place, name, foreign: [], lost: [], optionLost: [], gained: wantedOf(attribute, name, words) }],
      ),
    ),
  );
};

/** What another role granted only that role takes back. */
const foreignStatements = ({ attribute, place, name, foreign }: Difference, role: string, database: string | null): readonly string[] =>
  attribute === "default_privileges"
    ? []
    : foreign.flatMap(({ privilege, column, own, grantor }) => {
        const grant = grantOf({ attribute, place, name }, role, database, privilege, false);
        const statements = revokePrivileges([column === null ? grant : { ...grant, objectType: "column", columns: [column] }], false).map(({ sql }) => sql);
        return own ? statements : [`SET LOCAL ROLE ${identifier(grantor)}`, ...statements, "RESET ROLE"];
      });

/** What making the resource, or widening it, would take away, which no plan shows: what nobody has listed. */
export const unseenLosses = (rows: readonly ObjectRow[], prior: PrivilegesClaim | null, planned: PrivilegesClaim): readonly ObjectRow[] =>
  rows.filter(
    ({ attribute, place, name, isOwner, held }) =>
      !isOwner &&
      held.length > 0 &&
      owns(planned, attribute, place, name) &&
      (prior === null || !owns(prior, attribute, place, name)) &&
      wordsFor(planned, attribute, place, name) === null,
  );
