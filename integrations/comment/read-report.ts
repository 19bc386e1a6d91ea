import Ajv2020 from "ajv/dist/2020";
import { InputError } from "../../model/input-error";
import type { Report } from "../../model/report";
import schema from "../../model/schemas/report.schema.json";

/**
 * The report that `check --format json` wrote, from whoever may have made it: it is what its schema says. Throws an InputError for what is none,
 * naming it `shown`.
 */
export const readReport = (json: string, shown: string): Report => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw noReport(shown, "it is no JSON");
  }
  const isReport = new Ajv2020({ strict: false }).compile<Report>(schema);
  if (isReport(value)) return value;
  const [wrong] = isReport.errors ?? [];
  throw noReport(shown, `${wrong?.instancePath || "it"} ${wrong?.message ?? "is something else"}`);
};

const noReport = (shown: string, why: string): InputError =>
  new InputError(`\`${shown}\` is no report of this version`, [why, "make one with `rolegate check INPUT --report json=FILE`"]);
