/**
 * Words of a review as GitHub and GitLab show them. Whatever is not plainly a word stands in a code span, where nothing is markdown, HTML, a
 * mention, a reference or a link: names come from outside, and what they may mean to the next version of a forge nobody knows.
 */

/** A name or an address as a code span; an empty one is said to be empty. */
export const code = (text: string): string => {
  if (text === "") return "(empty)";
  // A comment that opens inside a name could be taken for the marker of a review by a script that looks for it.
  const shown = text.replaceAll("<!--", "\\u{3c}!--");
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  // One blank on each side is taken away again, and keeps a backtick from lengthening the fence.
  const pad = /^[ `]|[ `]$/.test(shown) && /[^ ]/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
};

/** The same in a table, whose cells end at a bar, in code too, by rules that differ between renderers. */
export const cell = (text: string): string => code(text.replaceAll("|", "\\u{7c}"));

/** Text for people, in which names may stand with or without backticks: words stay, everything else becomes code. */
export const prose = (text: string): string =>
  text.trim() !== "" && isPaired(text)
    ? text
        .split(/(`[^`]+`)/)
        .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : part.split(" ").map(word).join(" ")))
        .join("")
    : code(text.trim());

/** Does each backtick stand around a name, apart from the next? Where a name has one itself, nobody can tell where code begins and ends. */
const isPaired = (text: string): boolean => !text.replace(/(?<![^ (])`[^`]+`(?=[ ,;:.)]|$)/g, "").includes("`");

const word = (text: string): string => {
  const [, before = "", inside = "", after = ""] = BESIDE.exec(text) ?? [];
  if (inside === "") return text === before + after ? text : code(text);
  // The end of a call belongs to it: `read()`.
  const closes = inside.includes("(") && after.startsWith(")") ? 1 : 0;
  const name = inside + after.slice(0, closes);
  // A number before a period or a bracket may begin a list.
  const mayList = /^\d+$/.test(name) && /^[.)]/.test(after);
  return isWord(name) && !mayList ? text : `${before}${code(name)}${after.slice(closes)}`;
};

/** What may stand around a word: it means nothing to markdown behind the label that each text follows. */
const BESIDE = /^(\(?)(.*?)(\)?[,;:.]*)$/s;
const WORD = /^(?:[A-Za-z]{1,30}(?:['-][A-Za-z]{1,30}){0,4}|\d{1,6}|\d{4}-\d\d-\d\d|sha256)$/;
/** What a forge takes for the name of a commit. */
const COMMIT = /^[0-9a-f]{7,40}$/i;
const isWord = (text: string): boolean => WORD.test(text) && !COMMIT.test(text);
