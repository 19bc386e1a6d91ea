import { type Capability, type Tier, tierOf } from "../../model/capability";
import { CAPABILITY_WORDS, listed, shownName } from "../../model/path-words";
import { counted } from "../layout";
import { printable } from "../printable";
import type { SketchEdge } from "./arrow-draft";
import type { Mark } from "./mark";
import { type SketchNode, tierOfNode } from "./sketch";

/** A box as words: what is written in it, and what it stands for. */
export interface NodeWords {
  readonly name: string;
  readonly note: string;
  /** Everything, for a tooltip and for screen readers. */
  readonly title: string;
}

/** Characters of a name or label that a drawing shows; its title has all. */
const LONGEST = 36;
/** Names that the box of a few roles lists, and that the title of many does. */
const FEW = 3;
const MOST_LISTED = 40;

export const nodeWords = (node: SketchNode): NodeWords => {
  const [first = ""] = node.names;
  if (node.kind === "capability") {
    const capability = first as Capability;
    const note = `${tierOf(capability)}: ${CAPABILITY_WORDS[capability]}`;
    return { name: capability, note, title: `capability ${capability}, tier ${tierOf(capability)}: can ${CAPABILITY_WORDS[capability]}` };
  }
  const note = node.kind === "role" ? reachNote(node) : node.kind === "predefined" ? "predefined role" : "everyone";
  const shown = node.names.map(shown1);
  const mark = markWords(node.mark);
  if (shown.length === 1) return { name: shortened(shown[0] ?? ""), note, title: `${titleOf(node)} ${shown[0]}${note === "" ? "" : `, ${note}`}${mark}` };
  const rest = shown.length - MOST_LISTED;
  const list = rest > 1 ? `${shown.slice(0, MOST_LISTED).join(", ")} and ${rest} more` : listed(shown);
  const name = shown.length > FEW || shown.join(", ").length > LONGEST ? counted(shown.length, "role") : shown.join(", ");
  return { name, note, title: `${counted(shown.length, "role")}${note === "" ? "" : `, ${note}`}${mark}: ${list}` };
};

/** What stands out is said in words too. */
const markWords = (mark: Mark | null): string => (mark === null ? "" : mark === "offending" ? ", on the path of a finding" : ", new with this change");

const shown1 = (name: string): string => printable(shownName(name));
const titleOf = ({ kind }: SketchNode): string => (kind === "everyone" ? "everyone:" : "role");

/** What a role reaches itself, the conditional where that is more. */
const reachNote = (node: SketchNode): string => {
  const { certain, conditional } = node;
  const highest = tierOfNode(node);
  const perhaps = conditional !== null && conditional !== certain && conditional === highest ? `${conditional} on a condition` : null;
  const both = [certain, perhaps].filter((words) => words !== null);
  return both.length === 0 ? "" : `reaches ${both.join(", ")}`;
};

/** What is written on an arrow; empty where a role has the capability itself. */
export const edgeLabel = ({ labels, postgres }: SketchEdge): string => {
  const [first = "", ...others] = labels;
  // A few short ways are all named; of long ones, such as functions, the first stands for all.
  const joined = labels.join(", ");
  const words = joined.length <= LONGEST ? joined : `${shortened(first)}${others.length === 0 ? "" : ` +${others.length}`}`;
  return printable(`${words}${postgres.length === 0 ? "" : `${words === "" ? "" : " "}(${postgres.join(", ")})`}`);
};

/** The whole arrow as a sentence. */
export const edgeTitle = (edge: SketchEdge, from: NodeWords, to: NodeWords): string => {
  const how = edge.labels.length === 0 ? "has" : edge.labels.join(", or ");
  const conditions = edge.conditions.length === 0 ? "" : `, ${edge.conditions.join(", or ")}`;
  const majors = edge.postgres.length === 0 ? "" : `, on PostgreSQL ${listed(edge.postgres.map(String))} only`;
  return printable(`${from.name}: ${how}: ${to.name} (tier ${edge.tier}${majors}${conditions})${markWords(edge.mark)}`);
};

/** Cut in the middle, for names are told apart by their ends; never within a character. */
export const shortened = (text: string, longest = LONGEST): string => {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const half = Math.floor((longest - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
};

/** Is it a tier that stands out: what reaches the server's files, its account or all of it? */
export const standsOut = (tier: Tier | null): boolean => tier === "files" || tier === "os" || tier === "superuser";
