import { shownName } from "../../model/path-words";
import type { Query } from "../../readers/catalog/read-cluster";
import { identifier } from "../../writers/quote";
import { applyInTransaction } from "../apply";
import type { ProviderContext } from "../context";
import { at, type Diagnostic, errorDiagnostic, Refused } from "../plugin/diagnostics";
import type { MapValue } from "../plugin/value";
import { type Dependents, dependentsOf } from "./dependents";
import { differencesOf, factsOf, type RoleFacts } from "./facts";
import { linesOf, roleChange, takenName } from "./plan";
import { readRoles } from "./rows";
import { type PasswordChange, roleStatements } from "./statements";

export interface RoleApply {
  readonly prior: MapValue | null;
  /** Null where the role is dropped. */
  readonly planned: MapValue | null;
  readonly password: PasswordChange;
}

/** What a server has of a role. */
interface Found {
  /** By its name of before; null where there is none. */
  readonly before: RoleFacts | null;
  /** By its planned name. */
  readonly after: RoleFacts | null;
  readonly dependents: Dependents | null;
}

/** Makes, alters, renames or drops a role. */
export const applyRole = async (context: ProviderContext, { prior, planned, password }: RoleApply, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  const [was, wanted] = [prior === null ? null : factsOf(prior), planned === null ? null : factsOf(planned)];
  const { diagnostics } = await applyInTransaction<Found>(context, signal, {
    change: planned === null ? null : roleChange(prior, planned),
    read: (query) => readFound(query, was, wanted),
    compare: (found) => compare(found, was, wanted),
    statements: ({ before }) => {
      if (wanted !== null) return roleStatements(before, wanted, password);
      return before === null ? [] : [`DROP ROLE ${identifier(before.role.name)}`];
    },
    verify: (found) => verify(found, was, wanted),
  });
  return diagnostics;
};

const readFound = async (query: Query, was: RoleFacts | null, wanted: RoleFacts | null): Promise<Found> => {
  const names = [was, wanted].flatMap((facts) => (facts === null ? [] : [facts.role.name]));
  const roles = await readRoles(query, names);
  const [before, after] = [was, wanted].map((facts) => (facts === null ? null : (roles.get(facts.role.name) ?? null)));
  return {
    before: before ?? null,
    after: after ?? null,
    dependents: wanted === null && was !== null ? await dependentsOf(query, was.role.name) : null,
  };
};

/** What was planned was planned for another server than this one is now. */
const compare = ({ before, after, dependents }: Found, was: RoleFacts | null, wanted: RoleFacts | null): void => {
  if (after !== null && wanted !== null && wanted.role.name !== was?.role.name) throw new Refused([takenName(wanted.role.name)]);
  if (was === null) return;
  // What is to be dropped and is gone is as it should be.
  if (wanted === null && before === null) return;
  const changed = before === null ? ["it is gone"] : differencesOf(was, before);
  if (changed.length > 0)
    throw new Refused([
      errorDiagnostic(
        "The server changed since the plan",
        `Somebody altered ${shownName(was.role.name)} meanwhile: ${changed.join(", ")}. Nothing was done: plan again, and look at the difference.`,
        at("name"),
      ),
    ]);
  if (dependents !== null && dependents.blocking.length > 0)
    throw new Refused([
      errorDiagnostic(
        `${shownName(was.role.name)} is not dropped`,
        `${shownName(was.role.name)}:\n${linesOf(dependents.blocking)}\n\nGive what it owns to another role (REASSIGN OWNED BY ${identifier(was.role.name)} TO ..., in each of these databases), revoke what it was granted, and apply again. To keep the role and only forget it, use a \`removed\` block with \`destroy = false\`.`,
        at("name"),
      ),
    ]);
};

const verify = ({ before, after }: Found, was: RoleFacts | null, wanted: RoleFacts | null): void => {
  const left = was !== null && was.role.name !== wanted?.role.name && before !== null ? [`${shownName(was.role.name)} is still there`] : [];
  const differing = wanted === null ? [] : after === null ? [`${shownName(wanted.role.name)} is not there`] : differencesOf(wanted, after);
  const wrong = [...left, ...differing];
  if (wrong.length > 0)
    throw new Refused([errorDiagnostic("PostgreSQL did not do what was asked", `${wrong.join("\n")}\n\nEverything was rolled back.`, at("name"))]);
};
