import type { Membership } from "../../model/access-graph";
import { addTo } from "../../model/add-to";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule } from "../rule";

/** PostgreSQL refuses the GRANT that would close a circle. */
export const noMembershipCycle: Rule = {
  id: "no-membership-cycle",
  title: "no role is a member of itself, not through others either",
  severity: "error",
  tier: null,
  waivable: false,
  rationale:
    "PostgreSQL refuses the GRANT that would close the circle, so the apply fails half-way, and which of the memberships exist afterwards depends on their order: what was judged is not what the server has.",
  remedy: "take one of the memberships of the circle away; what both roles need belongs to a group that both join",
  references: ["https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      {
        title: "two roles join each other",
        facts: facts().group("readers").group("writers").member("readers", "writers").member("writers", "readers"),
        subject: "readers",
      },
      { title: "a role joins itself", facts: facts().group("readers").member("readers", "readers"), subject: "readers" },
    ],
    good: [
      {
        title: "two ways to one group",
        facts: facts()
          .login("orders_app")
          .group("readers")
          .group("writers")
          .group("everyone")
          .member("orders_app", "readers")
          .member("orders_app", "writers")
          .member("readers", "everyone")
          .member("writers", "everyone"),
      },
    ],
  },
  check: ({ index }) => {
    const state = new Map<string, "open" | "done">();
    // Who has no member, nearly every login, is on no circle: its memberships are not even looked up.
    const joined = new Set(index.graph.memberships.map(({ role }) => role));
    const ofJoined = new Map<string, Membership[]>();
    for (const membership of index.graph.memberships) if (joined.has(membership.member)) addTo(ofJoined, membership.member, membership);
    return index.roleNames.flatMap((role): readonly Breach[] => {
      if (!joined.has(role) || state.has(role)) return [];
      const circle = circleFrom(role, (name) => ofJoined.get(name) ?? [], state);
      const last = circle?.at(-1);
      if (circle === null || last === undefined) return [];
      const way = circle.map((membership) => shownName(membership.role)).join(", which is a member of ");
      return [{ subject: last.role, message: `${shownName(last.role)} is a member of ${way}: PostgreSQL refuses such a circle`, origin: last.origin }];
    });
  },
};

/** Walks up from `start` without recursion; the memberships of the first circle met, the closing one last. */
const circleFrom = (
  start: string,
  membershipsOf: (role: string) => readonly Membership[],
  state: Map<string, "open" | "done">,
): readonly Membership[] | null => {
  const trail: { readonly role: string; readonly by: Membership | null; readonly rest: Iterator<Membership> }[] = [];
  const enter = (role: string, by: Membership | null): void => {
    state.set(role, "open");
    trail.push({ role, by, rest: membershipsOf(role)[Symbol.iterator]() });
  };
  let circle: readonly Membership[] | null = null;
  enter(start, null);
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const next = top.rest.next();
    if (next.done === true) {
      state.set(top.role, "done");
      trail.pop();
    } else if (state.get(next.value.role) === "open") {
      const entry = trail.findIndex(({ role }) => role === next.value.role);
      circle ??= [...trail.slice(entry + 1).flatMap(({ by }) => by ?? []), next.value];
    } else if (!state.has(next.value.role)) enter(next.value.role, next.value);
  }
  return circle;
};
