import type { Capability, Tier } from "../../model/capability";
import { reachWords } from "../../model/path-words";
import type { Finding, Report, ReportedEnvironment } from "../../model/report";
import { groupBy } from "../layout";
import { printable } from "../printable";
import { inOrderOfDanger } from "./danger";
import type { ReviewedRule } from "./rules";

/** What a person must do first comes first. */
export const SECTIONS = ["error", "warning", "standing", "waived"] as const;
/** The severity of an open finding; of others, what they are. */
export type Section = (typeof SECTIONS)[number];

export interface ReviewedEnvironment {
  readonly name: string;
  /** Null where only findings name it. */
  readonly facts: ReportedEnvironment | null;
  /** By section; in each the most dangerous first. */
  readonly groups: readonly BlockGroup[];
}

/** Blocks of one section that are about the same roles. */
export interface BlockGroup {
  readonly section: Section;
  readonly subjects: readonly string[];
  readonly blocks: readonly [Block, ...Block[]];
}

/** Findings of one cause: the same last step breaks the same rule, as surely. */
export interface Block {
  readonly section: Section;
  /** The message without the path and the condition, which are said below it. */
  readonly headline: string;
  readonly rule: ReviewedRule;
  readonly tier: Tier | null;
  readonly capability: Capability | null;
  /** Whom it is about, each once. */
  readonly subjects: readonly string[];
  /** What it hangs on; null where it is certain. */
  readonly condition: string | null;
  readonly remedy: string;
  /** `until 2026-12-15, by dba@example.com: the reason`; null where nothing waives it. */
  readonly waiver: string | null;
  readonly findings: readonly [Finding, ...Finding[]];
}

export interface ReviewedOrigin {
  /** `main.ts:18`: where to click. */
  readonly place: string | null;
  readonly construct: string | null;
  readonly address: string | null;
}

const MOST_PATHS = 3;

/** The reported environments, then any that only a finding names, each with its findings. */
export const reviewedEnvironments = ({ environments, findings }: Report, rules: ReadonlyMap<string, ReviewedRule>): readonly ReviewedEnvironment[] => {
  // Several servers that no environment has share one name.
  const known = new Map(environments.map((environment) => [environment.name, environment]));
  const found = new Map(groupBy(findings, ({ environment }) => environment).map((group) => [group[0].environment, group]));
  return [...new Set([...known.keys(), ...found.keys()])].map((name) => ({
    name: printable(name),
    facts: known.get(name) ?? null,
    groups: groupsOf(found.get(name) ?? [], rules),
  }));
};

const groupsOf = (findings: readonly Finding[], rules: ReadonlyMap<string, ReviewedRule>): readonly BlockGroup[] => {
  const bySection = new Map(groupBy(findings, sectionOf).map((own) => [sectionOf(own[0]), own]));
  return SECTIONS.flatMap((section) => {
    const causes = groupBy(bySection.get(section) ?? [], causeKey);
    const blocks = inOrderOfDanger(causes, ([first]) => first).map((cause) => blockOf(section, cause, rules));
    return groupBy(blocks, ({ subjects }) => subjects.join("\n")).map((group) => ({ section, subjects: group[0].subjects, blocks: group }));
  });
};

const sectionOf = (finding: Finding): Section => (finding.status === "open" ? finding.severity : finding.status);

/** A finding without a cause stands alone. */
const causeKey = ({ rule, cause, certainty, capability, subject, message, origin }: Finding): string =>
  JSON.stringify(cause === null ? [rule, subject, message, origin.address] : [rule, cause, certainty, capability]);

const blockOf = (section: Section, findings: Block["findings"], rules: ReadonlyMap<string, ReviewedRule>): Block => {
  const [first] = findings;
  const { rule, tier, capability, condition, remedy, waiver } = first;
  return {
    section,
    headline: printable(headlineOf(first)),
    rule: rules.get(rule) ?? { id: printable(rule), title: null, why: null, remedy: null, references: [], words: null },
    tier,
    capability,
    subjects: findings.length === 1 ? [printable(first.subject)] : [...new Set(findings.map(({ subject }) => printable(subject)))],
    condition: condition === null ? null : printable(condition),
    remedy: printable(remedy),
    waiver: waiver === null ? null : printable(`until ${waiver.expires}, by ${waiver.owner}: ${waiver.reason}`),
    findings,
  };
};

/** How the first roles of a block get there, in words: one shows the step to mend, the next ones whom it serves. */
export const pathsOf = ({ findings }: Block): readonly string[] => {
  const paths = findings.slice(0, MOST_PATHS).flatMap(({ subject, path, source }) => (path.length === 0 ? [] : [printable(reachWords(subject, path, source))]));
  return [...new Set(paths)];
};

const headlineOf = ({ message, subject, path, source, condition }: Finding): string => {
  const withoutPath = path.length === 0 ? message : message.replace(`: ${reachWords(subject, path, source, "it")}`, () => "");
  return condition === null ? withoutPath : withoutPath.replace(`, ${condition}`, () => "");
};

/** Where the first finding of a block was written. */
export const originOf = ({ findings: [{ origin }] }: Block): ReviewedOrigin => {
  const { file, line, construct, address } = origin;
  return {
    place: file === null ? null : printable(`${file}${line === null ? "" : `:${line}`}`),
    construct: construct === null ? null : printable(construct),
    address: address === null ? null : printable(address),
  };
};
