import { type Capability, rankOf } from "../model/capability";
import type { HeldCapability } from "../model/held-capability";
import { CAPABILITY_WORDS, listed, reachWords, shownName } from "../model/path-words";
import { acceptables } from "./explain-accept";
import { type Consequence, consequencesOf } from "./explain-follows";
import type { DefinerFunction, Explained, Explanation } from "./explanation";
import { type Colors, colorsFor, counted, groupBy, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";
import { capabilityWords } from "./review/changes";

const MOST_ROLES = 50;
/** Where the words of a capability begin, after its tier. */
const COLUMN = 11;

/** What a role reaches and how, for each environment that has it. */
export const renderExplainText = ({ explanations, unseen, functions = [] }: Explained, options: TextOptions): string => {
  const colors = colorsFor(options);
  return sectionsText([
    ...explanations.flatMap((explanation) => [roleLines(explanation, options, colors), acceptLines(explanation, functions, options, colors)]),
    unseenLines(unseen, options, colors),
  ]);
};

const roleLines = (explanation: Explanation, options: TextOptions, colors: Colors): readonly string[] => {
  const { role, environment, postgres, capabilities } = explanation;
  const title = `${colors.bold(printable(role))} ${colors.dim(`in ${printable(environment)}, PostgreSQL ${listed(postgres.map(String))}`)}`;
  if (capabilities.length === 0) return [title, "", ...indented("reaches no capability: privileges on objects are all that it can have", 2, options)];
  return [title, "", ...consequencesOf(capabilities).flatMap((reached) => capabilityLines(reached, explanation, options, colors))];
};

const capabilityLines = ({ reached, leadsTo }: Consequence, explanation: Explanation, options: TextOptions, colors: Colors): readonly string[] => {
  const dangerous = rankOf(reached.tier) > rankOf("control");
  const label = { text: reached.tier, indent: 2, column: COLUMN, paint: dangerous ? (text: string) => colors.bold(colors.red(text)) : colors.bold };
  const below = { text: "", indent: 2, column: COLUMN };
  const what = `${reached.capability}: can ${CAPABILITY_WORDS[reached.capability]}`;
  return [
    ...labelled(label, `${what}${majorWords(reached, explanation)}`, options),
    ...labelled(below, printable(reachWords(explanation.role, reached.path, reached.source)), options),
    ...(reached.condition === null ? [] : labelled(below, printable(reached.condition), options)),
    ...leadsTo.flatMap((consequence) => consequenceLines(consequence, explanation, COLUMN + 2, options)),
  ];
};

/** What may follow, deeper than what it is made of: it is no reach of its own. */
const consequenceLines = ({ reached, leadsTo }: Consequence, explanation: Explanation, indent: number, options: TextOptions): readonly string[] => [
  ...labelled(
    { text: "", indent, column: 2 },
    `${reached.condition === null ? "so also" : "may lead to"} ${reached.capability}${majorWords(reached, explanation)}${
      reached.condition === null ? "" : `, ${printable(reached.condition)}`
    }`,
    options,
  ),
  ...leadsTo.flatMap((consequence) => consequenceLines(consequence, explanation, indent + 2, options)),
];

const majorWords = (reached: HeldCapability, { postgres }: Explanation): string =>
  reached.postgres.length === postgres.length ? "" : `, on PostgreSQL ${listed(reached.postgres.map(String))} only`;

/** What owners of the policy files may do about a function whose body nobody judges. Its lines are for copying, and so are never wrapped. */
const acceptLines = (explanation: Explanation, functions: readonly DefinerFunction[], options: TextOptions, colors: Colors): readonly string[] => {
  const found = acceptables(explanation, functions);
  const ready = found.flatMap(({ entry }) => entry ?? []);
  const hidden = found.filter(({ entry }) => entry === null);
  if (found.length === 0) return [];
  return [
    colors.bold("What a function does is not judged; once its body is reviewed, accepted.yaml can name it"),
    ...(ready.length === 0 ? [] : ["", "  functions:", ...ready.map((line) => `    ${line}`)]),
    ...hidden.flatMap(({ words, runsAs }) => [
      "",
      ...indented(printable(`${words}, which runs as ${shownName(runsAs)}: this input does not show its digest; a live URL does`), 2, options),
    ]),
  ];
};

/** Every role of every environment, those that reach nothing counted. */
export const renderExplainAllText = ({ explanations, unseen }: Explained, options: TextOptions): string => {
  const colors = colorsFor(options);
  const environments = groupBy(explanations, (explanation) => explanation.environment);
  return sectionsText([...environments.map((roles) => environmentLines(roles, options, colors)), unseenLines(unseen, options, colors)]);
};

const environmentLines = (roles: readonly [Explanation, ...Explanation[]], options: TextOptions, colors: Colors): readonly string[] => {
  const [{ environment, postgres }] = roles;
  const reaching = roles.filter((explanation) => explanation.capabilities.length > 0);
  const others = roles.filter((explanation) => explanation.capabilities.length === 0).map((explanation) => printable(explanation.role));
  const title = `${colors.bold(printable(environment))}${colors.dim(`, PostgreSQL ${listed(postgres.map(String))}, ${counted(roles.length, "role")}`)}`;
  const alike = groupBy(reaching, (explanation) => summaryOf(explanation).join("\n"));
  return [
    title,
    ...alike.flatMap((group) => [
      "",
      ...indented(
        listedAtMost(
          group.map((explanation) => printable(explanation.role)),
          MOST_ROLES,
        ),
        2,
        options,
      ),
      ...summaryOf(group[0]).flatMap((line) => indented(line, 4, options)),
    ]),
    ...(others.length === 0
      ? []
      : ["", ...indented(listedAtMost(others, MOST_ROLES), 2, options), `    ${others.length === 1 ? "reaches" : "reach"} no capability`]),
  ];
};

/** What a role reaches, a line each for what is certain, what hangs on a condition, and what may follow. */
const summaryOf = ({ capabilities }: Explanation): readonly string[] => {
  const seen = new Set<Capability>();
  const words = (before: string, counts: (reached: HeldCapability) => boolean): readonly string[] => {
    const named = [...new Set(capabilities.filter(counts).map(({ capability }) => capability))].filter((capability) => !seen.has(capability));
    for (const capability of named) seen.add(capability);
    return named.length === 0 ? [] : [`${before}${capabilityWords(named)}`];
  };
  return [
    ...words("", ({ certainty }) => certainty === "certain"),
    ...words("on a condition: ", ({ follows }) => follows === null),
    ...words("may lead to ", () => true),
  ];
};

const unseenLines = (unseen: readonly string[], options: TextOptions, colors: Colors): readonly string[] =>
  unseen.length === 0 ? [] : [colors.bold("What could not be read, and may give more"), "", ...unseen.flatMap((text) => indented(printable(text), 2, options))];

const sectionsText = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
