import type { OpaqueFact } from "../../model/access-graph";
import { blocksOf } from "../terraform/blocks";
import { field, type JsonObject } from "../terraform/json-text";
import type { Stack } from "./stack";

/** Types whose name is changed in place: what was somebody else's becomes this one, with all that it has. */
const RENAMED: ReadonlySet<string> = new Set(["postgresql_role", "postgresql_schema", "postgresql_database", "rolegate_role"]);
const TARGET = /^(?:\$\{)?([a-z][a-z0-9_]*)\.([\w-]+)\}?$/;

/** Imports that do not show that what they import has the name that is judged. */
export function renamingImports({ root, files, resources, resolver, origin }: Stack): readonly OpaqueFact[] {
  const imports = blocksOf(field(root, "import"), 0, "import", files.path);
  if (imports.length === 0) return [];
  const bodies = new Map(resources.map(({ labels, body }) => [labels.join("."), body]));
  const nameOf = (address: string): unknown => resolver.resolve(field(bodies.get(address) ?? NOTHING, "name") ?? null);
  return imports.flatMap(({ body }): readonly OpaqueFact[] => {
    const to = field(body, "to");
    const written = typeof to === "string" ? to : "(not readable)";
    const [, type, name] = TARGET.exec(written) ?? [];
    if (type === undefined ? typeof to === "string" && !/postgresql_|rolegate_/.test(to) : !RENAMED.has(type)) return [];
    if (isName(field(body, "id"), nameOf(`${type}.${name}`), type === "postgresql_schema")) return [];
    return [
      {
        what: `the import to \`${written}\``,
        why: "it does not show that it imports what has the name that is written: another is renamed, and keeps what it holds and owns",
        remedy: "import by a literal `id` that is the name itself",
        origin: origin(`import.${written}`, null),
      },
    ];
  });
}

const NOTHING: JsonObject = {};

/** A schema's id is `database.schema`. */
const isName = (id: unknown, name: unknown, isSchema: boolean): boolean =>
  typeof id === "string" && typeof name === "string" && (id === name || (isSchema && id.endsWith(`.${name}`)));
