import { existsSync, readFileSync } from "node:fs";
import { wrap } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** The whole command as one file. */
export interface BundledCommand {
  readonly script: Script;
  /** Where the code cache of this Node stands. */
  readonly cacheFile: string;
  /** Runs it; `load` is `require` of the file that starts it. */
  start(load: NodeJS.Require): void;
}

/**
 * The command that the build put into one file, or null where there is none. To find 300 modules and compile them takes longer than to judge a small
 * plan, so beside the file stands what V8 made of it. V8 takes that from the same version with the same flags alone; without it, it compiles as ever.
 */
export const bundledCommand = (file: string): BundledCommand | null => {
  if (!existsSync(file)) return null;
  const cacheFile = `${file}.${process.version}-${process.platform}-${process.arch}.cache`;
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const script = new Script(wrap(readFileSync(file, "latin1")), { filename: file, ...(cachedData !== undefined && { cachedData }) });
  return {
    script,
    cacheFile,
    start: (load) => {
      const module = { exports: {} };
      script.runInThisContext()(module.exports, load, module, file, dirname(file));
    },
  };
};
