import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FOLDER = join(__dirname, "..", "golden");

/** Compares with `__tests__/golden/NAME`; with GOLDEN=write in the environment it writes the file, to be read by eye. */
export const expectGolden = (name: string, text: string): void => {
  const file = join(FOLDER, name);
  if (process.env.GOLDEN === "write") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file)) throw new Error(`there is no golden file ${name}: write it with GOLDEN=write and read it`);
  expect(text).toBe(readFileSync(file, "utf8"));
};
