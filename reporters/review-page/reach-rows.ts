import { addTo } from "../../model/add-to";
import { rankOf, type Tier } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { reachWords, shownName } from "../../model/path-words";
import { predefinedRole } from "../../model/predefined-roles";
import { type AlikeRoles, signatureOf } from "../drawing/alike";
import type { Tracer } from "../drawing/trace";
import { xml } from "../drawing/xml";
import { type Consequence, consequencesOf } from "../explain-follows";
import type { Explanation } from "../explanation";
import { groupBy } from "../layout";
import { tierMark } from "../page/tier-mark";
import type { Access } from "./access";
import type { Anchors } from "./anchors";

/** Roles that reach the same in the same way, as one row of the table that says what the drawing shows. */
export interface ReachRow extends AlikeRoles {
  readonly isOffending: boolean;
  readonly isGained: boolean;
  /** The highest tier of its own, as a number. */
  readonly danger: number;
}

/** Roles of which every capability of the highest tier breaks a rule: their findings tell the paths. */
export interface BreakingRow {
  readonly roles: readonly Explanation[];
  /** What they reach of their highest tier, and what that breaks; of the first of them. */
  readonly reached: readonly HeldCapability[];
}

export interface ReachRows {
  /** What breaks a rule first, then what is new, then the most dangerous. */
  readonly full: readonly ReachRow[];
  /** Of roles after the first `most` rows only what is of their highest tier: what findings tell, and the others. */
  readonly breaking: readonly BreakingRow[];
  readonly brief: readonly ReachRow[];
}

export const reachRows = (access: Access, most: number): ReachRows => {
  const { alike, markOf } = access;
  const rows = rowsOf(
    alike.filter(({ roles }) => roles[0].capabilities.length > 0),
    markOf,
  );
  const breaking = new Map<string, { readonly roles: Explanation[]; readonly reached: readonly HeldCapability[] }>();
  const others = new Map<string, AlikeRoles[]>();
  for (const row of rows.slice(most)) {
    const short = highestOf(row);
    const [{ capabilities }] = short;
    const key = breakingKey(capabilities, access);
    if (key === null) addTo(others, keyOf(row, short, markOf), { ...row, roles: short });
    else {
      const known = breaking.get(key) ?? { roles: [], reached: capabilities };
      breaking.set(key, known);
      for (const explanation of short) known.roles.push(explanation);
    }
  }
  const brief = [...others].flatMap(([signature, same]): readonly AlikeRoles[] => {
    const [first, ...more] = same.flatMap(({ roles }) => roles);
    return first === undefined ? [] : [{ roles: [first, ...more], signature }];
  });
  return { full: rows.slice(0, most), breaking: [...breaking.values()], brief: rowsOf(brief, markOf) };
};

/** What such roles have in common; null where something of it has no finding that tells its path. */
const breakingKey = (capabilities: readonly HeldCapability[], { findingsOf }: Access): string | null => {
  let key = "";
  for (const reached of capabilities) {
    const [finding, ...more] = findingsOf(reached);
    if (finding === undefined) return null;
    const { capability, certainty, condition } = reached;
    key += `${capability} ${certainty} ${condition === null ? "" : JSON.stringify(condition)} ${finding.rule} ${more.map(({ rule }) => rule).join()};`;
  }
  return key;
};

const rowsOf = (alike: readonly AlikeRoles[], markOf: Access["markOf"]): readonly ReachRow[] =>
  alike
    .map(({ roles, signature }): ReachRow => {
      const [{ role, capabilities }] = roles;
      const marks = capabilities.map((reached) => markOf(role, reached));
      return { roles, signature, isOffending: marks.includes("offending"), isGained: marks.includes("gained"), danger: rankOfHighest(capabilities) };
    })
    .sort((a, b) => Number(b.isOffending) - Number(a.isOffending) || Number(b.isGained) - Number(a.isGained) || b.danger - a.danger);

const rankOfHighest = (capabilities: Explanation["capabilities"]): number =>
  capabilities.reduce((highest, { tier, follows }) => (follows === null ? Math.max(highest, rankOf(tier)) : highest), -1);

/** Roles with what is of their highest tier alone. */
const highestOf = ({ roles, danger }: ReachRow): AlikeRoles["roles"] => {
  const isHigh = ({ tier, follows }: HeldCapability): boolean => follows === null && rankOf(tier) === danger;
  if (roles[0].capabilities.every(isHigh)) return roles;
  const [first, ...others] = roles;
  const short = (explanation: Explanation): Explanation => ({ ...explanation, capabilities: explanation.capabilities.filter(isHigh) });
  return [short(first), ...others.map(short)];
};

/** Rows that differ by other tiers stay apart. */
const keyOf = ({ roles, signature }: ReachRow, short: AlikeRoles["roles"], markOf: Access["markOf"]): string =>
  short === roles ? signature : `${[...new Set(roles[0].capabilities.map(({ tier }) => tier))].join(" ")} ${signatureOf(short[0], markOf)}`;

export interface RowOptions {
  readonly access: Access;
  readonly anchors: Anchors;
  readonly tracer: Tracer;
}

export const reachRow = ({ roles, isOffending }: ReachRow, options: RowOptions): string => {
  const [first] = roles;
  return row(roles, first.capabilities, isOffending, linesOf(first, options).join(""), options, ({ role }) => xml(shownName(role)));
};

