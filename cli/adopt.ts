import { randomUUID } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { InputError } from "../model/input-error";
import { policyTypes } from "../readers/policy/types-file";
import { counted, wrap } from "../reporters/layout";
import { printable } from "../reporters/printable";
import { adoptedPolicies } from "./adopt/adopted-policies";
import { adoptedProgram } from "./adopt/adopted-program";
import type { Adoption } from "./adopt/adoption";
import { judgedAdoption } from "./adopt/judged-adoption";
import { packageNameOf } from "./init";
import { codeowners, gitignore, pipelineFiles, pipelineNamed, readme } from "./init/pipeline";
import { cdktfJson, packageJson, TSCONFIG } from "./init/program";
import type { InputOptions } from "./inputs";
import type { ExitCode, Io } from "./io";
import { readLiveAccess } from "./live-access";
import { connectionSettings } from "./postgres/settings";
import { isPostgresUrl, refuseOtherAddress } from "./postgres/url";
import { lookOf, type PrintingOptions, todayOf } from "./settings";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";
import { writeNew } from "./write-new";

interface AdoptOptions extends PrintingOptions, InputOptions {
  readonly out?: string;
  readonly ci?: string;
}

const DEFAULT_ENVIRONMENT = "prod";

/** `rolegate adopt URL --out DIR` */
export const adoptCommand = async (url: string, options: AdoptOptions, io: Io): Promise<ExitCode> => {
  const { width } = lookOf(options, io);
  refuseOtherAddress(url);
  if (!isPostgresUrl(url)) throw new UsageError("adopt takes a live server: `rolegate adopt postgres://USER@HOST:PORT/DATABASE --out DIR`");
  if (options.out === undefined || options.out === "") throw new UsageError("where to? `rolegate adopt URL --out DIR`");
  const environment = environmentOf(options.environment);
  const pipeline = pipelineNamed(options.ci);
  const today = todayOf(undefined, io.now());
  const settings = await connectionSettings(url, options.passwordCommand, io);
  const live = await readLiveAccess(settings);
  const { adoption, policy } = judgedAdoption({ live, environment, login: settings.user }, today);
  const folder = resolve(io.cwd, options.out);
  const name = packageNameOf(basename(folder));
  const files = new Map([
    ...Object.entries(adoptedProgram(adoption, today)),
    ...Object.entries(adoptedPolicies(adoption, today)).map(([file, text]): [string, string] => [`policies/${file}`, text]),
    ["policies/rolegate.d.ts", policyTypes(policy)] as [string, string],
    ["package.json", packageJson(name, packageVersion(), TEST)] as [string, string],
    ["tsconfig.json", TSCONFIG] as [string, string],
    ["cdktf.json", cdktfJson(randomUUID())] as [string, string],
    ...pipelineFiles(pipeline),
    ["CODEOWNERS", codeowners(pipeline)] as [string, string],
    [".gitignore", gitignore(pipeline)] as [string, string],
    ["README.md", readme(name, pipeline, false)] as [string, string],
  ]);
  writeNew(folder, files, "name a folder that is not there yet");
  const notices = options.quiet === true ? [] : live.notices;
  for (const notice of notices) await io.stderr.write(`rolegate: ${printable(notice)}\n`);
  if (options.quiet !== true) await io.stdout.write(summary(adoption, [...files.keys()], relative(io.cwd, folder), width));
  return 0;
};

/** There is no list of who reaches what yet: the first synthesis is the test. */
const TEST = "rolegate types --check && tsc && npm run --silent synth && npm run --silent check";

const environmentOf = (named = DEFAULT_ENVIRONMENT): string => {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(named)) return named;
  throw new InputError(`\`${named}\` is no name for an environment`, ["it is letters, digits, `-` and `_`, and begins with a letter"]);
};

/** Longer lists are in main.ts as comments. */
const MOST_TOLD = 40;

const summary = (adoption: Adoption, files: readonly string[], folder: string, width: number): string => {
  const { personas, grants, defaults, questions, unseen, unmanaged, environment } = adoption;
  const existing = personas.filter((persona) => persona.existing);
  const created = personas.length - existing.length;
  const where = folder === "" ? "" : folder;
  const item = (text: string): readonly string[] => wrap(printable(text), width - 4).map((line, at) => `${at === 0 ? "  - " : "    "}${line}`);
  const list = (title: string, texts: readonly string[]): readonly string[] =>
    texts.length === 0
      ? []
      : [
          "",
          title,
          ...texts.slice(0, MOST_TOLD).flatMap(item),
          ...(texts.length > MOST_TOLD ? [`  and ${texts.length - MOST_TOLD} more, as comments in main.ts`] : []),
        ];
  const unsaid = existing.filter((persona) => persona.unsaid.length > 0).map((persona) => `${persona.name}: ${persona.unsaid.join("; ")}`);
  const lines = [
    `wrote ${files.length} files${where === "" ? "" : ` to ${where}`}, the cluster as it is now: applying them changes nothing on it`,
    "",
    `  ${counted(created, "role")} of ${environment} created by main.ts, with import blocks; ${existing.length} only spoken of; ${unmanaged.length} in \`unmanaged\``,
    `  ${counted(
      personas.reduce((sum, { access }) => sum + access.length, 0),
      "level",
    )} of access; ${counted(grants.length + defaults.length, "resource")} for privileges that no level says`,
    ...list("Not said by the program, and left as it is:", unsaid),
    ...list(
      "Questions for the owners (also as comments in main.ts and policies/):",
      questions.map(({ role, text }) => `${role} ${text}`),
    ),
    ...list("Not read:", unseen),
    "",
    "next:",
    `  1. ${where === "" ? "" : `cd ${/^[\w./-]+$/.test(where) ? where : `'${where}'`} && `}npm install && npm test`,
    "  2. read main.ts and policies/; put your backend into main.ts",
    `  3. npx rolegate drift cdktf.out URL      says SAME as long as code and cluster agree`,
    `  4. terraform -chdir=cdktf.out/stacks/${environment} plan: roles are imported, and privileges are made as they are already`,
  ];
  return `${lines.join("\n")}\n`;
};
