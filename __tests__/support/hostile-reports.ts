import fc from "fast-check";
import type { Report } from "../../model/report";
import { HOSTILE_NAMES } from "./hostile-names";
import { allowedWith, anyReport, reportWith } from "./reports";
import { SEED } from "./sample";

/** Runs a test on a denied and an allowed report full of each hostile name, and on random ones. */
export const onHostileReports = (parse: (report: Report, name: string | null) => void): void => {
  test.each(HOSTILE_NAMES)("a name cannot be %s", (_wish, name) => {
    parse(reportWith(name), name);
    parse(allowedWith(name), name);
  });

  test("nor can any other", () => {
    fc.assert(
      fc.property(anyReport, (report) => parse(report, null)),
      { seed: SEED, numRuns: 60 },
    );
  });
};
