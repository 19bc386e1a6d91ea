import { type EnvironmentPolicy, type ExternalRole, PERSONA_KINDS, type PersonaEntry, type PersonaKind, type PolicySource } from "../../model/policy";
import { hasPredefinedRole, type Major, predefinedRole } from "../../model/predefined-roles";
import { isPattern } from "../../model/role-pattern";
import { duplicateFinder, environmentNamed, type PolicyContext } from "./context";
import { anyOf, quoted } from "./words";
import { itemsOf, type PolicyNode, plain, sourceOf, textOf } from "./yaml-tree";

/** The entries of `personas` in personas.yaml, those with problems of their own left out. */
export const readPersonas = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, context: PolicyContext): readonly PersonaEntry[] => {
  const places = new ExactNames(context);
  return entryNodes(root).flatMap((entryNode) => {
    const { node } = entryNode;
    const named = itemsOf(node, "environments").map((item) => environmentNamed(String(plain(item)), item.source, context));
    if (wrong.has(node)) return [];
    const entry = entryOf(entryNode);
    judgeVersions(node, entry, entry.environments === null ? [...(context.environments?.values() ?? [])] : named, context);
    for (const item of itemsOf(node, "roles")) if (item.type === "scalar" && !isPattern(String(item.value))) places.add(String(item.value), item.source, entry);
    return [entry];
  });
};

interface EntryNode {
  readonly kind: PersonaKind;
  readonly node: PolicyNode;
  readonly source: PolicySource;
}

// One entry stands under its kind as it is, several in a list; the line of a single one is its kind's.
const entryNodes = (root: PolicyNode): readonly EntryNode[] => {
  const personas = root.type === "map" ? root.members.get("personas")?.value : undefined;
  if (personas?.type !== "map") return [];
  return PERSONA_KINDS.flatMap((kind): readonly EntryNode[] => {
    const member = personas.members.get(kind);
    if (member?.value.type === "list") return member.value.items.map((node) => ({ kind, node, source: node.source }));
    return member?.value.type === "map" ? [{ kind, node: member.value, source: member.key }] : [];
  });
};

const entryOf = ({ kind, node, source }: EntryNode): PersonaEntry => {
  const {
    name = null,
    roles,
    approved = [],
    attributes = [],
    environments = null,
    exact = false,
  } = plain(node) as Partial<PersonaEntry> & Pick<PersonaEntry, "roles">;
  return { kind, name, roles, approved, attributes, environments, exact, source };
};

// What an approval names must exist somewhere that the entry speaks of. One that speaks of everything may name what only
// some servers have: on the others it approves nothing.
const judgeVersions = (node: PolicyNode, entry: PersonaEntry, spokenOf: readonly (EnvironmentPolicy | undefined)[], context: PolicyContext): void => {
  const environments = spokenOf.filter((environment) => environment !== undefined);
  if (environments.length === 0 || environments.length < spokenOf.length) return;
  for (const item of itemsOf(node, "approved")) {
    const role = String(plain(item));
    const since = predefinedRole(role)?.since;
    if (since === undefined || environments.some(({ postgres }) => hasPredefinedRole(postgres, role))) continue;
    context.problems.add(item.source, `${quoted(role)} exists from PostgreSQL ${since}, and ${whereTheyRun(environments)}: remove it`);
  }
  for (const item of itemsOf(node, "attributes")) {
    if (plain(item) !== "createrole") continue;
    const old = environments.filter(({ postgres }) => postgres < CREATEROLE_SINCE);
    if (entry.environments === null ? old.length < environments.length : old.length === 0) continue;
    context.problems.add(
      item.source,
      `\`createrole\` is tier os before PostgreSQL ${CREATEROLE_SINCE}, and ${whereTheyRun(old)}: name only newer environments`,
    );
  }
};

/** Until then CREATEROLE grants itself every role but superusers: https://www.postgresql.org/docs/16/release-16.html */
const CREATEROLE_SINCE: Major = 16;

const whereTheyRun = (environments: readonly EnvironmentPolicy[]): string =>
  environments.map(({ name, postgres }) => `${quoted(name)} runs ${postgres}`).join(", ");

// One exact name in two entries that speak of a common environment leaves open what it is.
class ExactNames {
  private readonly places = new Map<string, { readonly entry: PersonaEntry; readonly source: PolicySource }[]>();

  constructor(private readonly context: PolicyContext) {}

  add(role: string, source: PolicySource, entry: PersonaEntry): void {
    const places = this.places.get(role) ?? [];
    const other = places.find((place) => overlap(place.entry, entry));
    if (other !== undefined)
      this.context.problems.add(
        source,
        `the exact name ${quoted(role)} stands in two entries, first in line ${other.source.line}: keep one, or limit them to different \`environments\``,
      );
    this.places.set(role, [...places, { entry, source }]);
  }
}

const overlap = (a: PersonaEntry, b: PersonaEntry): boolean =>
  a.environments === null || b.environments === null || a.environments.some((name) => b.environments?.includes(name));

/** The entries of `external` in personas.yaml. */
export const readExternal = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, context: PolicyContext): readonly ExternalRole[] => {
  const again = duplicateFinder(context.problems);
  return itemsOf(root, "external").flatMap((node) => {
    const name = textOf(node, "environment");
    const environment = name === undefined ? undefined : environmentNamed(name, sourceOf(node, "environment"), context);
    if (wrong.has(node)) return [];
    const written = plain(node) as Omit<ExternalRole, "source">;
    again([written.role, written.environment], node, `the external role ${quoted(written.role)} of ${quoted(written.environment)}`);
    for (const item of itemsOf(node, "holds")) {
      const held = String(plain(item));
      if (environment === undefined || predefinedRole(held) === undefined || hasPredefinedRole(environment.postgres, held)) continue;
      context.problems.add(item.source, `PostgreSQL ${environment.postgres}, which ${quoted(environment.name)} runs, has no ${anyOf([held])}: remove it`);
    }
    return [{ ...written, source: node.source }];
  });
};
