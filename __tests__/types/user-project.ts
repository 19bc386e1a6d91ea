import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packInto } from "../support/packed";

const ROOT = join(__dirname, "../..");
const MODULES = join(ROOT, "node_modules");

/** The oldest and the newest TypeScript that are supported, and ours. */
export const COMPILERS = { "5.4": "typescript-oldest", "5.9": "typescript", "7.0": "typescript-newest" } as const;
export type Compiler = keyof typeof COMPILERS;

/** With the types of the policy files, and without. */
export const SETTINGS = ["with", "without"] as const;
export type Setting = (typeof SETTINGS)[number];

/** One complaint of the compiler: its number and its first line. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly text: string;
}

const OPTIONS = {
  target: "ES2022",
  lib: ["ES2023"],
  module: "node16",
  moduleResolution: "node16",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

const REGISTER = `import "rolegate";
declare module "rolegate" {
  interface Register {
    environments: {
      prod: { kind: "shared"; postgres: 16; databases: "orders"; permits: {} };
      "migration-lab": { kind: "isolated"; postgres: 17; databases: "staging"; permits: { "execute-server-program": "etl_migrator" } };
      "empty-lab": { kind: "isolated"; postgres: 17; databases: string; permits: {} };
    };
    personas: { app: string; ops: \`ops_\${string}\` | "alice" | "bob" | "metrics"; dba: \`dba_\${string}\` | "etl_migrator" };
  }
}
`;

/** A repository as a user has it: the package as it is packed, and programs, with and without the policy files' types. */
export class UserProject {
  readonly folder = mkdtempSync(join(tmpdir(), "rolegate-test-types-"));

  constructor() {
    const modules = join(this.folder, "node_modules");
    mkdirSync(join(modules, "@cdktf"), { recursive: true });
    for (const name of ["cdktf", "constructs", "@cdktf/provider-postgresql"]) symlinkSync(join(MODULES, name), join(modules, name), "junction");
    for (const setting of SETTINGS) {
      mkdirSync(this.#path(setting), { recursive: true });
      writeFileSync(join(this.#path(setting), "package.json"), "{}");
      writeFileSync(join(this.#path(setting), "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, include: ["**/*.ts"] }));
    }
    writeFileSync(join(this.#path("with"), "rolegate.d.ts"), REGISTER);
  }

  /** Brings the package, which a compiler or an editor asks first. */
  async install(): Promise<void> {
    await packInto(join(this.folder, "node_modules/rolegate"));
  }

  /** Where programs that know the policy files are, and those that do not. */
  #path(setting: Setting): string {
    return join(this.folder, setting);
  }

  /** Adds a program to both. */
  add(name: string, text: string): void {
    for (const setting of SETTINGS) writeFileSync(join(this.#path(setting), `${name}.ts`), text);
  }

  path(setting: Setting, name: string): string {
    return join(this.#path(setting), `${name}.ts`);
  }

  /** What a compiler says of all programs at once. */
  async compile(compiler: Compiler, setting: Setting): Promise<readonly Complaint[]> {
    const args = [join(MODULES, COMPILERS[compiler], "bin/tsc"), "-p", this.#path(setting), "--pretty", "false"];
    const output = await new Promise<string>((resolve) => {
      const child = spawn(process.execPath, args, { cwd: this.#path(setting) });
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      child.on("close", () => resolve(text));
    });
    return output.split("\n").flatMap((line): Complaint[] => {
      const [, file, row, code, text] = /^(?:.*[\\/])?([^\\/]+)\.ts\((\d+),\d+\): error (TS\d+): (.*?)\r?$/.exec(line) ?? [];
      return file === undefined || row === undefined || code === undefined || text === undefined ? [] : [{ file, line: Number(row), code, text }];
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
