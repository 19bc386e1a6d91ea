import { InputError } from "../../model/input-error";
import type { WantedConfiguration, WantedResource } from "../../model/migration";
import type { SourceFolder } from "../../model/terraform-source";
import { isWritten } from "../terraform/blocks";
import { field, isArray, isObject, type Json } from "../terraform/json-text";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { isRolegateType } from "../terraform/rolegate-schema";
import type { OpenModule } from "./open-module";
import { openSource } from "./open-source";
import type { SourceBlock } from "./source-blocks";

/** What of a `rolegate_privileges` its id for an import names, each by its schemas, names or creating roles. */
const OWNING: readonly string[] = ["databases", "schemas", "tables", "sequences", "functions", "parameters", "default_privileges"];

/** Our provider's resources in a folder, as far as a migration needs them. Throws an InputError for what is not written out. */
export const readWanted = async (folder: SourceFolder, knowledge: ReaderKnowledge): Promise<WantedConfiguration> => {
  const { views } = await openSource(folder, knowledge);
  const modules = views[0]?.modules ?? [];
  const all = modules.flatMap((module) => module.blocks.flatMap((block) => (block.kind === "resource" ? [{ module, block }] : [])));
  const addressed = all.map(({ module, block }) => ({ module, block, address: addressIn(module, block) }));
  return {
    resources: addressed.flatMap(({ module, block, address }) => (isRolegateType(block.labels[0] ?? "") ? wantedIn(module, block, address) : [])),
    kept: new Set(addressed.flatMap(({ block, address }) => ((block.labels[0] ?? "").startsWith("postgresql_") ? address : []))),
  };
};

const addressIn = ({ address }: OpenModule, { labels }: SourceBlock): string => `${address === "" ? "" : `${address}.`}${labels.join(".")}`;

const wantedIn = (module: OpenModule, { labels, body }: SourceBlock, address: string): readonly WantedResource[] => {
  const refuse = (attribute: string): InputError =>
    new InputError(`\`${attribute}\` of \`${address}\` is not written out`, [
      "blocks that move and import are written from what the configuration says itself: write it as a literal, or write these blocks by hand",
    ]);
  if (isWritten(field(body, "for_each")) || isWritten(field(body, "count"))) throw refuse("for_each");
  const valueAt = (attribute: string): Json => {
    const value = module.resolver.resolve(field(body, attribute) ?? null);
    if (typeof value === "symbol") throw refuse(attribute);
    return value;
  };
  const textAt = (attribute: string): string => {
    const value = valueAt(attribute);
    if (typeof value !== "string") throw refuse(attribute);
    return value;
  };
  const names = (attribute: string, elements: readonly Json[]): readonly string[] =>
    elements.map((element) => {
      const name = module.resolver.resolve(element);
      if (typeof name !== "string") throw refuse(attribute);
      return name;
    });
  switch (labels[0]) {
    case "rolegate_role":
      return [{ address, kind: "role", name: textAt("name") }];
    case "rolegate_membership":
      return [{ address, kind: "membership", member: textAt("member"), role: textAt("role") }];
    case "rolegate_memberships": {
      const of = isWritten(field(body, "roles")) ? "roles" : "members";
      const list = valueAt(of);
      if (!isArray(list)) throw refuse(of);
      return [{ address, kind: "memberships", of, names: names(of, list) }];
    }
    case "rolegate_privileges": {
      const owns = OWNING.flatMap((attribute): readonly (readonly [string, readonly string[]])[] => {
        const map = valueAt(attribute);
        if (map === null) return [];
        if (!isObject(map)) throw refuse(attribute);
        return [[attribute, names(attribute, Object.keys(map))]];
      });
      const database = valueAt("database") === null ? null : textAt("database");
      return [{ address, kind: "privileges", role: textAt("role"), database, owns: Object.fromEntries(owns) }];
    }
    default:
      return [];
  }
};
