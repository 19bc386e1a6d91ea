import { defaultAdministrators, isPlatformRole, isVendorGroup, platformOf } from "../../model/platforms";
import { PERSONA_KINDS, type PersonaKind } from "../../model/policy";
import { isReservedName, predefinedRole } from "../../model/predefined-roles";
import type { LiveAccess } from "../live-access";
import { type AdoptedObjects, adoptedObjects, type RefusedToPublic } from "./access";
import type { AdoptedPersona, Adoption, Question } from "./adoption";
import { type Candidate, candidatesOf, type Demotion, groupedBy } from "./candidates";

export interface AdoptionRequest {
  readonly live: LiveAccess;
  /** Name of the environment. */
  readonly environment: string;
  /** The login that read the cluster: what it granted is what the code will grant. */
  readonly login: string;
  /** What the gate refused of a role. */
  readonly demotionOf: (role: string) => Demotion;
  readonly refusedToPublic: RefusedToPublic;
}

/** What can be written of the cluster without changing it, and what cannot. */
export const planAdoption = ({ live, environment, login, demotionOf, refusedToPublic }: AdoptionRequest): Adoption => {
  const names = live.graph.roles.map(({ name }) => name);
  const platform = platformOf(names);
  const isVendors = (name: string): boolean => platform !== "self-hosted" && (isPlatformRole(name) || isVendorGroup(platform, name));
  const [, ...service] = defaultAdministrators(platform);
  const administrators = [live.bootstrapSuperuser, ...service.filter((name) => names.includes(name) && name !== live.bootstrapSuperuser)];
  const apart = new Set([...administrators, ...names.filter(isVendors)]);
  const { candidates, questions } = candidatesOf({ live, administrators: apart, appliers: new Set([live.bootstrapSuperuser, login]), demotionOf });
  const objects = adoptedObjects(live, new Set(candidates.keys()), refusedToPublic);
  const personas = personasOf(candidates, objects);
  const written = new Set(personas.map(({ name }) => name));
  const created = new Set(personas.filter(({ existing }) => !existing).map(({ name }) => name));
  return {
    environment,
    major: live.major,
    platform,
    host: live.host,
    port: live.port,
    systemIdentifier: live.systemIdentifier,
    shown: live.shown,
    databases: databasesOf(live, objects),
    administrators,
    unmanaged: names.filter((name) => !isReservedName(name) && !apart.has(name) && !created.has(name)),
    external: externalGroups(personas, live),
    personas,
    grants: objects.grants.filter(({ role }) => role === "public" || written.has(role)),
    defaults: objects.defaults.filter(({ role }) => role === "public" || written.has(role)),
    questions: [...questions, ...objects.questions, ...quietQuestions(candidates, objects, written, new Set(questions.map(({ role }) => role)))],
    unseen: live.unseen.filter(({ isDatabase }) => isDatabase).map(({ text }) => text),
  };
};

const externalGroups = (personas: readonly AdoptedPersona[], { graph }: LiveAccess): Adoption["external"] => {
  const groups = new Set(personas.flatMap(({ memberOf }) => memberOf.map(({ role }) => role)));
  const byMember = groupedBy(graph.memberships, ({ member }) => member);
  const holdsOf = (name: string): readonly string[] => {
    // A set is walked while it grows.
    const reached = new Set([name]);
    for (const each of reached) for (const { role } of byMember.get(each) ?? []) reached.add(role);
    return [...reached].filter((role) => role !== name && (predefinedRole(role) !== undefined || isPlatformRole(role))).sort();
  };
  return personas.filter(({ existing, name }) => existing && groups.has(name)).map(({ name }) => ({ role: name, holds: holdsOf(name) }));
};

/** Roles of which nothing is left to say, and nobody was asked about. */
const quietQuestions = (
  candidates: ReadonlyMap<string, Candidate>,
  objects: AdoptedObjects,
  written: ReadonlySet<string>,
  asked: ReadonlySet<string>,
): readonly Question[] =>
  [...candidates].flatMap(([role, { unsaid }]) => {
    if (written.has(role) || asked.has(role)) return [];
    return [{ role, text: `is left as it is: ${[...unsaid, ...(objects.unsaid.get(role) ?? [])].join("; ")}`, capability: null }];
  });

