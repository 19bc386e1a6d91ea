import type { JudgedEnvironment } from "../model/environment";
import { listed } from "../model/path-words";
import type { Finding } from "../model/report";
import { type Example, PERSONAS_IN_WORDS } from "./example";
import { examplePolicyYaml } from "./example-policy";
import { exampleSql } from "./example-sql";
import { judgeExample } from "./judge-example";
import type { BadExample, Rule } from "./rule";

/** The rule's page in Markdown: what it demands, why, what it reports and accepts, what to do. Its findings are real ones. */
export const rulePage = (rule: Rule): string =>
  `${[
    `# ${rule.id}`,
    `**Demands:** ${rule.title}.`,
    summaryOf(rule),
    "## Why",
    rule.rationale,
    "## What to do",
    `${capitalized(rule.remedy)}.`,
    "## Reported",
    PERSONAS_IN_WORDS,
    ...rule.examples.bad.map((example) => badExample(rule, example)),
    "## Accepted",
    ...rule.examples.good.map(goodExample),
    "## References",
    rule.references.map((url) => `- <${url}>`).join("\n"),
  ].join("\n\n")}\n`;

const summaryOf = ({ severity, severityWithoutPolicy, tier, waivable }: Rule): string =>
  [
    `- Severity: ${severity}${severityWithoutPolicy === undefined ? "" : `; ${severityWithoutPolicy} where there are no policy files`}`,
    `- Tier: ${tier ?? "of what is found, or none"}`,
    `- Can be waived: ${waivable ? "yes, but never what is of tier files, os or superuser" : "no"}`,
  ].join("\n");

const badExample = (rule: Rule, example: BadExample): string => {
  const findings = judgeExample(example).findings.filter((finding) => finding.rule === rule.id && finding.subject === example.subject);
  return `${exampleText(example)}\n\n${fenced("text", findings.map(findingText))}`;
};

const goodExample = (example: Example): string => exampleText(example);

const exampleText = ({ title, environment, policy, facts, before }: Example): string =>
  [
    `${capitalized(title)}${placeOf(environment ?? {}, policy === null)}${before === undefined ? "" : ", before"}:`,
    ...(before === undefined ? [] : [fenced("sql", exampleSql(before.graph, true)), "and after:"]),
    fenced("sql", exampleSql(facts.graph, before !== undefined)),
    ...(policy === undefined || policy === null ? [] : ["with these policy files:", fenced("yaml", examplePolicyYaml(policy))]),
  ].join("\n\n");

const fenced = (language: string, lines: readonly string[]): string => [`\`\`\`${language}`, ...lines, "```"].join("\n");

/** What an example's server differs in from the usual one. */
const placeOf = ({ kind, majors, providerLogins, administrators, endpoint }: Partial<JudgedEnvironment>, isWithoutPolicy: boolean): string => {
  const differences = [
    kind === "isolated" ? "in an isolated environment" : null,
    majors === undefined || majors[0] === 16 ? null : `on PostgreSQL ${majors.join(", ")}`,
    providerLogins === undefined || providerLogins.length === 0 ? null : `the provider connects as ${listed(providerLogins)}`,
    administrators === undefined || administrators.length === 1 ? null : `the administrators are ${listed(administrators)}`,
    endpoint === undefined || endpoint === "known" ? null : `the endpoint is ${endpoint}`,
    isWithoutPolicy ? "without policy files" : null,
  ].filter((difference) => difference !== null);
  return differences.length === 0 ? "" : ` (${differences.join("; ")})`;
};

const findingText = ({ severity, message }: Finding): string => `${severity}: ${message}`;

const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
