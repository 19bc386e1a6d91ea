import type { AccessGraph, Membership } from "../model/access-graph";
import { isAbove, type Tier } from "../model/capability";
import { closureOf, type ReachedCapability } from "../model/closure";
import { indexGraph } from "../model/graph-index";
import type { Major } from "../model/predefined-roles";
import { predefinedRole } from "../model/predefined-roles";

/** One environment of the picture: what a stack synthesizes. */
export interface Panel {
  readonly title: string;
  readonly major: Major;
  readonly graph: AccessGraph;
}

const COLUMN = { login: 24, group: 330, held: 600 } as const;
const WIDTH = 900;
const ROW = 46;
const BOX = { width: 236, height: 34 };
const COLOUR: Readonly<Record<Tier, string>> = {
  observe: "#2e7d32",
  data: "#1565c0",
  control: "#b26a00",
  files: "#c62828",
  os: "#b71c1c",
  superuser: "#7f0000",
};

/** The memberships and schema access of an example as an SVG: logins left, groups between, predefined roles right. */
export const picture = (panels: readonly Panel[]): string => {
  const drawn: string[] = [];
  let top = 16;
  for (const panel of panels) {
    const { svg, height } = drawPanel(panel, top);
    drawn.push(svg);
    top += height + 16;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" font-family="system-ui, sans-serif" font-size="14">
<title>What main.ts synthesizes: who is a member of what, and which schemas each persona reaches</title>
<rect width="${WIDTH}" height="${top}" rx="8" fill="#ffffff"/>
${drawn.join("\n")}
</svg>
`;
};

interface Box {
  readonly x: number;
  readonly y: number;
}

const drawPanel = ({ title, major, graph }: Panel, top: number): { svg: string; height: number } => {
  const joined = new Set(graph.memberships.map(({ member }) => member));
  const logins = graph.roles
    .filter(({ login }) => login === true)
    .map(({ name }) => name)
    .sort((a, b) => Number(joined.has(b)) - Number(joined.has(a)));
  const firstMember = (group: string): number =>
    Math.min(...graph.memberships.filter(({ role }) => role === group).map(({ member }) => logins.indexOf(member)));
  const groups = graph.roles
    .filter(({ login }) => login !== true)
    .map(({ name }) => name)
    .sort((a, b) => firstMember(a) - firstMember(b));
  const held = [...new Set(graph.memberships.map(({ role }) => role))].filter((role) => predefinedRole(role) !== undefined);
  const places = new Map<string, Box>();
  const place = (names: readonly string[], x: number, firstRow: number): void => {
    for (const [row, name] of names.entries()) places.set(name, { x, y: top + 56 + (firstRow + row) * ROW });
  };
  place(logins, COLUMN.login, 0);
  // Half a row lower, so that a straight line from a login to a predefined role passes between them.
  place(groups, COLUMN.group, 1.5);
  place(held, COLUMN.held, 0);
  const height = 68 + Math.max(logins.length, groups.length === 0 ? 0 : groups.length + 1.5, held.length) * ROW;
  const index = indexGraph(graph);
  const closure = closureOf(index, { major, administrators: [] });
  const boxes = [...logins, ...groups].map((name) => box(places.get(name), name, accessOf(graph, name), highest(ownTiers(closure.reaches(name)))));
  const roles = held.map((name) => box(places.get(name), name, predefinedRole(name)?.tier ?? "", predefinedRole(name)?.tier ?? null));
  const edges = graph.memberships.map((membership) => edge(membership, index.role(membership.member)?.inherit === false, places));
  return { svg: [heading(title, top, height), ...edges, ...boxes, ...roles].join("\n"), height };
};

const heading = (title: string, top: number, height: number): string =>
  `<rect x="8" y="${top}" width="${WIDTH - 16}" height="${height}" rx="8" fill="#f6f8fa" stroke="#d0d7de"/>
<text x="24" y="${top + 28}" font-weight="600" fill="#1f2328">${escaped(title)}</text>
<text x="${COLUMN.held}" y="${top + 28}" fill="#59636e">predefined roles</text>`;

const box = (at: Box | undefined, name: string, note: string, tier: Tier | null): string => {
  if (at === undefined) return "";
  const colour = tier === null ? "#59636e" : COLOUR[tier];
  return `<g><rect x="${at.x}" y="${at.y}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#ffffff" stroke="${colour}" stroke-width="1.5"/>
<text x="${at.x + 10}" y="${at.y + (note === "" ? 21 : 15)}" font-weight="600" font-size="13" fill="#1f2328">${escaped(name)}</text>
<text x="${at.x + 10}" y="${at.y + 28}" font-size="11" fill="${colour}">${escaped(note)}</text></g>`;
};

/** Solid where privileges are inherited, dashed where SET ROLE is needed. */
const edge = ({ member, role }: Membership, bySetRole: boolean, places: ReadonlyMap<string, Box>): string => {
  const from = places.get(member);
  const to = places.get(role);
  if (from === undefined || to === undefined) return "";
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  const label = bySetRole ? `<text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 6}" font-size="11" text-anchor="middle" fill="#59636e">SET ROLE</text>` : "";
  return `<path d="M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}" fill="none" stroke="#8c959f" stroke-width="1.5"${bySetRole ? ' stroke-dasharray="5 4"' : ""}/>${label}`;
};

/** What a role may do with the tables of each schema, in the words of the constructs. */
const accessOf = (graph: AccessGraph, role: string): string => {
  const schemas = [...new Set(graph.grants.filter(({ grantee, schema }) => grantee === role && schema !== null).map(({ schema }) => schema ?? ""))];
  const levels = schemas.map((schema) => {
    const privileges = new Set(graph.grants.filter((grant) => grant.grantee === role && grant.schema === schema).map(({ privilege }) => privilege));
    return `${privileges.has("CREATE") ? "owns" : privileges.has("INSERT") ? "writes" : "reads"} schema ${schema}`;
  });
  return levels.join(", ");
};

/** What may follow from a capability is no colour of its own: the picture shows what was given. */
const ownTiers = (reaches: readonly ReachedCapability[]): readonly Tier[] => reaches.filter(({ follows }) => follows === null).map(({ tier }) => tier);

const highest = (tiers: readonly Tier[]): Tier | null => tiers.reduce<Tier | null>((top, tier) => (top === null || isAbove(tier, top) ? tier : top), null);

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
