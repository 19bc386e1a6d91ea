import { InputError } from "../../model/input-error";
import type { PolicySource } from "../../model/policy";

/** What is wrong in the policy files, collected, so that one run tells everything. */
export class Problems {
  private readonly found = new Map<string, PolicySource>();

  /** `text` says what is wrong and how to mend it; line 0 stands for a file as a whole. The same problem counts once. */
  add({ file, line }: PolicySource, text: string): void {
    this.found.set(`${file}${line > 0 ? `:${line}` : ""}: ${text}`, { file, line });
  }

  /** Throws one InputError with every problem, in the order of files and lines; nothing where there is none. */
  throwIfAny(): void {
    const lines = [...this.found].sort(([, a], [, b]) => compareNames(a.file, b.file) || a.line - b.line).map(([text]) => text);
    const [first, ...more] = lines;
    if (first === undefined) return;
    const others = more.length === 0 ? "" : `, and ${more.length} more ${more.length === 1 ? "problem" : "problems"}`;
    throw new InputError(first + others, [
      ...(more.length === 0 ? [] : lines),
      "policy files that cannot be read in full are not used in part: correct them and run again",
    ]);
  }
}

/** Order of names that no locale changes. */
export const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
