import { rankOf, type Tier } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { reachWords, shownName } from "../../model/path-words";
import { predefinedRole } from "../../model/predefined-roles";
import { type AlikeRoles, signatureOf } from "../drawing/alike";
import type { Trace } from "../drawing/trace";
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

/** What breaks a rule first, then what is new, then the most dangerous; of roles after the first `most` rows only what is of their highest tier. */
export const reachRows = ({ alike, markOf }: Access, most: number): { readonly full: readonly ReachRow[]; readonly brief: readonly ReachRow[] } => {
  const rows = rowsOf(
    alike.filter(({ roles }) => roles[0].capabilities.length > 0),
    markOf,
  );
  const shortened = groupBy(
    rows.slice(most).map((row) => highestOf(row, markOf)),
    ({ signature }) => signature,
  );
  const brief = shortened.map(([first, ...others]): AlikeRoles => {
    const [role, ...more] = [first, ...others].flatMap(({ roles }) => roles);
    return { roles: [role ?? first.roles[0], ...more], signature: first.signature };
  });
  return { full: rows.slice(0, most), brief: rowsOf(brief, markOf) };
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

/** What is of the highest tier alone; rows that differ by other tiers stay apart. */
const highestOf = ({ roles, danger, signature }: ReachRow, markOf: Access["markOf"]): AlikeRoles => {
  const [{ capabilities }] = roles;
  const isHigh = ({ tier, follows }: HeldCapability): boolean => follows === null && rankOf(tier) === danger;
  if (capabilities.every(isHigh)) return { roles, signature };
  const [first, ...others] = roles;
  const short = (explanation: Explanation): Explanation => ({ ...explanation, capabilities: explanation.capabilities.filter(isHigh) });
  const tiers = [...new Set(capabilities.map(({ tier }) => tier))].join(" ");
  return { roles: [short(first), ...others.map(short)], signature: `${tiers} ${signatureOf(short(first), markOf)}` };
};

export interface RowOptions {
  readonly access: Access;
  readonly anchors: Anchors;
  readonly trace: (explanation: Explanation) => Trace;
}

export const reachRow = ({ roles, isOffending }: ReachRow, options: RowOptions): string => {
  const traces = roles.map(options.trace);
  const names = roles.map(({ role }, at) => {
    const box = traces[at]?.box ?? null;
    return `<li${box === null ? "" : ` data-box="${box}"`}>${xml(shownName(role))}</li>`;
  });
  const arrows = [...new Set(traces.flatMap((trace) => trace.arrows))];
  const [first] = roles;
  const lines = linesOf(first, options);
  const tiers = [...new Set(first.capabilities.map(({ tier }) => tier))];
  const few = names.length <= MOST_NAMES ? `<ul class="names">${names.join("")}</ul>` : manyNames(names);
  const data = `${arrows.length === 0 ? "" : ` data-arrows="${arrows.join(" ")}"`} data-tiers="${tiers.join(" ")}"${isOffending ? ' data-mark="offending"' : ""}`;
  return `<tr data-row${data}><th scope="row">${few}</th><td>${lines.join("")}</td></tr>`;
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
