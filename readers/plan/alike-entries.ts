import { FACT_LISTS, type Facts, type Grant, type Membership, type Role } from "../../model/access-graph";
import { granteeOf } from "../terraform/arguments";
import { isObject } from "../terraform/json-text";
import type { ConfiguredResource, PlannedConfiguration } from "./configuration";
import type { Effect, Entry } from "./entries";
import { originOf } from "./open-plan";
import type { PlanServer } from "./plan-servers";
import { SECRET_ARGUMENTS } from "./resources";
import type { FoundShape, Shape } from "./shape";

/** What was made of the last entry of a shape: its facts, and which texts of it they repeat. */
interface Known {
  readonly entry: Entry;
  readonly configured: ConfiguredResource | undefined;
  readonly server: PlanServer;
  readonly isSame: boolean;
  readonly address: number;
  readonly name: number;
  readonly role: { readonly fact: Role; readonly name: number } | null;
  readonly memberships: readonly { readonly fact: Membership; readonly member: number; readonly role: number }[];
  readonly grants: { readonly facts: readonly Grant[]; readonly grantee: number } | null;
  /** Texts that decide what the facts are. */
  readonly fixed: readonly { readonly text: number; readonly bytes: Uint8Array }[];
}

/** An entry that was read, and what came of it. */
export interface ReadEntry {
  readonly entry: Entry;
  readonly configured: ConfiguredResource | undefined;
  readonly server: PlanServer;
  readonly effect: Effect;
  /** After the change. */
  readonly facts: Facts;
}

/**
 * Of a plan with 50,000 roles nearly all entries are the same but for names, and so are their facts. What the resource's reader made of one entry is
 * what it makes of the next that is written in the same way, of which the configuration says the same and whose other texts are equal, with the other
 * names in their places: to copy names is all that it does with them. Where anything else was made of an entry, those like it are read as ever.
 */
export class AlikeEntries {
  readonly #known = new Map<Shape, Known>();

  constructor(private readonly resourceOf: PlannedConfiguration["resourceOf"]) {}

  /** Adds the facts of an entry that is like the last one of its shape; false where it has to be read. */
  add({ shape, bytes }: FoundShape): boolean {
    const known = this.#known.get(shape);
    if (known === undefined) return false;
    for (const { text, bytes: same } of known.fixed) if (!shape.isText(bytes, text, same)) return false;
    const { entry, server } = known;
    const configured = this.resourceOf(entry.module, entry.mode, entry.type, shape.text(bytes, known.name));
    if (!isConfiguredAlike(configured, known.configured)) return false;
    const grantee = known.grants === null ? "" : shape.text(bytes, known.grants.grantee);
    if (known.grants !== null && granteeOf(grantee) !== grantee) return false;

    const origin = originOf(shape.text(bytes, known.address));
    if (!known.isSame) server.rewritten.add(origin.address ?? "");
    const name = known.role === null ? "" : shape.text(bytes, known.role.name);
    if (known.role !== null) this.#push(known, "roles", { ...known.role.fact, name, origin });
    for (const { fact, member, role } of known.memberships) {
      const memberName = member === known.role?.name ? name : shape.text(bytes, member);
      this.#push(known, "memberships", { ...fact, member: memberName, role: shape.text(bytes, role), origin });
    }
    for (const fact of known.grants?.facts ?? []) this.#push(known, "grants", { ...fact, grantee, origin });
    return true;
  }

  /** Notes what came of an entry for those that are like it. */
  note(found: FoundShape, { entry, configured, server, effect, facts }: ReadEntry): void {
    const known = knownOf(found, { entry, configured, server, effect, facts });
    if (known === null) this.#known.delete(found.shape);
    else this.#known.set(found.shape, known);
  }

  #push<List extends "roles" | "memberships" | "grants">({ server, isSame }: Known, list: List, fact: Facts[List][number]): void {
    (server.facts[list] as (typeof fact)[]).push(fact);
    if (!isSame) return;
    (server.before[list] as (typeof fact)[]).push(fact);
    server.kept.add(fact);
  }
}

