import { addTo } from "../../model/add-to";
import { type Capability, isServerTier, type Tier, tierOf } from "../../model/capability";
import { CONSEQUENCES, UNKNOWN_VERIFIERS } from "../../model/closure/consequences";
import { ESCALATIONS } from "../../model/closure/escalations";
import { CAPABILITY_WORDS, listed } from "../../model/path-words";
import { PLATFORMS, platformFact } from "../../model/platforms";
import { ATTRIBUTE_CEILING, CEILING, PERSONA_KINDS, type PersonaKind } from "../../model/policy";
import { MAJORS, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../model/predefined-roles";
import { exampleSql } from "../../policies/example-sql";
import { answerOf, attributeOf, predefinedOf, type Way, waysTo } from "./examples";
import { judgedBy } from "./judged-by";
import { BY_OWNER, GIVEN, namesOf } from "./object-ways";

/** The page of one capability in Markdown: what it is, what gives it, how one comes to it, what may follow, and who judges it. */
export const capabilityPage = (capability: Capability): string =>
  `${[
    `# ${capability}`,
    `Whoever has it can ${CAPABILITY_WORDS[capability]}. Tier **${tierOf(capability)}**. ${approvedFor(tierOf(capability), capability)}.`,
    "## What gives it",
    table(["what", "PostgreSQL", "how"], [...byRoles(capability), ...byAttribute(capability), ...byPlatformRoles(capability), ...byObjects(capability)]),
    "Whatever its owner reaches, a SECURITY DEFINER function or trigger may do for its caller: [how that is decided](../closure.md#security-definer).",
    ...platforms(capability),
    "## How a role comes to it",
    ...waysTo(capability).map((way) => example(way, capability)),
    "## What it may lead to",
    consequences(capability),
    ...(leadTo(capability).length === 0 ? [] : ["## What may lead to it", list(leadTo(capability))]),
    "## Which rules judge it",
    list(judgedBy(capability).map(({ id, title }) => `[${id}](../rules/${id}.md): ${title}`)),
  ].join("\n\n")}\n`;

/** Who may hold a capability of the tier, or one that an attribute or nothing that is approved gives, as a sentence without a period. */
export const approvedFor = (tier: Tier, capability?: Capability): string => {
  if (isServerTier(tier))
    return "Nobody is approved for it; an entry of allowlist.yaml may permit it to a dba or a group, in an isolated environment, until a date";
  const kinds = capability === undefined ? PERSONA_KINDS.filter((kind) => CEILING[kind].includes(tier)) : kindsApproved(capability);
  if (kinds.length > 0)
    return `A persona of kind ${listed(kinds, "or")} may be approved for ${capability === "platform-administrator" ? "the role that gives it" : "it"}`;
  return "No policy file approves it by itself; what a login reaches only through a role that it is approved for is approved with that";
};

const kindsApproved = (capability: Capability): readonly PersonaKind[] => {
  if (capability === "platform-administrator") return ["dba"];
  if (predefinedOf(capability) !== null) return PERSONA_KINDS.filter((kind) => CEILING[kind].includes(tierOf(capability)));
  return PERSONA_KINDS.filter((kind) => ATTRIBUTE_CEILING[kind].some((attribute) => attribute.toUpperCase() === attributeOf(capability)));
};

type Row = readonly [what: string, majors: string, more: string];

const byRoles = (capability: Capability): readonly Row[] => {
  const role = predefinedOf(capability);
  if (role === null) return [];
  const containing = PREDEFINED_ROLE_NAMES.filter((name) => predefinedRole(name)?.contains.includes(role) === true);
  const row = (name: string, more: string): Row => [`membership in \`${name}\``, majors(predefinedRole(name)?.since), more];
  return [row(role, predefinedRole(role)?.allows ?? ""), ...containing.map((name) => row(name, `it is a member of \`${role}\``))];
};

