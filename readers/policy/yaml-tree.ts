import type { CST, Document, LineCounter, Node, Pair } from "yaml";
import type { PolicySource } from "../../model/policy";
import type { Problems } from "./problems";
import { invisibleIn, quoted, visible } from "./words";

/** A YAML value that knows where it stands. */
export type PolicyNode = PolicyMap | PolicyList | PolicyScalar;

export interface PolicyMap {
  readonly type: "map";
  readonly source: PolicySource;
  readonly members: ReadonlyMap<string, { readonly key: PolicySource; readonly value: PolicyNode }>;
}

export interface PolicyList {
  readonly type: "list";
  readonly source: PolicySource;
  readonly items: readonly PolicyNode[];
}

export interface PolicyScalar {
  readonly type: "scalar";
  readonly source: PolicySource;
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes. */
  readonly written: string;
}

/** The one document of a policy file, or undefined where it is no YAML; every reason goes to `problems`. */
export const readYaml = (file: string, text: string, problems: Problems): PolicyNode | undefined => {
  const bad = badText(text);
  if (bad !== undefined) {
    problems.add({ file, line: bad.line }, bad.problem);
    return undefined;
  }
  const library = yaml();
  const { Composer, LineCounter, Parser } = library;
  const lines = new LineCounter();
  const at = (offset: number): PolicySource => ({ file, line: lines.linePos(offset).line });
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = offsetBelow(DEEPEST, tokens);
  if (tooDeep !== undefined) {
    problems.add(at(tooDeep), TOO_DEEP);
    return undefined;
  }
  // No merge keys and no other schema, whatever a %YAML line says; duplicates are found below, in linear time.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, schema: "core", merge: false });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error("the YAML composer was asked for a document and gave none");
  const errors = [...document.errors, ...document.warnings];
  for (const error of errors) problems.add(at(error.pos[0]), mended(error.code, error.message));
  if (second !== undefined) problems.add(at(second.range[0]), "a second document (`---`): a policy file is one document");
  if (errors.length > 0 || second !== undefined) return undefined;
  if (document.contents === null || (library.isScalar(document.contents) && document.contents.value === null)) {
    problems.add({ file, line: 1 }, "the file is empty: write its first key, or remove the file");
    return undefined;
  }
  const conversion = new Conversion(library, file, lines, problems, document);
  const root = conversion.convert(document.contents);
  return conversion.refusals === 0 ? root : undefined;
};

// Loading it takes as long as everything else here together, and most commands read no policy files.
const yaml = (): Library => require("yaml");

type Library = typeof import("yaml");

const DEEPEST = 64;

const TOO_DEEP = `more than ${DEEPEST} levels deep: policy files need no more than six`;

// Where a value stands deeper than `limit`. The composer recurses, and exhausting the stack there can end the process.
const offsetBelow = (limit: number, tokens: readonly CST.Token[]): number | undefined => {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limit) return token.offset;
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) for (const inner of [key, value]) if (inner) open.push({ token: inner, depth: depth + 1 });
  }
  return undefined;
};

// Brackets in texts and comments count too here, so the limit is far from what any of them have.
const HOPELESS = 5_000;

// What the YAML library would misread, or take minutes for.
const badText = (text: string): { line: number; problem: string } | undefined => {
  if (text.startsWith("\uFEFF")) return { line: 1, problem: "the file starts with a byte order mark: save it as UTF-8 without one" };
  let depth = 0;
  for (const [index, line] of text.split("\n").entries()) {
    for (const bracket of line.matchAll(BRACKET)) {
      depth = Math.max(0, depth + ("[{".includes(bracket[0]) ? 1 : -1));
      if (depth > HOPELESS) break;
    }
    if (depth > HOPELESS || DEEP_INDENT.test(line)) return { line: index + 1, problem: TOO_DEEP };
    if (line.includes("\uFFFD")) return { line: index + 1, problem: "a byte here is not UTF-8: save the file as UTF-8" };
    const control = CONTROL.exec(line)?.[0];
    if (control !== undefined) return { line: index + 1, problem: `the control character ${invisibleIn(control)} stands here: remove it` };
  }
  return undefined;
};

const BRACKET = /[[\]{}]/g;
const DEEP_INDENT = new RegExp(`^[ \\t?:-]{${HOPELESS}}`);
// Everything below space but tab and carriage return, and delete.
const CONTROL = /[^\P{Cc}\t\r]/u;

