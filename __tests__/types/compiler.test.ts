import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IS_LONG } from "../support/sample";
import { ACCEPTED } from "./accepted-programs";
import { REFUSED, START } from "./refused-programs";
import { COMPILERS, type Compiler, type Complaint, SETTINGS, type Setting, UserProject } from "./user-project";

const ROOT = join(__dirname, "../..");
const EXPRESSION_LINES = START.split("\n").length;

/** Every `@example` of the package's public constructs, as its reader would copy it. */
const examples = (): readonly (readonly [string, string])[] =>
  [...readdirSync(join(ROOT, "constructs")).flatMap((name) => (name.endsWith(".ts") ? `constructs/${name}` : [])), "index.ts"].flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    return [...text.matchAll(/@example\n((?: *\*.*\n)+?) *\* ```\n/g)].map(([, block = ""], index) => {
      const lines = block.split("\n").map((line) => line.replace(/^ *\* ?/, ""));
      return [`${file} ${index + 1}`, lines.slice(lines.indexOf("```ts") + 1).join("\n")] as const;
    });
  });

const slug = (kind: string, index: number): string => `${kind}-${index}`;
const accepted = Object.entries(ACCEPTED);
const copied = examples();

const project = new UserProject();
afterAll(() => project.remove());

REFUSED.forEach(({ program }, index) => {
  project.add(slug("refused", index), `${START}${program}\nexport {};\n`);
});
accepted.forEach(([, program], index) => {
  project.add(slug("accepted", index), `${START}${program}\nexport {};\n`);
});
copied.forEach(([, program], index) => {
  project.add(slug("example", index), `${program}\nexport {};\n`);
});
project.add("main", readFileSync(join(ROOT, "main.ts"), "utf8").replaceAll("postgres_exporter", "metrics"));

/** `TS2322: ...` of each complaint about one program, in order. */
const said = (complaints: readonly Complaint[], file: string): readonly string[] =>
  complaints.filter((complaint) => complaint.file === file).map(({ code, text }) => `${code}: ${text}`);

beforeAll(() => project.install());

/** The newest takes seconds, the others take half a minute: one setting each, and both in a long run. */
const COMPILED: Readonly<Record<Compiler, readonly Setting[]>> = {
  "5.4": IS_LONG ? SETTINGS : ["with"],
  "5.9": IS_LONG ? SETTINGS : ["without"],
  "7.0": SETTINGS,
};

describe.each(Object.keys(COMPILERS) as Compiler[])("TypeScript %s", (compiler) => {
  describe.each(COMPILED[compiler])("%s policies/rolegate.d.ts", (setting) => {
    let complaints: readonly Complaint[] = [];
    beforeAll(async () => {
      complaints = await project.compile(compiler, setting);
    });

    test.each(REFUSED.map((refused, index) => [refused.what, refused, index] as const))("refuses %s, and says why", (_what, refused, index) => {
      const sentences = said(complaints, slug("refused", index));
      if (setting === "without" && refused.needsPolicyTypes) expect(sentences).toEqual([]);
      else expect(refused.says).toContain(sentences.at(-1));
      expect(complaints.filter(({ file, line }) => file === slug("refused", index) && line < EXPRESSION_LINES)).toEqual([]);
    });

    test.each(accepted.map(([what], index) => [what, index] as const))("takes %s", (_what, index) => {
      expect(said(complaints, slug("accepted", index))).toEqual([]);
    });

    test.each(copied.map(([where], index) => [where, index] as const))("takes the example of %s", (_where, index) => {
      expect(said(complaints, slug("example", index))).toEqual([]);
    });

    test("takes the program of this repository", () => {
      expect(said(complaints, "main")).toEqual([]);
    });
  });
});

test("every exported construct has an example", () => {
  expect(copied.map(([where]) => where)).toEqual([
    "constructs/app-persona.ts 1",
    "constructs/dba-persona.ts 1",
    "constructs/environment.ts 1",
    "constructs/login.ts 1",
    "constructs/ops-persona.ts 1",
    "index.ts 1",
  ]);
});
