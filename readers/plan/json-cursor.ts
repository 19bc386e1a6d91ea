import { InputError } from "../../model/input-error";
import type { Json } from "../terraform/json-text";
import { ASCII } from "./ascii";
import { ByteWindow, NotUtf8 } from "./byte-window";
import { givenTwice, type JsonPart, parsedPart } from "./json-part";
import { END, JsonFault, JsonScanner, LARGEST_VALUE, tooLong } from "./json-scanner";
import { NOT_PLAIN, PlainCursor } from "./plain-cursor";
import { changedMeanwhile, type PlanBytes } from "./plan-bytes";
import type { FoundShape } from "./shape";
import type { Shapes } from "./shapes";

/** Two ways to read a value that give the same: of its bytes where it is written as Terraform writes it, and of what it parses to. */
export interface ValueReader<T> {
  readonly plainly: (cursor: PlainCursor) => T;
  readonly parsed: (value: Json) => T;
}

/** Values that are like one before: `again` gives one, null where it has to be read; `note` keeps what was read for those that follow. */
export interface AlikeValues<T> {
  again(found: FoundShape): T | null;
  note(found: FoundShape, value: T): void;
}

/**
 * Goes once through a JSON text, from value to value: parses those it is asked for, and goes over the others, of which it looks at the
 * grammar alone. What is parsed is refused as `parseJsonText` refuses it, and for numbers and strings that programs read in different ways.
 */
export class JsonCursor {
  readonly #scanner: JsonScanner;
  readonly #plain = new PlainCursor();

  constructor(scanner: JsonScanner) {
    this.#scanner = scanner;
  }

  /** Is the next value an object? */
  isObject(): boolean {
    return this.#scanner.next() === ASCII.openBrace;
  }

  /** Is the next value a list? */
  isArray(): boolean {
    return this.#scanner.next() === ASCII.openBracket;
  }

  /** Goes into the object that comes next; `member` reads or skips the value of its key. */
  object(member: (key: string) => void): void {
    const known = new Set<string>();
    this.members((key, place) => {
      if (known.has(key)) throw givenTwice(place, key);
      known.add(key);
      member(key);
    });
  }