const mended = (code: string, message: string): string => {
  const text = visible(message.charAt(0).toLowerCase() + message.slice(1));
  switch (code) {
    case "TAB_AS_INDENT":
      return "a tab as indentation: YAML takes spaces only";
    case "BAD_ALIAS":
      return 'a `*` without quotes starts a YAML alias: put a pattern in quotes, such as "*_app"';
    case "TAG_RESOLVE_FAILED":
      return `${text}: policy files need no tags, remove it`;
    default:
      return `not valid YAML: ${text}`;
  }
};

/** Nodes that aliases may add to a file: more than any policy repeats, less than hurts. */
const MOST_ALIASED = 10_000;

class Conversion {
  private readonly open = new Set<Node>();
  private aliased = 0;
  refusals = 0;

  constructor(
    private readonly library: Library,
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly problems: Problems,
    private readonly document: Document.Parsed,
  ) {}

  convert(node: unknown, insideAlias = false): PolicyNode {
    const { isAlias, isMap, isScalar, isSeq } = this.library;
    const source = this.sourceOf(node);
    if (insideAlias && this.aliased++ >= MOST_ALIASED)
      return this.aliased === MOST_ALIASED + 1 ? this.refused(source, "aliases repeat too much from here on: write the values out") : empty(source);
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined)
        return this.refused(source, `${quoted(`*${node.source}`)} without quotes is a YAML alias, and nothing is named so: put a pattern in quotes`);
      if (this.open.has(target)) return this.refused(source, `the alias ${quoted(`*${node.source}`)} stands inside of what it repeats: write the value out`);
      return { ...this.convert(target, true), source };
    }
    if (isScalar(node))
      return { type: "scalar", source, value: scalar(node.value), written: typeof node.source === "string" ? node.source : String(node.value ?? "") };
    if (!isMap(node) && !isSeq(node)) return empty(source);
    this.open.add(node);
    const converted: PolicyNode = isSeq(node)
      ? { type: "list", source, items: node.items.map((item) => this.convert(item, insideAlias)) }
      : { type: "map", source, members: this.members(node.items, insideAlias) };
    this.open.delete(node);
    return converted;
  }

  private members(pairs: readonly Pair[], insideAlias: boolean): PolicyMap["members"] {
    const members = new Map<string, { key: PolicySource; value: PolicyNode }>();
    for (const pair of pairs) {
      const key = this.sourceOf(pair.key);
      const name = this.library.isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : undefined;
      const first = name === undefined ? undefined : members.get(name);
      if (name === undefined) this.problems.add(key, "a key is plain text: write it as `key: value`");
      else if (first !== undefined) this.problems.add(key, `the key ${quoted(name)} stands twice, first in line ${first.key.line}: keep one`);
      else
        members.set(name, {
          key,
          value: pair.value === null ? empty(key) : this.convert(pair.value, insideAlias),
        });
    }
    return members;
  }

  private sourceOf(node: unknown): PolicySource {
    const start = this.library.isNode(node) ? (node.range?.[0] ?? 0) : 0;
    return { file: this.file, line: this.lines.linePos(start).line };
  }

  private refused(source: PolicySource, problem: string): PolicyNode {
    this.refusals++;
    this.problems.add(source, problem);
    return empty(source);
  }
}

const empty = (source: PolicySource): PolicyScalar => ({ type: "scalar", source, value: null, written: "" });

// The core schema knows no other scalars; a value that a tag made something else is read as its text.
const scalar = (value: unknown): PolicyScalar["value"] =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null ? value : String(value);

/** The value without its places. */
export const plain = (node: PolicyNode): unknown => {
  if (node.type === "scalar") return node.value;
  if (node.type === "list") return node.items.map(plain);
  return Object.fromEntries([...node.members].map(([key, { value }]) => [key, plain(value)]));
};

/** The items of the list under `key`; none where there is no such list. */
export const itemsOf = (node: PolicyNode | undefined, key: string): readonly PolicyNode[] => {
  const member = node?.type === "map" ? node.members.get(key)?.value : undefined;
  return member?.type === "list" ? member.items : [];
};

/** Where the value under `key` stands; where there is none, the node itself. */
export const sourceOf = (node: PolicyNode, key: string): PolicySource => (node.type === "map" ? node.members.get(key)?.value.source : undefined) ?? node.source;

/** The text under `key`, or undefined. */
export const textOf = (node: PolicyNode | undefined, key: string): string | undefined => {
  const member = node?.type === "map" ? node.members.get(key)?.value : undefined;
  return member?.type === "scalar" && typeof member.value === "string" ? member.value : undefined;
};
