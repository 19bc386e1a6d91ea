import type { AccessReport } from "../model/access-report";
import { renderAccessCsv } from "../reporters/access-csv";
import { renderAccessHtml } from "../reporters/access-html";
import { renderAccessJson } from "../reporters/access-json";
import { renderAccessText } from "../reporters/access-text";
import type { Renderings } from "./output";
import type { ACCESS_FORMATS, Look } from "./settings";

/** An access report in every format of it. */
export const accessRenderings = (report: AccessReport, look: Look): Renderings<(typeof ACCESS_FORMATS)[number]> => ({
  text: (printed) => renderAccessText(report, { ...look, color: printed && look.color }),
  json: () => renderAccessJson(report),
  csv: () => renderAccessCsv(report),
  html: () => renderAccessHtml(report),
});
