import { isArray, isObject } from "../terraform/json-text";
import type { WrittenResource } from "./configuration";
import { NO_EXPRESSIONS, UnparsedExpressions } from "./expressions";
import { KnownKeys } from "./known-keys";
import type { PlainCursor } from "./plain-cursor";
import { type Member, PlainMembers, passed, repeated, textOf } from "./plain-members";

type Writable = { -readonly [Key in keyof WrittenResource]: WrittenResource[Key] };

/** A reader of resources of the configuration, of the bytes themselves. What it keeps they have in common, so one configuration has one. */
export const plainResourceReader = (): ((cursor: PlainCursor) => WrittenResource) => {
  const members = new PlainMembers<Writable>({
    address: passed,
    mode: repeated(textOf, (resource, mode) => {
      resource.mode = mode;
    }),
    type: repeated(textOf, (resource, type) => {
      resource.type = type;
    }),
    name: (cursor, resource) => {
      resource.name = cursor.text();
    },
    provider_config_key: repeated(textOf, (resource, key) => {
      resource.providerKey = key;
    }),
    provisioners: (cursor, resource) => {
      const value = cursor.value();
      resource.provisioners = isArray(value) ? value.filter(isObject) : NO_PROVISIONERS;
    },
    expressions: expressionsMember(),
    schema_version: passed,
    for_each_expression: passed,
    count_expression: passed,
    depends_on: passed,
  });
  return (cursor) => {
    const resource: Writable = { mode: "", type: "", name: "", providerKey: "", expressions: NO_EXPRESSIONS, provisioners: NO_PROVISIONERS };
    members.read(cursor, resource);
    return resource;
  };
};
const NO_PROVISIONERS: WrittenResource["provisioners"] = [];
const NO_KEYS = new KnownKeys([]);

/** What the expressions say stays text. Nearly all resources write the same few arguments, so these are kept once. */
const expressionsMember = (): Member<Writable> => {
  const lists = new Map<string, readonly string[]>();
  return (cursor, resource) => {
    const written: string[] = [];
    const text = cursor.over(() =>
      cursor.object(NO_KEYS, (_, argument) => {
        if (!cursor.isEmptyObject()) written.push(argument);
        cursor.skipSound();
      }),
    );
    const key = written.join("\n");
    const args = lists.get(key) ?? written;
    lists.set(key, args);
    resource.expressions = new UnparsedExpressions(args, text);
  };
};
