import { PLATFORMS, type Platform, type PlatformFact, platformFact } from "../model/platforms";
import { MAJORS } from "../model/predefined-roles";

type Membership = PlatformFact["memberships"][number];
type Refused = PlatformFact["refused"][number];

/** The generated page docs/platforms.md: what rolegate holds true of each platform, and where it has it from. */
export const platformPage = (): string => [...INTRODUCTION, ...PLATFORMS.flatMap(sectionOf)].join("\n");

const INTRODUCTION = [
  "# Platforms",
  "",
  "Generated from `model/platforms/` by `npm run docs`.",
  "",
  "What `platform` in environments.yaml changes. Managed platforms make roles of their own, refuse some of PostgreSQL's, and give customers an administration role in",
  "place of superuser. rolegate adds what the vendor granted to that role, which no Terraform configuration shows; a live server shows it, and then its own catalog counts.",
  "",
  "- Membership in an administration role is `platform-administrator` on every platform, by its name.",
  "- A predefined role that the platform refuses is one that nobody there can grant, to others or itself: such a GRANT fails at apply. Who holds one nevertheless is judged as anywhere.",
  "- *documented*: the vendor says so. *seen*: published output of `pg_dumpall --roles-only` or error reports show it, and the link is to the report or to the vendor's page on the role. *assumed*: the safer of two guesses. Nothing was tried on a platform: compare with your server (`rolegate explain` with its URL).",
  "",
];

const sectionOf = (platform: Platform): readonly string[] => {
  const fact = platformFact(platform);
  const groups = Object.entries(fact.groups).map(([name, use]) => `${code(name)}: ${use}`);
  const rows: readonly (readonly [string, string])[] = [
    ["`platform`", code(platform)],
    ["administered by", fact.administratorLogin],
    ["administration roles", codes(fact.administratorRoles)],
    ["the vendor's logins", codes(fact.serviceRoles)],
    ["roles that only authenticate", codes(fact.authenticationRoles)],
    ["other groups", groups.join("; ")],
    ["attributes", attributesOf(fact)],
    ["recognised by", fact.markers.map((names) => names.map(code).join(" and ")).join("; or ")],
  ];
  return [
    `## ${fact.title}`,
    "",
    ...table(
      ["", ""],
      rows.filter(([, text]) => text !== ""),
    ),
    ...titled("The vendor granted:", table(["to", "roles", "may grant them on", "on", "known"], grouped(fact.memberships))),
    ...titled("Refused:", table(["roles", "on", "known"], grouped(fact.refused))),
    ...titled(
      "Other rules:",
      table(
        ["rule", "known"],
        fact.changedRules.map(({ rule, ...known }) => [rule, knownFrom(known)]),
      ),
    ),
  ];
};

/** Rows that differ in nothing but the role, as one. */
const grouped = (facts: readonly (Membership | Refused)[]): readonly (readonly string[])[] => {
  const rows = new Map<string, { readonly roles: string[]; readonly before: readonly string[]; readonly after: readonly string[] }>();
  for (const fact of facts) {
    const before = "member" in fact ? [code(fact.member)] : [];
    const after = [...("member" in fact ? [fact.admin ? "yes" : "no"] : []), majors(fact.since), knownFrom(fact)];
    const key = JSON.stringify([before, after]);
    const row = rows.get(key) ?? { roles: [], before, after };
    rows.set(key, row);
    row.roles.push(code(fact.role));
  }
  return [...rows.values()].map(({ roles, before, after }) => [...before, roles.join(", "), ...after]);
};

const attributesOf = ({ attributes }: PlatformFact): string =>
  Object.entries(attributes)
    .map(([name, list]) => `${code(name)}: ${list.map((attribute) => attribute.toUpperCase()).join(", ")}`)
    .join("; ");

const code = (text: string): string => `\`${text}\``;
const codes = (names: readonly string[]): string => names.map(code).join(", ");
const majors = (since: number | undefined): string => {
  if (since === undefined) return "every major";
  return since === MAJORS.at(-1) ? `${since}` : `${since} and later`;
};
const knownFrom = ({ evidence, source }: { readonly evidence: string; readonly source: string }): string => `[${evidence}](${source})`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).concat("");

const titled = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, "", ...lines]);
