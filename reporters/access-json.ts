import type { AccessReport } from "../model/access-report";
import { jsonText, pathSteps } from "./json";

/** The access report, schema `rolegate.access/1`. */
export const renderAccessJson = (report: AccessReport): string =>
  jsonText({ ...report, access: report.access.map((row) => ({ ...row, path: pathSteps(row.path) })) });
