/**
 * Lists of arguments as people write them, beside the types that `oidvectortypes` prints: of the same function on every supported PostgreSQL.
 * The types `kind`, `"Kind"` and `"a,b(c"` are there in the schema `app`, which the search_path of the writer holds.
 */
export const ARGUMENT_LISTS: readonly (readonly [written: string, printed: string])[] = [
  ["", ""],
  ["integer,text", "integer, text"],
  ["int, text", "integer, text"],
  [" INT4 ,\n\tTEXT ", "integer, text"],
  // Names of SQL.
  ["dec(10,2), decimal, numeric(10, 2), NUMERIC", "numeric, numeric, numeric, numeric"],
  ["float, float(24), float(25), double precision, real", "double precision, real, double precision, double precision, real"],
  ["smallint, bigint, boolean, bool", "smallint, bigint, boolean, boolean"],
  ["char, char(3), character, nchar(3), national char, national character", "character, character, character, character, character, character"],
  ["varchar, varchar(20), character varying, character varying(20), char varying", Array(5).fill("character varying").join(", ")],
  ["nchar varying, national char varying, national character varying(3)", Array(3).fill("character varying").join(", ")],
  ["bit, bit(3), bit varying, bit varying(3), varbit", "bit, bit, bit varying, bit varying, bit varying"],
  ["time, time(3), time without time zone, time(3) without time zone", Array(4).fill("time without time zone").join(", ")],
  ["time with time zone, time(3) with time zone, timetz, timetz(3)", Array(4).fill("time with time zone").join(", ")],
  ["timestamp, timestamp(3), timestamp without time zone", Array(3).fill("timestamp without time zone").join(", ")],
  ["timestamp with time zone, timestamp(3) with time zone, timestamptz(3)", Array(3).fill("timestamp with time zone").join(", ")],
  ["interval, interval(3), interval year, interval day to second(3)", "interval, interval, interval, interval"],
  // Names of pg_type.
  ["int2, int8, float4, float8, bpchar", "smallint, bigint, real, double precision, character"],
  ['pg_catalog.int4, PG_CATALOG . Int8, "pg_catalog"."varchar"', "integer, bigint, character varying"],
  ['pg_catalog.json, pg_catalog."text", pg_catalog.timestamptz(3)', "json, text, timestamp with time zone"],
  ['"char", pg_catalog."char", pg_catalog.char, char', '"char", "char", "char", character'],
  ['"int4", "text", "json", "interval"', "integer, text, json, interval"],
  ["regclass, uuid, jsonb, xml, oid, name, point", "regclass, uuid, jsonb, xml, oid, name, point"],
  // Arrays have no bounds.
  ["int[], int[][], int[3], int [ 3 ] [ 4 ], int array, int array[3]", Array(6).fill("integer[]").join(", ")],
  ["varchar(20)[], timestamp(3) with time zone[], interval year[]", "character varying[], timestamp with time zone[], interval[]"],
  ['_int4, pg_catalog._text, "_bpchar"', "integer[], text[], character[]"],
  // Names and modes.
  ["a integer, IN b text, c IN bool, inout d integer, IN OUT e int, f in out int", "integer, text, boolean, integer, integer, integer"],
  ["a integer, OUT b text, c OUT text", "integer"],
  ["text, VARIADIC integer[]", "text, integer[]"],
  ["text, VARIADIC rest varchar(3)[]", "text, character varying[]"],
  ["text, rest variadic integer[]", "text, integer[]"],
  ['"out" integer, "In" text, double double precision, value int, name name', "integer, text, double precision, integer, name"],
  ["x double precision, y character varying(3), z time with time zone, i interval year", "double precision, character varying, time with time zone, interval"],
  // Types of one's own: as they are written.
  ['app.kind, app . KIND, app."Kind", a app.kind[], app."a,b(c", int', 'app.kind, app.kind, app."Kind", app.kind[], app."a,b(c", integer'],
];
