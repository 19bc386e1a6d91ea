import { KIND_OF } from "../model/drift/difference";
import type { DriftReport } from "./drift-report";
import { jsonText } from "./json";

/** The contract's `rolegate.drift/1`. */
export const renderDriftJson = ({ environment, postgres, desired, actual, differences, tolerated, untold, verdict }: DriftReport): string =>
  jsonText({
    schema: "rolegate.drift/1",
    verdict,
    environment,
    postgres,
    desired,
    actual,
    differences: differences.map(({ difference, database, sql, question }) => ({
      kind: KIND_OF[difference.about],
      about: difference.about,
      role: difference.role,
      standing: difference.standing,
      detail: difference.detail,
      desired: difference.desired,
      actual: difference.actual,
      grantor: difference.grantor,
      tier: difference.tier,
      origin: difference.origin,
      terraform: difference.terraform,
      mend: { database, sql, question },
    })),
    tolerated,
    untold,
  });
