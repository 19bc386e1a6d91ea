import { CAPABILITIES, TIERS } from "../../model/capability";
import { InputError } from "../../model/input-error";
import { type Report, STEP_KINDS } from "../../model/report";
import { asRecord } from "./json";

/** Says where a value is not what it should be; null where it is. */
type Shape = (value: unknown, at: string) => string | null;

const plain =
  (type: "string" | "number"): Shape =>
  (value, at) =>
    typeof value === type ? null : `${at} is no ${type === "string" ? "text" : "number"}`;
const text = plain("string");
const number = plain("number");
const among =
  (values: readonly unknown[]): Shape =>
  (value, at) =>
    values.includes(value) ? null : `${at} is none of ${values.join(", ")}`;
const nullable =
  (shape: Shape): Shape =>
  (value, at) =>
    value === null ? null : shape(value, at);
const list =
  (shape: Shape): Shape =>
  (value, at) =>
    Array.isArray(value) ? first(value.keys(), (index) => shape(value[index], `${at}/${index}`)) : `${at} is no list`;
const record =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, at) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? first(Object.keys(fields), (name) => fields[name]?.(asRecord(value)[name], `${at}/${name}`) ?? null)
      : `${at} is no object`;

const first = <T>(values: Iterable<T>, find: (value: T) => string | null): string | null => {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
};

const KINDS = ["terraform-source", "terraform-plan", "postgres"];
const capability = among(CAPABILITIES);
const REPORT = record({
  schema: among(["rolegate.report/1"]),
  tool: record({ name: among(["rolegate"]), version: text }),
  today: text,
  inputs: list(record({ kind: among(KINDS), path: text, sha256: text, judged: list(among(["roles", "plan-safety"])), unseen: list(text) })),
  policies: nullable(record({ sha256: text })),
  environments: list(record({ name: text, kind: among(["shared", "isolated"]), postgres: list(number), administrators: list(text) })),
  verdict: among(["allow", "deny"]),
  findings: list(
    record({
      rule: text,
      severity: among(["error", "warning"]),
      status: among(["open", "standing", "waived"]),
      environment: text,
      subject: text,
      tier: nullable(among(TIERS)),
      capability: nullable(capability),
      certainty: among(["certain", "conditional"]),
      condition: nullable(text),
      message: text,
      remedy: text,
      path: list(record({ from: text, to: text, by: among(STEP_KINDS), via: nullable(text) })),
      source: nullable(text),
      cause: nullable(text),
      origin: record({ address: nullable(text), construct: nullable(text), file: nullable(text), line: nullable(number) }),
      waiver: nullable(record({ owner: text, expires: text, reason: text })),
    }),
  ),
  changes: list(
    record({ environment: text, role: text, gains: list(text), loses: list(text), capabilities: record({ gains: list(capability), loses: list(capability) }) }),
  ),
  summary: record({ errors: number, warnings: number, standing: number, waived: number, roles: number, memberships: number }),
});

/**
 * The report that `check --format json` wrote, from whoever may have made it: every field that is rendered is what it should be. Throws an
 * InputError for what is none, naming it `shown`.
 */
export const readReport = (json: string, shown: string): Report => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw noReport(shown, "it is no JSON");
  }
  const wrong = REPORT(value, "");
  if (wrong !== null) throw noReport(shown, wrong);
  return value as Report;
};

const noReport = (shown: string, why: string): InputError =>
  new InputError(`\`${shown}\` is no report of this version`, [why, "make one with `rolegate check INPUT --report json=FILE`"]);