  /** The same where a key may be given twice: of what is gone over alone. */
  members(member: (key: string, place: number) => void): void {
    this.#scanner.enter(ASCII.openBrace);
    if (this.#scanner.closes(ASCII.closeBrace)) return;
    do {
      this.#scanner.keep();
      const { place } = this.#scanner;
      this.#scanner.key();
      const key = JSON.parse(this.#scanner.kept()) as string;
      this.#scanner.colon();
      member(key, place);
    } while (this.#scanner.continues(ASCII.closeBrace));
  }

  /** Goes into the list that comes next; `element` reads or skips one. */
  array(element: () => void): void {
    this.#scanner.enter(ASCII.openBracket);
    if (this.#scanner.closes(ASCII.closeBracket)) return;
    do element();
    while (this.#scanner.continues(ASCII.closeBracket));
  }

  /** Parses the value that comes next. */
  value(): Json {
    this.#scanner.keep();
    const part = this.part();
    return parsedPart(this.#scanner.kept(), part);
  }

  /** Reads the value that comes next. */
  read<T>(reader: ValueReader<T>): T {
    this.#scanner.keep();
    const part = this.part();
    const { bytes, at } = this.#scanner.keptBytes();
    return readAt(reader, this.#plain, bytes, at, part);
  }

  /** Reads the value that comes next, which many before may be like: then `alike` gives what it is, without a look at more than its texts. */
  readAlike<T>(reader: ValueReader<T>, shapes: Shapes, alike: AlikeValues<T>): T {
    this.#scanner.keep();
    const part = this.part(shapes);
    const { bytes, at } = this.#scanner.keptBytes();
    const found = part.shape === null ? null : { shape: part.shape, bytes };
    const known = found === null ? null : alike.again(found);
    if (known !== null) return known;
    const value = readAt(reader, this.#plain, bytes, at, part);
    if (found !== null) alike.note(found, value);
    return value;
  }

  /** Goes over the value that comes next, to be parsed later. `shapes`: of those that many before may be like. */
  part(shapes?: Shapes): JsonPart {
    const scanner = this.#scanner;
    scanner.next();
    const { place: from } = scanner;
    scanner.isDoubtful = false;
    scanner.shape = null;
    const keys = shapes === undefined ? scanner.skip() : scanner.skipAlike(shapes);
    return { from, to: scanner.place, keys, isDoubtful: scanner.isDoubtful, shape: scanner.shape };
  }

  /** Goes over the value that comes next. */
  skip(): void {
    this.#scanner.skip();
  }

  /** Goes over the value that comes next, which many before may be like. */
  skipAlike(shapes: Shapes): void {
    this.#scanner.skipAlike(shapes);
  }
}

/**
 * Reads the one JSON value of a source. Throws an InputError with path and line for what is not JSON, for a byte order mark or UTF-16, and
 * for what `read` throws a `JsonFault` for.
 */
export const readJson = (source: PlanBytes, read: (cursor: JsonCursor) => void): void => {
  inWindow(source, 0, (window) => {
    refuseEncoding(window, source.path);
    const scanner = new JsonScanner(window);
    if (scanner.next() === END) throw new InputError(`\`${source.path}\` is empty`);
    read(new JsonCursor(scanner));
    if (scanner.next() !== END) throw new JsonFault(scanner.place, "there is text after the end of the JSON value");
  });
};

/** Takes what was read of a part; `found`: how it is written, where that is known and holds until the next one. */
export type Take<T> = (value: T, index: number, found: FoundShape | null) => void;
/** Has it been taken as another one of its shape was, and needs not be read? */
export type Again = (found: FoundShape) => boolean;
const readIt: Again = () => false;

/** Reads parts of a source that was gone over before, in the order in which they stand there. Throws as `readJson` does. */
export const readParts = <T>(source: PlanBytes, parts: readonly JsonPart[], reader: ValueReader<T>, take: Take<T>, again: Again = readIt): void => {
  const [first] = parts;
  if (first === undefined) return;
  const plain = new PlainCursor();
  inWindow(source, first.from, (window) => {
    for (const [index, part] of parts.entries()) {
      if (part.to - part.from > LARGEST_VALUE) throw tooLong(part.from);
      const at = window.indexOf(part.from, part.to);
      if (at === null) throw changedMeanwhile(source.path);
      const { shape } = part;
      const found = shape !== null && shape.end(window, at) === at + part.to - part.from ? { shape, bytes: window.bytes } : null;
      if (found !== null && again(found)) continue;
      take(readAt(reader, plain, window.bytes, at, part), index, found);
    }
  });
};

const readAt = <T>(reader: ValueReader<T>, plain: PlainCursor, bytes: Buffer, at: number, part: JsonPart): T => {
  if (!part.isDoubtful) {
    try {
      plain.begin(bytes, at);
      return reader.plainly(plain);
    } catch (error) {
      if (error !== NOT_PLAIN) throw error;
    }
  }
  return reader.parsed(parsedPart(bytes.toString("utf8", at, at + part.to - part.from), part));
};

const inWindow = (source: PlanBytes, from: number, read: (window: ByteWindow) => void): void => {
  const window = new ByteWindow(source.chunks(from), from);
  try {
    read(window);
  } catch (error) {
    if (error instanceof NotUtf8) throw notUtf8(source.path);
    // What is parsed was found sound before.
    if (error instanceof SyntaxError) throw changedMeanwhile(source.path);
    if (!(error instanceof JsonFault)) throw error;
    throw new InputError(`\`${source.path}\` line ${lineAt(source, error.place)}: ${error.what}`, error.details);
  } finally {
    window.close();
  }
};

const refuseEncoding = (window: ByteWindow, path: string): void => {
  while (window.end < 4 && window.advance(0));
  const start = window.bytes.subarray(0, Math.min(4, window.end));
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf)
    throw new InputError(`\`${path}\` starts with a byte order mark`, ["save it as UTF-8 without one"]);
  if (start.includes(0)) throw new NotUtf8();
};

const notUtf8 = (path: string): InputError => new InputError(`\`${path}\` is not UTF-8 text`, [POWERSHELL]);
const POWERSHELL = "Windows PowerShell writes UTF-16 behind `>`: use `terraform show -json PLAN | Out-File -Encoding utf8NoBOM plan.json` of PowerShell 7";

const lineAt = (source: PlanBytes, place: number): number => {
  let line = 1;
  let passed = 0;
  for (const chunk of source.chunks()) {
    for (let at = chunk.indexOf(ASCII.lineFeed); at !== -1 && passed + at < place; at = chunk.indexOf(ASCII.lineFeed, at + 1)) line += 1;
    passed += chunk.length;
    if (passed >= place) break;
  }
  return line;
};