/** Says the configuration the same of both, but for what their arguments are made of? */
const isConfiguredAlike = (one: ConfiguredResource | undefined, other: ConfiguredResource | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.providerKey === other.providerKey && one.modules === other.modules && one.expressions.hasSame(other.expressions);

/** Lists whose facts repeat names. */
const COPIED: ReadonlySet<keyof Facts> = new Set<keyof Facts>(["roles", "memberships", "grants"]);

const knownOf = ({ shape, bytes }: FoundShape, { entry, configured, server, effect, facts }: ReadEntry): Known | null => {
  const isPlainEffect = effect.isSame || (entry.actions.length === 1 && entry.actions[0] === "create" && entry.before === null);
  if (!isPlainEffect || !isObject(entry.after)) return null;
  if (FACT_LISTS.some((list) => facts[list].length > 0 && !COPIED.has(list))) return null;
  // What a password is made from decides whether it is a secret.
  if (SECRET_ARGUMENTS.some((argument) => configured?.expressions.has(argument) === true)) return null;
  const address = theOne(shape.textsAt("address"));
  const name = theOne(shape.textsAt("name"));
  if (address === null || name === null || shape.text(bytes, address) !== entry.address || shape.text(bytes, name) !== entry.name) return null;
  const copied = copiedNames(shape, bytes, entry.type, facts);
  if (copied === null) return null;
  const unread = new Set([
    address,
    name,
    ...UNREAD.flatMap((path) => shape.textsAt(...path)),
    ...(effect.isSame ? shape.textsWithin("change", "before") : []),
    ...(copied.role === null ? [] : [copied.role.name]),
    ...copied.memberships.flatMap(({ member, role }) => [member, role]),
    ...(copied.grants === null ? [] : [copied.grants.grantee]),
  ]);
  const fixed: Known["fixed"][number][] = [];
  for (let text = 0; text < shape.texts; text++) if (!unread.has(text)) fixed.push({ text, bytes: Uint8Array.from(shape.bytesOf(bytes, text)) });
  return { entry, configured, server, isSame: effect.isSame, address, name, ...copied, fixed };
};

/** Own texts of an entry that nothing is made of. */
const UNREAD: readonly (readonly string[])[] = [["index"], ["previous_address"], ["change", "importing", "id"]];

const theOne = (texts: readonly number[]): number | null => (texts.length === 1 ? (texts[0] ?? null) : null);

/** Where the names of the facts stand in the entry; null where they are not what its type makes of it as ever. */
const copiedNames = (shape: Shape, bytes: Buffer, type: string, facts: Facts): Pick<Known, "role" | "memberships" | "grants"> | null => {
  const textAt = (argument: string): number | null => theOne(shape.textsAt("change", "after", argument));
  const says = (text: number, name: string): boolean => shape.text(bytes, text) === name;
  const { roles, memberships, grants } = facts;
  const [role, ...otherRoles] = roles;
  const [membership, ...otherMemberships] = memberships;
  if (type === "postgresql_role") {
    const name = textAt("name");
    const listed = shape.textsAt("change", "after", "roles");
    if (name === null || role === undefined || otherRoles.length + grants.length > 0 || memberships.length !== listed.length) return null;
    const pairs = memberships.map((fact, at) => ({ fact, member: name, role: listed[at] ?? name }));
    if (!says(name, role.name) || pairs.some((pair) => !says(name, pair.fact.member) || !says(pair.role, pair.fact.role))) return null;
    return { role: { fact: role, name }, memberships: pairs, grants: null };
  }
  if (type === "postgresql_grant_role") {
    const [member, group] = [textAt("role"), textAt("grant_role")];
    if (member === null || group === null || membership === undefined || otherMemberships.length + roles.length + grants.length > 0) return null;
    if (!says(member, membership.member) || !says(group, membership.role)) return null;
    return { role: null, memberships: [{ fact: membership, member, role: group }], grants: null };
  }
  if (type === "postgresql_grant") {
    const grantee = textAt("role");
    if (grantee === null || grants.length === 0 || roles.length + memberships.length > 0 || grants.some((grant) => !says(grantee, grant.grantee))) return null;
    return { role: null, memberships: [], grants: { facts: [...grants], grantee } };
  }
  return null;
};