const byAttribute = (capability: Capability): readonly Row[] => {
  const attribute = attributeOf(capability);
  if (attribute !== null) return [[`the attribute ${attribute}`, "all", "never inherited: its role has it, and whoever may SET ROLE to that"]];
  const role = predefinedOf(capability);
  const since = role === null ? 16 : (predefinedRole(role)?.since ?? 14);
  return since < 16 ? [["the attribute CREATEROLE", `${since} to 15`, `it grants itself \`${role}\``]] : [];
};

const byPlatformRoles = (capability: Capability): readonly Row[] => {
  const role = predefinedOf(capability);
  const found = PLATFORMS.map(platformFact).flatMap(({ title, administratorRoles, memberships, replicationRole }) => {
    if (capability === "platform-administrator") return administratorRoles.map((name) => ({ name, since: undefined, title, why: "" }));
    const granted = memberships.filter((membership) => membership.role === role);
    return [
      ...granted.map(({ member, since }) => ({ name: member, since, title, why: `, which granted it \`${role}\`` })),
      ...(capability === "replication" && replicationRole !== undefined
        ? [{ name: replicationRole, since: undefined, title, why: ", in place of REPLICATION" }]
        : []),
    ];
  });
  const groups = new Map<string, typeof found>();
  for (const one of found) addTo(groups, JSON.stringify([one.name, one.since, one.why]), one);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [[`membership in \`${first.name}\``, majors(first.since), `on ${[...new Set(group.map(({ title }) => title))].join("; ")}${first.why}`] as const];
  });
};

const byObjects = (capability: Capability): readonly Row[] =>
  ESCALATIONS.filter(({ id }) => !BY_OWNER.has(id) && GIVEN[id]?.includes(capability) === true).map(({ id, title, since, until }) => [
    `[${id}](../closure.md#what-objects-add)`,
    until === undefined ? majors(since) : `${since ?? MAJORS[0]} to ${until}`,
    [title, namesOf(id, capability).join(", ")].filter((text) => text !== "").join(": "),
  ]);

/** Where the vendor keeps customers from it. */
const platforms = (capability: Capability): readonly string[] => {
  const role = predefinedOf(capability);
  const refusing = PLATFORMS.map(platformFact).filter(({ refused }) => refused.some((one) => one.role === role));
  if (refusing.length === 0) return [];
  return [`Nobody is granted \`${role}\` on ${listed(refusing.map(({ title }) => title.replace(/,.*/, "")))}: [platforms](../platforms.md).`];
};

const example = (way: Way, capability: Capability): string =>
  [
    `${way.title.charAt(0).toUpperCase()}${way.title.slice(1)} (PostgreSQL ${way.major}${way.platform === undefined ? "" : `, ${platformFact(way.platform).title}`}):`,
    ["```sql", ...exampleSql(way.facts.graph), "```"].join("\n"),
    ["```text", answerOf(way, capability), "```"].join("\n"),
  ].join("\n\n");

const ALL_CONSEQUENCES = [...CONSEQUENCES, UNKNOWN_VERIFIERS];

const consequences = (capability: Capability): string => {
  if (capability === "superuser") return "Everything: PostgreSQL asks a superuser for no privilege.";
  const contained = (predefinedRole(predefinedOf(capability) ?? "")?.contains ?? []).flatMap((name) => predefinedRole(name)?.capability ?? []);
  const known = [
    ...contained.map((gives) => ({ gives, condition: "for certain: its role is a member of that one's" })),
    ...ALL_CONSEQUENCES.filter(({ from }) => from === capability),
  ];
  return known.length === 0
    ? "No way is known by which it leads to another capability."
    : list(known.map(({ gives, condition }) => `${link(gives)}, ${condition ?? "for certain"}`));
};

const leadTo = (capability: Capability): readonly string[] =>
  ALL_CONSEQUENCES.filter(({ gives }) => gives === capability).map(({ from, condition }) => `${link(from)}, ${condition ?? "for certain"}`);

const link = (capability: Capability): string => `[${capability}](${capability}.md)`;
const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");
const majors = (since: number | undefined): string =>
  since === undefined || since === MAJORS[0] ? "all" : since === MAJORS.at(-1) ? `${since}` : `${since} and later`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