/** Each name leads to its finding. */
export const breakingRow = ({ roles, reached }: BreakingRow, options: RowOptions): string => {
  const { access, anchors } = options;
  const lines = reached.map((held) => {
    const { tier, capability, condition } = held;
    const rules = new Set(access.findingsOf(held).map(({ rule }) => xml(rule)));
    const words = condition === null ? "" : `, ${xml(condition)}`;
    return `<p>${tierMark(tier, condition !== null)} <b>${capability}</b>${words} <span class="breaks">breaks ${[...rules].join(", ")}</span></p>`;
  });
  return row(roles, reached, true, `${lines.join("")}<p class="soft">The finding of each role tells its path.</p>`, options, ({ role, capabilities }) => {
    const [first] = capabilities;
    const [finding] = first === undefined ? [] : access.findingsOf(first);
    const anchor = finding === undefined ? undefined : anchors.ofFinding(finding);
    return anchor === undefined ? xml(shownName(role)) : `<a href="#${anchor}">${xml(shownName(role))}</a>`;
  });
};

const row = (
  roles: readonly Explanation[],
  capabilities: readonly HeldCapability[],
  isOffending: boolean,
  cell: string,
  { tracer }: RowOptions,
  nameOf: (explanation: Explanation) => string,
): string => {
  const arrows = new Set<number>();
  const boxes = new Set<number | null>();
  const names = roles.map((explanation) => {
    const box = tracer.boxOf(explanation.role);
    // Roles of one row that share a box share its arrows.
    if (!boxes.has(box)) for (const arrow of tracer.trace(explanation.role, explanation.capabilities).arrows) arrows.add(arrow);
    boxes.add(box);
    return `<li${box === null ? "" : ` data-box="${box}"`}>${nameOf(explanation)}</li>`;
  });
  const tiers = new Set(capabilities.map(({ tier }) => tier));
  const few = names.length <= MOST_NAMES ? `<ul class="names">${names.join("")}</ul>` : manyNames(names);
  const data = `${arrows.size === 0 ? "" : ` data-arrows="${[...arrows].join(" ")}"`} data-tiers="${[...tiers].join(" ")}"${isOffending ? ' data-mark="offending"' : ""}`;
  return `<tr data-row${data}><th scope="row">${few}</th><td>${cell}</td></tr>`;
};
const MOST_NAMES = 12;

const manyNames = (names: readonly string[]): string => `<details><summary>${names.length} roles</summary><ul class="names">${names.join("")}</ul></details>`;

/** A way to something: capabilities with one path up to its first predefined role, for what such a role contains goes without saying. */
interface Line {
  readonly tree: readonly [Consequence, ...Consequence[]];
  readonly words: string;
  readonly tier: Tier;
}

const linesOf = ({ role, capabilities }: Explanation, options: RowOptions): readonly string[] => {
  const trees = consequencesOf(capabilities).map((consequence): Line => {
    const { tier } = consequence.reached;
    return { tree: [consequence], words: wayOf(role, consequence.reached), tier };
  });
  const lines = trees.length < 2 ? trees : joined(trees).sort((a, b) => rankOf(b.tier) - rankOf(a.tier));
  return lines.map((line) => lineOf(line, role, options));
};

/** Lines that say the same of several capabilities as one. */
const joined = (lines: readonly Line[]): Line[] =>
  groupBy(lines, ({ tree: [{ reached }], words, tier }) => JSON.stringify([tier, words, reached.condition])).map(([first, ...others]) => ({
    ...first,
    tree: [first.tree[0], ...others.map(({ tree }) => tree[0])],
  }));

const wayOf = (role: string, { path, source }: Consequence["reached"]): string => {
  const end = path.findIndex(({ to }) => predefinedRole(to) !== undefined);
  return reachWords(role, end < 0 ? path : path.slice(0, end + 1), source, "").trim();
};

const lineOf = ({ tree, words, tier }: Line, role: string, { access, anchors }: RowOptions): string => {
  const [{ reached }] = tree;
  const capabilities = tree.map((one) => one.reached.capability).join(", ");
  const findings = new Set(tree.flatMap((one) => access.findingsOf(one.reached).flatMap((finding) => anchors.ofFinding(finding) ?? [])));
  const broken = [...findings].map((anchor) => ` <a class="breaks" href="#${anchor}">breaks ${xml(anchor.replace(/-\d+$/, ""))}</a>`).join("");
  const isNew = findings.size === 0 && tree.some((one) => access.markOf(role, one.reached) === "gained");
  const condition = reached.condition === null ? "" : `, ${xml(reached.condition)}`;
  const more = tree.flatMap(({ leadsTo }) => leadsTo);
  return `<p>${tierMark(tier, reached.condition !== null)} <b>${capabilities}</b>: ${xml(words)}${condition}${isNew ? ' <span class="new">new</span>' : ""}${broken}${more.map(followed).join("")}</p>`;
};

const followed = ({ reached, leadsTo }: Consequence): string =>
  `<br><span class="soft">${reached.condition === null ? "so also" : "may lead to"} ${reached.capability}${reached.condition === null ? "" : `, ${xml(reached.condition)}`}</span>${leadsTo.map(followed).join("")}`;