const personasOf = (candidates: ReadonlyMap<string, Candidate>, objects: AdoptedObjects): readonly AdoptedPersona[] => {
  const holders = new Set([...objects.grants, ...objects.defaults].map(({ role }) => role));
  const drafts = new Map(
    [...candidates].map(([name, candidate]) => {
      const unsaid = [...candidate.unsaid, ...(objects.unsaid.get(name) ?? [])];
      return [name, { ...candidate, unsaid, existing: unsaid.length > 0, access: objects.access.get(name) ?? [] }] as const;
    }),
  );
  const hasMore = (name: string): boolean => {
    const draft = drafts.get(name);
    return draft !== undefined && (!draft.existing || draft.memberOf.length > 0 || draft.access.length > 0 || holders.has(name));
  };
  // A group is written also where it only is one.
  const groups = new Set([...drafts.values()].flatMap(({ memberOf }) => memberOf.map(({ role }) => role)));
  const kinds = kindsOf(drafts);
  return inOrder(
    [...drafts].flatMap(([name, { role, memberOf, settings, attributes, unsaid, existing, access }]): readonly AdoptedPersona[] =>
      hasMore(name) || groups.has(name)
        ? [
            {
              name,
              kind: kinds.get(name) ?? "app",
              existing,
              role,
              // Of an existing role a plain GRANT is said: what INHERIT is then is the member's attribute.
              memberOf: existing ? memberOf.map((membership) => ({ ...membership, inherit: true })) : memberOf,
              settings: existing ? {} : settings,
              attributes: existing ? [] : attributes,
              access,
              unsaid,
            },
          ]
        : [],
    ),
  );
};

type Draft = Pick<Candidate, "memberOf" | "attributes">;

/** What a role is, from what it holds; a member is at least what its groups are. */
const kindsOf = (drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, PersonaKind> => {
  const kinds = new Map<string, PersonaKind>();
  const kindOf = (name: string): PersonaKind => {
    const known = kinds.get(name);
    if (known !== undefined) return known;
    const draft = drafts.get(name);
    if (draft === undefined) return "app";
    const all = [
      ...draft.attributes.map((attribute): PersonaKind => (attribute === "createdb" ? "ops" : "dba")),
      ...draft.memberOf.map(({ role }) => kindByRole(role) ?? kindOf(role)),
    ];
    const kind = strongest(all);
    kinds.set(name, kind);
    return kind;
  };
  for (const name of drafts.keys()) kindOf(name);
  return kinds;
};

const kindByRole = (name: string): PersonaKind | null => {
  if (isPlatformRole(name)) return "dba";
  const fact = predefinedRole(name);
  return fact === undefined ? null : fact.tier === "data" ? "dba" : "ops";
};

const strongest = (kinds: readonly PersonaKind[]): PersonaKind => PERSONA_KINDS.toReversed().find((kind) => kinds.includes(kind)) ?? "app";

/** By kind, and in each kind groups before their members. */
const inOrder = (personas: readonly AdoptedPersona[]): readonly AdoptedPersona[] => {
  const byName = new Map(personas.map((persona) => [persona.name, persona]));
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    depths.set(name, 0);
    const depth = Math.max(0, ...(byName.get(name)?.memberOf ?? []).map(({ role }) => (byName.has(role) ? depthOf(role) + 1 : 0)));
    depths.set(name, depth);
    return depth;
  };
  const rank = ({ kind, name, role }: AdoptedPersona): readonly number[] => [PERSONA_KINDS.indexOf(kind), depthOf(name), role.login === true ? 1 : 0];
  return personas.toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    const at = first.findIndex((value, index) => value !== second[index]);
    return at === -1 ? (a.name < b.name ? -1 : 1) : (first[at] ?? 0) - (second[at] ?? 0);
  });
};

/** Those that were read and that are somebody's: never templates, and `postgres` only where somebody has something in it. */
const databasesOf = ({ graph, databases }: LiveAccess, { access, grants, defaults }: AdoptedObjects): readonly string[] => {
  const used = new Set([...[...access.values()].flat().map(({ database }) => database), ...[...grants, ...defaults].map(({ database }) => database)]);
  return graph.databases
    .filter(({ name, isTemplate }) => databases.has(name) && !isTemplate && (name !== "postgres" || used.has(name)))
    .map(({ name }) => name);
};
