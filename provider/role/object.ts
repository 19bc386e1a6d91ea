import type { Setting } from "../../model/access-graph";
import { isMap, type MapValue, type Value } from "../plugin/value";
import { FLAGS, factsOf, isOfSameName, isSameEnd, missingSettings, NO_LIMIT, type RoleFacts } from "./facts";

/**
 * The object of what the server has. Where `written` leaves out what the server has as usual, or writes the same in another way, it stays as it is
 * written: so a plan shows what differs, and nothing else.
 */
export const objectOf = (found: RoleFacts, written: MapValue): MapValue => {
  const { role } = found;
  const said = factsOf(written);
  const keep = (attribute: string, isSame: boolean, live: Value): Value => (isSame ? (written.get(attribute) ?? null) : live);
  return new Map<string, Value>([
    ...written,
    ["name", role.name],
    ...FLAGS.map(({ attribute, flag }): [string, Value] => [attribute, keep(attribute, said.role[flag] === role[flag], role[flag] === true)]),
    [
      "connection_limit",
      keep("connection_limit", said.role.connectionLimit === role.connectionLimit, typeof role.connectionLimit === "number" ? role.connectionLimit : NO_LIMIT),
    ],
    ["valid_until", keep("valid_until", isSameEnd(said, found), typeof role.validUntil === "string" ? role.validUntil : "infinity")],
    ...settingsOf(found, said, written),
    ["comment", keep("comment", said.comment === found.comment, found.comment)],
    ["password_wo", null],
  ]);
};

const settingsOf = (found: RoleFacts, said: RoleFacts, written: MapValue): readonly [string, Value][] => {
  const strange = new Set(missingSettings(found, said));
  // One that is written says the same as the server's, in its own spelling.
  const shown = found.settings.map((setting) => (strange.has(setting) ? setting : (said.settings.find((each) => isOfSameName(each, setting)) ?? setting)));
  const everywhere = shown.filter(({ database }) => database === undefined);
  const databases = new Set(shown.flatMap(({ database }) => (database === undefined ? [] : [database])));
  const inDatabases = new Map<string, Value>([...databases].map((database) => [database, mapOf(shown.filter((setting) => setting.database === database))]));
  const empty = written.get("database_settings");
  if (isMap(empty))
    for (const [database, settings] of empty) if (isMap(settings) && settings.size === 0 && !inDatabases.has(database)) inDatabases.set(database, settings);
  return [
    ["settings", orLeftOut(mapOf(everywhere), written.get("settings"))],
    ["database_settings", orLeftOut(inDatabases, empty)],
  ];
};

const mapOf = (settings: readonly Setting[]): MapValue =>
  new Map(settings.flatMap(({ name, value }): [string, Value][] => (typeof value === "string" ? [[name, value]] : [])));

/** None at all stays left out where it is left out. */
const orLeftOut = (live: MapValue, written: Value | undefined): Value => (live.size === 0 && !isMap(written) ? null : live);
