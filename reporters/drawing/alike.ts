import type { HeldCapability } from "../../model/held-capability";
import type { Explanation } from "../explanation";
import type { MarkOf } from "./mark";

/** Roles that reach the same in the same way: what is drawn and written of one is true of all. */
export interface AlikeRoles {
  readonly roles: readonly [Explanation, ...Explanation[]];
  /** What they have in common, and no others. */
  readonly signature: string;
}

/** Explanations of one environment by what they say, in the order in which each was met first. */
export const alikeRoles = (explanations: readonly Explanation[], markOf: MarkOf): readonly AlikeRoles[] => {
  const groups = new Map<string, [Explanation, ...Explanation[]]>();
  for (const explanation of explanations) {
    const signature = signatureOf(explanation, markOf);
    const known = groups.get(signature);
    if (known === undefined) groups.set(signature, [explanation]);
    else known.push(explanation);
  }
  return [...groups].map(([signature, roles]) => ({ roles, signature }));
};

/** What a role reaches and how, without its own name; one list, for it is made of every role. */
export const signatureOf = ({ role, capabilities }: Pick<Explanation, "role" | "capabilities">, markOf: MarkOf): string => {
  const parts: unknown[] = [];
  for (const reached of capabilities) {
    const { capability, tier, certainty, condition, source, follows, postgres, path } = reached;
    parts.push(capability, tier, certainty, condition, source, follows, markOf(role, reached), postgres.join(), path.length);
    for (const { by, to, via } of path) parts.push(by, to, via);
  }
  return JSON.stringify(parts);
};

/** Roles that one box stands for from the beginning, and what each of them reaches. */
export interface Start {
  readonly names: readonly [string, ...string[]];
  readonly capabilities: readonly HeldCapability[];
}

/** Alike roles as one, but for those that a path leads through: each of them has arrows of its own. */
export const startsOf = (alike: readonly AlikeRoles[]): readonly Start[] => {
  const met = new Set<string>();
  for (const { roles } of alike) for (const { path } of roles[0].capabilities) for (const { to } of path) met.add(to);
  const starts: Start[] = [];
  for (const { roles } of alike) {
    let together: [string, ...string[]] | null = null;
    for (const { role, capabilities } of roles)
      if (together !== null && !met.has(role)) together.push(role);
      else {
        const names: [string] = [role];
        starts.push({ names, capabilities });
        if (!met.has(role)) together = names;
      }
  }
  return starts;
};
