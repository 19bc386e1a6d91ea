import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const SOURCE = join(__dirname, "../reporters/page/client/page.ts");
/** Where `npm run page-script` writes. */
export const PAGE_SCRIPT_FILE = join(__dirname, "../reporters/page/script.generated.ts");

/** The text of reporters/page/script.generated.ts: the script of the page as JavaScript, for a reporter has no disk to read it from. */
export const pageScriptText = (): string => {
  const { outputText } = ts.transpileModule(readFileSync(SOURCE, "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None, removeComments: true, alwaysStrict: true },
  });
  // Indents are a fifth of it, and no text of the script has a line of its own.
  const script = outputText.replace(/^ +/gm, "").trim();
  return `// Written by \`npm run page-script\` from reporters/page/client/page.ts.\nexport const PAGE_SCRIPT = ${JSON.stringify(script)};\n`;
};

if (require.main === module) writeFileSync(PAGE_SCRIPT_FILE, pageScriptText());
