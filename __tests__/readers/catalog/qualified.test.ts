import { MAJORS } from "../../../model/predefined-roles";
import { AUDIT_SQL } from "../../../readers/catalog/audit-sql";
import { BEGIN_READING, clusterSql, VERIFIERS_SQL } from "../../../readers/catalog/catalog-sql";
import { ALL_MAPPINGS_SQL } from "../../../readers/catalog/database-sql";
import { DATABASE_QUERY } from "../../../readers/catalog/object-sql";
import { readRoleNames } from "../../../readers/catalog/role-names";

let roleNames = "";
void readRoleNames(async (sql) => {
  roleNames = sql;
  return [];
});
const STATEMENTS: readonly (readonly [string, string])[] = [
  ...MAJORS.map((major) => [`the cluster of ${major}`, clusterSql(major, ["rds", "azure"])] as const),
  ["verifiers", VERIFIERS_SQL],
  ["a database", DATABASE_QUERY],
  ["user mappings", ALL_MAPPINGS_SQL],
  ["names of roles", roleNames],
  ...Object.entries(AUDIT_SQL).map(([name, sql]) => [`of an audit, ${name},`, sql] as const),
];
const code = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "''").replaceAll(/OPERATOR\(pg_catalog\.[^ ]+\)/g, "OPERATOR");
/** Written as a function, but the parser's own, or a column list. */
const NOT_FUNCTIONS =
  /^(coalesce|exists|any|and|or|not|values|as|used|place|fired|filter|array|recursive|else|from|join|lateral|on|in|materialized|when|where|select|with)$/i;

describe("what the catalog reader sends", () => {
  it.each(STATEMENTS)("%s names the schema of every operator", (_, sql) => {
    expect(code(sql).match(/(?<![:.\w"])(?:[=<>!~]+|[-+/%|]+)(?!\w*")/g) ?? []).toEqual([]);
  });

  it.each(STATEMENTS)("%s uses no syntax that looks an operator up by itself", (_, sql) => {
    expect(
      code(sql).match(/\b(?:NOT\s+)?(?:IN\s*\(|DISTINCT\s+FROM\b|NULLIF\b|I?LIKE\b|SIMILAR\b|BETWEEN\b|USING\b|NATURAL\b|CASE\s+(?!WHEN))/gi) ?? [],
    ).toEqual([]);
  });

  it.each(STATEMENTS)("%s names the schema of every function, table and type", (_, sql) => {
    const text = code(sql);
    const functions = [...text.matchAll(/(?<![.\w])([a-z_]\w*)\s*\(/gi)].flatMap(([, name]) => (NOT_FUNCTIONS.test(name!) ? [] : [name]));
    expect(functions.filter((name) => name !== "OPERATOR")).toEqual([]);
    expect(text.match(/::(?!pg_catalog\.)\S+/g) ?? []).toEqual([]);
    expect(text.match(/\b(?:FROM|JOIN)\s+pg_(?!catalog\.)\w+/gi) ?? []).toEqual([]);
  });

  it.each(STATEMENTS)("%s has no backslash in a text: what one means is a setting of the login", (_, sql) => {
    expect(sql).not.toContain("\\");
  });

  it("is one moment, read only, with nothing but pg_catalog in the search_path", () => {
    expect(BEGIN_READING.slice(0, 2)).toEqual(["BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL search_path TO pg_catalog"]);
  });
});
