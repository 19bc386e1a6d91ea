import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "..");

/** The generated page docs/api.md: what the package exports, in the words of its docstrings. */
export const apiPage = (): string => {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config as { readonly compilerOptions: Record<string, unknown> };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: [] }, ROOT);
  const host = ts.createCompilerHost(options);
  // Only what is written here is on the page: without cdktf and the commands the compiler answers at once.
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) =>
      /^\.\.?\/(constructs|model)\/|^\.\/[^/]+$/.test(text) ? ts.resolveModuleName(text, file, options, host) : { resolvedModule: undefined },
    );
  const program = ts.createProgram([join(ROOT, "index.ts")], options, host);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(join(ROOT, "index.ts"));
  const index = entry === undefined ? undefined : checker.getSymbolAtLocation(entry);
  if (index === undefined) throw new Error("index.ts exports nothing");
  const things = checker.getExportsOfModule(index).map((symbol) => thingOf(resolved(symbol, checker), checker));
  const sections = GROUPS.map(({ title, kinds }) => ({
    title,
    things: things.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return `${[...INTRODUCTION, ...sections.flatMap(({ title, things }) => [`## ${title}`, ...things.map(({ text }) => text)])].join("\n\n")}\n`;
};

const INTRODUCTION = [
  "# API of the constructs",
  'Generated from the docstrings of `index.ts` by `npm run docs`. `import { ... } from "rolegate"` gives what is on this page and nothing else; how it is used, with programs that compile, is on the page of the [constructs](constructs.md).',
];

type Kind = "class" | "interface" | "type";
const GROUPS: readonly { readonly title: string; readonly kinds: readonly Kind[] }[] = [
  { title: "Classes", kinds: ["class"] },
  { title: "Options and handles", kinds: ["interface"] },
  { title: "Types", kinds: ["type"] },
];

interface Thing {
  readonly name: string;
  readonly kind: Kind;
  readonly text: string;
}

const resolved = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;

const thingOf = (symbol: ts.Symbol, checker: ts.TypeChecker): Thing => {
  const { name } = symbol;
  const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  const heading = [`### ${name}`, documentation(symbol, checker)];
  const written = (kind: Kind, more: readonly string[]): Thing => ({ name, kind, text: [...heading, ...more].filter((text) => text !== "").join("\n\n") });
  if (alias !== undefined) return written("type", [fenced(aliasText(symbol, alias, checker)), examples(symbol)]);
  const instance = membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
  // A class, or a constant that is one: `AppPersona`, `Environment`.
  const [value] = symbol.declarations?.filter((declaration) => ts.isVariableDeclaration(declaration) || ts.isClassDeclaration(declaration)) ?? [];
  if (value === undefined) return written("interface", [...optionTable(instance, checker), examples(symbol)]);
  const statics = checker.getTypeOfSymbolAtLocation(symbol, value);
  const constructors = statics.getConstructSignatures().filter(({ declaration }) => declaration !== undefined && isOurs(declaration) && isPublic(declaration));
  return written("class", [
    examples(symbol),
    ...constructors.map((signature) => callable(`new ${name}`, signature, checker)),
    ...methods(`${name}.`, membersOf(statics, checker), checker),
    ...optionTable(instance, checker),
  ]);
};

/** As it is written, or what it stands for where that is said elsewhere: a reader wants the names, not where they come from. */
const aliasText = (symbol: ts.Symbol, alias: ts.TypeAliasDeclaration, checker: ts.TypeChecker): string => {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const isReference = ts.isTypeReferenceNode(alias.type) || ts.isIndexedAccessTypeNode(alias.type);
  if (alias.typeParameters !== undefined || !isReference || !type.isUnion()) return alias.getText().replace(/^export /, "");
  const members = type.types.map((member) => checker.typeToString(member)).sort();
  const line = `type ${symbol.name} = ${members.join(" | ")};`;
  return line.length <= 100 ? line : `type ${symbol.name} =${members.map((member) => `\n  | ${member}`).join("")};`;
};

/** What is written in this repository, not what cdktf brings along. */
const membersOf = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Symbol[] =>
  checker.getPropertiesOfType(type).filter((member) => {
    const [declaration] = member.declarations ?? [];
    return declaration !== undefined && isOurs(declaration) && isPublic(declaration) && /^\w+$/.test(member.name) && !member.name.startsWith("__");
  });
const isOurs = (node: ts.Node): boolean => !relative(ROOT, node.getSourceFile().fileName).split(/[\\/]/).includes("node_modules");
const isPublic = (node: ts.Declaration): boolean => (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;

const isMethod = (member: ts.Symbol): boolean => (member.flags & ts.SymbolFlags.Method) !== 0;

/** Properties as a table, methods as paragraphs. */
const optionTable = (members: readonly ts.Symbol[], checker: ts.TypeChecker): readonly string[] => {
  const properties = members.filter((member) => !isMethod(member));
  const rows = properties.map((member) => {
    const [declaration] = member.declarations ?? [];
    const type =
      declaration !== undefined && (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) ? (declaration.type?.getText() ?? "") : "";
    const optional = (member.flags & ts.SymbolFlags.Optional) !== 0 ? "?" : "";
    const standard = tag(member, "default").replace(/^- /, "");
    return `| \`${member.name}${optional}\` | ${cell(`\`${oneLine(type)}\``)} | ${cell(oneLine(documentation(member, checker)))} | ${cell(oneLine(standard))} |`;
  });
  const table = rows.length === 0 ? [] : [["| property | type | what it is | default |", "| --- | --- | --- | --- |", ...rows].join("\n")];
  return [...table, ...methods("", members, checker)];
};

const methods = (owner: string, members: readonly ts.Symbol[], checker: ts.TypeChecker): readonly string[] =>
  members.flatMap((member) => {
    const [declaration] = member.declarations ?? [];
    if (declaration === undefined) return [];
    return checker
      .getTypeOfSymbolAtLocation(member, declaration)
      .getCallSignatures()
      .slice(0, 1)
      .map((signature) => callable(`${owner}${member.name}`, signature, checker));
  });

const callable = (name: string, signature: ts.Signature, checker: ts.TypeChecker): string => {
  const parameters = signature.getParameters();
  const names = parameters.map((parameter) => {
    const [declaration] = parameter.declarations ?? [];
    const isOptional =
      declaration !== undefined && ts.isParameter(declaration) && (declaration.questionToken !== undefined || declaration.initializer !== undefined);
    return `${parameter.name.startsWith("__") ? "props" : parameter.name}${isOptional ? "?" : ""}`;
  });
  const said = parameters.flatMap((parameter) => {
    const words = ts.displayPartsToString(parameter.getDocumentationComment(checker));
    return words === "" ? [] : [`- \`${parameter.name}\`: ${oneLine(words)}`];
  });
  const throws = signature.getJsDocTags().filter((one) => one.name === "throws");
  return [
    `**\`${name}(${names.join(", ")})\`**`,
    ts.displayPartsToString(signature.getDocumentationComment(checker)),
    said.join("\n"),
    ...throws.map((one) => `Throws ${oneLine(ts.displayPartsToString(one.text))}.`),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
};

const documentation = (symbol: ts.Symbol, checker: ts.TypeChecker): string => ts.displayPartsToString(symbol.getDocumentationComment(checker));
const tag = (symbol: ts.Symbol, name: string): string =>
  symbol
    .getJsDocTags()
    .filter((one) => one.name === name)
    .map((one) => ts.displayPartsToString(one.text))
    .join("\n\n");
const examples = (symbol: ts.Symbol): string => tag(symbol, "example");
const fenced = (code: string): string => ["```typescript", code, "```"].join("\n");
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
const cell = (text: string): string => (text === "``" ? "" : text.replaceAll("|", "\\|"));
