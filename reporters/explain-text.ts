import { rankOf } from "../model/capability";
import { CAPABILITY_WORDS, listed, pathWords } from "../model/path-words";
import type { Explained, ExplainedCapability, Explanation } from "./explanation";
import { type Colors, colorsFor, counted, groupBy, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";
import { capabilityWords } from "./text-changes";

const MOST_ROLES = 50;

/** What a role reaches and how, for each environment that has it. */
export const renderExplainText = ({ explanations, unseen }: Explained, options: TextOptions): string => {
  const colors = colorsFor(options);
  return sectionsText([...explanations.map((explanation) => roleLines(explanation, options, colors)), unseenLines(unseen, options, colors)]);
};

const roleLines = (explanation: Explanation, options: TextOptions, colors: Colors): readonly string[] => {
  const { role, environment, postgres, capabilities } = explanation;
  const title = `${colors.bold(printable(role))} ${colors.dim(`in ${printable(environment)}, PostgreSQL ${listed(postgres.map(String))}`)}`;
  if (capabilities.length === 0) return [title, "", ...indented("reaches no capability: privileges on objects are all that it can have", 2, options)];
  return [title, "", ...capabilities.flatMap((reached) => capabilityLines(reached, explanation, options, colors))];
};

const capabilityLines = (reached: ExplainedCapability, { role, postgres }: Explanation, options: TextOptions, colors: Colors): readonly string[] => {
  const only = reached.postgres.length === postgres.length ? "" : `, on PostgreSQL ${listed(reached.postgres.map(String))} only`;
  const dangerous = rankOf(reached.tier) > rankOf("control");
  const label = { text: reached.tier, indent: 2, column: 11, paint: dangerous ? (text: string) => colors.bold(colors.red(text)) : colors.bold };
  const below = { text: "", indent: 2, column: 11 };
  return [
    ...labelled(label, `${reached.capability}: can ${CAPABILITY_WORDS[reached.capability]}${only}`, options),
    ...labelled(below, printable(reached.path.length === 0 ? `${role} has it itself` : pathWords(reached.path)), options),
    ...(reached.condition === null ? [] : labelled(below, printable(`if ${reached.condition}`), options)),
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
  const title = `${colors.bold(printable(environment))} ${colors.dim(`PostgreSQL ${listed(postgres.map(String))}, ${counted(roles.length, "role")}`)}`;
  const alike = groupBy(reaching, ({ capabilities }) => JSON.stringify(capabilities.map((reached) => reached.capability)));
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
      ...indented(capabilityWords(group[0].capabilities.map((reached) => reached.capability)), 4, options),
    ]),
    ...(others.length === 0
      ? []
      : ["", ...indented(listedAtMost(others, MOST_ROLES), 2, options), `    ${others.length === 1 ? "reaches" : "reach"} no capability`]),
  ];
};

const unseenLines = (unseen: readonly string[], options: TextOptions, colors: Colors): readonly string[] =>
  unseen.length === 0 ? [] : [colors.bold("What could not be read, and may give more"), "", ...unseen.flatMap((text) => indented(printable(text), 2, options))];

const sectionsText = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
