/** What a state holds by the community provider. */
export type HeldResource = { readonly address: string } & (
  | { readonly kind: "role"; readonly name: string; readonly memberOf: readonly string[] }
  | { readonly kind: "membership"; readonly member: string; readonly role: string }
  | { readonly kind: "privileges"; readonly role: string; readonly database: string }
  /** Nothing of ours takes its place. */
  | { readonly kind: "other" }
);

/** What a configuration asks for by our own provider. */
export type WantedResource = { readonly address: string } & (
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "membership"; readonly member: string; readonly role: string }
  | { readonly kind: "memberships"; readonly of: "members" | "roles"; readonly names: readonly string[] }
  | { readonly kind: "privileges"; readonly role: string; readonly database: string | null; readonly owns: Readonly<Record<string, readonly string[]>> }
);

/** A configuration, as far as a migration goes. */
export interface WantedConfiguration {
  readonly resources: readonly WantedResource[];
  /** Addresses, without keys, of what the community provider still holds in it. */
  readonly kept: ReadonlySet<string>;
}

/** The blocks that lead a state from the one provider to the other, and what they leave out. */
export interface Migration {
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Let go of: the server keeps what they stand for. */
  readonly forgotten: readonly string[];
  readonly imported: readonly { readonly to: string; readonly id: string }[];
  /** What nothing in the configuration takes over: a plan would destroy it. */
  readonly left: readonly string[];
}

/** One to one is moved; what many resources held and one now owns is forgotten and imported. Nothing of it changes the server. */
export const migrationOf = (held: readonly HeldResource[], { resources, kept }: WantedConfiguration): Migration => {
  const moved: { from: string; to: string }[] = [];
  const forgotten = new Set<string>();
  const left: string[] = [];
  const taken = new Set<string>();
  for (const resource of held) {
    const { address } = resource;
    if (kept.has(withoutKeys(address))) continue;
    const same = resources.find((wanted) => !taken.has(wanted.address) && isSame(resource, wanted));
    if (same !== undefined) {
      taken.add(same.address);
      moved.push({ from: address, to: same.address });
    } else if (isOwned(resource, resources)) forgotten.add(withoutKeys(address));
    else left.push(`\`${address}\``);
    if (resource.kind === "role") {
      const lost = resource.memberOf.filter((role) => !isOwned({ address, kind: "membership", member: resource.name, role }, resources));
      left.push(...lost.map((role) => `the membership of \`${resource.name}\` in \`${role}\`, which \`roles\` of \`${address}\` gives`));
    }
  }
  return { moved, forgotten: [...forgotten].sort(), imported: resources.flatMap(imported), left };
};

/** An instance's key says which; blocks that let go are about all instances. */
const withoutKeys = (address: string): string => address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");

const isSame = (held: HeldResource, wanted: WantedResource): boolean =>
  held.kind === "role"
    ? wanted.kind === "role" && wanted.name === held.name
    : held.kind === "membership" && wanted.kind === "membership" && wanted.member === held.member && wanted.role === held.role;

const isOwned = (held: HeldResource, resources: readonly WantedResource[]): boolean =>
  resources.some((wanted) => {
    if (held.kind === "membership" && wanted.kind === "membership") return wanted.member === held.member && wanted.role === held.role;
    if (held.kind === "membership") return wanted.kind === "memberships" && wanted.names.includes(wanted.of === "members" ? held.member : held.role);
    return (
      held.kind === "privileges" && wanted.kind === "privileges" && wanted.role === held.role && (wanted.database === null || wanted.database === held.database)
    );
  });

/** As `terraform import` of our provider takes them. */
const imported = (wanted: WantedResource): readonly { readonly to: string; readonly id: string }[] => {
  if (wanted.kind === "memberships") {
    const { of, names } = wanted;
    const id = names.some((name) => name.includes(",")) ? JSON.stringify({ [of]: names }) : `${of}=${names.join(",")}`;
    return [{ to: wanted.address, id }];
  }
  if (wanted.kind !== "privileges") return [];
  const { role, database, owns } = wanted;
  return [{ to: wanted.address, id: JSON.stringify({ role, ...(database !== null && { database }), ...owns }) }];
};
