import type { Major } from "../../model/predefined-roles";
import { at, type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import type { PrivilegesClaim } from "./claim";
import { liveWords, type ObjectRow } from "./rows";
import { unseenLosses } from "./statements";
import { isPlaced, type PrivilegeAttribute } from "./wanted";

/** For messages, such as `tables: sales: orders`. */
const objectWords = ({ attribute, place, name }: Pick<ObjectRow, "attribute" | "place" | "name">): string =>
  `${attribute}: ${place === "" ? "" : `${place}: `}${name}`;

const placeOf = (attribute: PrivilegeAttribute, place: string, name: string) => at(attribute, isPlaced(attribute) ? place : name);

/** Throws for what the server does not have. */
export const refuseTooNew = ({ asked }: PrivilegesClaim, major: Major): void => {
  const problems: Diagnostic[] = [];
  const parameters = asked.get("parameters");
  if (major < 15 && parameters !== undefined)
    problems.push(errorDiagnostic(`PostgreSQL ${major} has no privileges on parameters`, "They came with PostgreSQL 15.", at("parameters")));
  for (const [attribute, of] of major < 17 ? asked : [])
    for (const [place, names] of of)
      for (const [name, words] of names)
        if (/\bMAINTAIN\b/.test(words))
          problems.push(errorDiagnostic(`PostgreSQL ${major} has no MAINTAIN`, "It came with PostgreSQL 17.", placeOf(attribute, place, name)));
  if (problems.length > 0) throw new Refused(problems);
};

/** Throws where an object is named that the role owns. */
export const refuseOwned = ({ role, asked }: PrivilegesClaim, rows: readonly ObjectRow[]): void => {
  const problems = rows
    .filter(({ attribute, place, name, isOwner }) => isOwner && asked.get(attribute)?.get(place)?.has(name) === true)
    .map(({ attribute, place, name }) =>
      errorDiagnostic(
        `${role} owns it: ${objectWords({ attribute, place, name })}`,
        "An owner has every privilege, or gives it to itself, so a grant says nothing. Leave it out, or give the object to another owner.",
        placeOf(attribute, place, name),
      ),
    );
  if (problems.length > 0) throw new Refused(problems);
};

const MOST_SHOWN = 20;
const listed = (lines: readonly string[]): string =>
  [...lines.slice(0, MOST_SHOWN), ...(lines.length > MOST_SHOWN ? [`and ${lines.length - MOST_SHOWN} more`] : [])].join("\n");

/** What making the resource, or widening it, would take away unseen: refused, or with `take_over` told. */
export const takenOver = (rows: readonly ObjectRow[], prior: PrivilegesClaim | null, planned: PrivilegesClaim, takesOver: boolean): readonly Diagnostic[] => {
  const lost = unseenLosses(rows, prior, planned).map((row) => `${objectWords(row)}: ${liveWords(row)}`);
  if (lost.length === 0) return [];
  if (takesOver) return [warningDiagnostic(`This revokes privileges on ${lost.length} objects that no state shows`, listed(lost), at("role"))];
  throw new Refused([
    errorDiagnostic(
      `${planned.role} has privileges in this scope that are not written`,
      `${listed(lost)}\n\nThey would be revoked. Import the resource, so that the plan shows it, write them, or set \`take_over = true\`.`,
      at("role"),
    ),
  ]);
};

/** Where two claims differ, one line for each object. */
const differencesOf = (is: PrivilegesClaim, wanted: PrivilegesClaim): readonly string[] => {
  const [a, b] = [linesOf(is), linesOf(wanted)];
  return [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line)).map((line) => `missing: ${line}`)];
};
const linesOf = ({ asked }: PrivilegesClaim): readonly string[] =>
  [...asked].flatMap(([attribute, of]) =>
    [...of].flatMap(([place, names]) => [...names].map(([name, words]) => `${objectWords({ attribute, place, name })}: ${words}`)),
  );

/** Throws where the server has something else than the plan was made for. */
export const refuseChanged = (live: PrivilegesClaim, prior: PrivilegesClaim): void => {
  const different = differencesOf(live, prior);
  if (different.length > 0)
    throw new Refused([
      errorDiagnostic(
        "The server changed since the plan",
        `${listed(different)}\n\nSomebody granted, revoked or made something meanwhile. Nothing was done: plan again, and look at the difference.`,
        at("role"),
      ),
    ]);
};

/** REVOKE and GRANT only warn about what they could not do. */
export const refuseUndone = (live: PrivilegesClaim, planned: PrivilegesClaim | null, left: readonly string[]): void => {
  if (left.length === 0) return;
  throw new Refused([
    errorDiagnostic(
      "PostgreSQL did not do what was asked",
      `${listed(planned === null ? linesOf(live) : differencesOf(live, planned))}\n\nEverything was rolled back. Privileges on an object are its owner's to give: the login of the provider needs the privileges of that owner, or a GRANT OPTION; what another role granted only that role or a superuser takes back.`,
      at("role"),
    ),
  ]);
};
