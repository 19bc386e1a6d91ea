import type { ReportOptions } from "./options";
import type { Section } from "./review/blocks";
import { originOf, pathsOf } from "./review/blocks";
import { blocksIn, type PlacedBlock } from "./review/danger";
import type { Review } from "./review/review";

/** GitHub shows so many annotations of each kind for one step; the others are only in the log. */
const MOST_SHOWN = 10;
const MOST_CHARACTERS = 4_000;

type Kind = "error" | "warning" | "notice";
const KIND_OF: Readonly<Record<Section, Kind>> = { error: "error", warning: "warning", standing: "notice", waived: "notice" };

/**
 * Annotations for a GitHub workflow, one for each cause: the verdict, then what fits of each kind, the most dangerous first, and how many do not.
 * Every line is a command, so that no text of an input can be taken for one.
 */
export const renderGithub = (review: Review, { fileOf }: Pick<ReportOptions, "fileOf">): string => {
  const { verdict } = review;
  const sections = (["error", "warning", "standing"] as const).map((section) => ({ kind: KIND_OF[section], blocks: blocksIn(review, section) }));
  const left = sections.filter(({ blocks }) => blocks.length > MOST_SHOWN - 1).map(({ kind, blocks }) => `${blocks.length - (MOST_SHOWN - 1)} more as ${kind}`);
  const more = left.length === 0 ? "" : `; not annotated, because GitHub shows ${MOST_SHOWN} of a kind: ${left.join(", ")}, which the other formats have`;
  // The verdict is one of those that are shown, so each kind keeps a place for it.
  const head = command(verdict.isDenied ? "error" : "notice", { title: "rolegate" }, `${verdict.word}: ${verdict.counts}${more}`);
  const shown = sections.flatMap(({ kind, blocks }) => blocks.slice(0, MOST_SHOWN - 1).map((placed) => annotation(kind, placed, fileOf)));
  const unjudged = review.audit.filter(({ label }) => label === "unjudged").map(({ text }) => command("error", { title: "not judged" }, text));
  return `${[head, ...unjudged, ...shown].join("\n")}\n`;
};

const annotation = (kind: Kind, { environment, block }: PlacedBlock, fileOf: ReportOptions["fileOf"]): string => {
  const { headline, rule, subjects, condition, remedy, findings } = block;
  const { file, line } = findings[0].origin;
  const { address } = originOf(block);
  const text = [
    `${environment.name}: ${headline}`,
    ...(subjects.length > 1 ? [`${subjects.length} roles: ${subjects.slice(0, 10).join(", ")}${subjects.length > 10 ? " ..." : ""}`] : []),
    ...pathsOf(block).slice(0, 1),
    ...(condition === null ? [] : [`only if: ${condition}`]),
    ...(address === null ? [] : [`at ${address}`]),
    ...(remedy === "" ? [] : [`do: ${remedy}`]),
  ].join("\n");
  const place = file === null ? {} : { file: fileOf(file), ...(line === null ? {} : { line: String(line) }) };
  return command(kind, { ...place, title: block.section === "standing" ? `${rule.id} (standing)` : rule.id }, text);
};

/** One workflow command, with what GitHub's runner reads out of it again. */
const command = (kind: Kind, properties: Readonly<Record<string, string>>, text: string): string => {
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${kind} ${listed.join(",")}::${escapedData(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} ... (cut)` : text)}`;
};

const escapedData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapedProperty = (text: string): string => escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
