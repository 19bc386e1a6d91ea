import { printable } from "../reporters/printable";
import type { Io } from "./io";
import type { Format, ReportFile } from "./settings";
import { writeFiles } from "./write-files";

/** A result in each format; text is told whether it is printed, and so may be coloured, or goes into a file. */
export type Renderings<F extends Format> = Readonly<Record<F, (printed: boolean) => string>>;

export interface Delivery<F extends Format> {
  readonly format: F;
  readonly files: readonly ReportFile<F>[];
  /** What a person should know of the inputs; not part of the result. */
  readonly notices: readonly string[];
}

/** Report files first, so that nothing is printed when one of them cannot be written; then the result. */
export const deliver = async <F extends Format>(renderings: Renderings<F>, { format, files, notices }: Delivery<F>, io: Io): Promise<void> => {
  for (const notice of notices) await io.stderr.write(`rolegate: ${printable(notice)}\n`);
  writeFiles(
    files.map((report) => ({ file: report.file, text: renderings[report.format](false) })),
    io.cwd,
  );
  await io.stdout.write(renderings[format](true));
};
