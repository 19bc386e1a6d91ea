import { NO_ORIGIN } from "../../model/access-graph";
import { facts } from "../example";
import type { Rule } from "../rule";

/** Without a version that is still mended, no policy about roles proves anything. */
export const requireSupportedMinor: Rule = {
  id: "require-supported-minor",
  title: "every server runs a major that is still supported, at a minor without a known way to the operating system",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "Most minor releases close a way by which any login reaches the server's operating-system account or superuser. A major past its end of life gets no such release any more; PostgreSQL 14 ended on 12 November 2026.",
  remedy: "upgrade to a supported major, and waive this by the name of the environment until then",
  references: ["https://www.postgresql.org/support/versioning/", "https://www.postgresql.org/support/security/"],
  examples: {
    bad: [{ title: "a major past its end of life", facts: facts().login("orders_app"), environment: { majors: [14] }, subject: "prod" }],
    good: [{ title: "a supported major", facts: facts().login("orders_app"), environment: { majors: [15] } }],
  },
  check: ({ environment, major, majorKnown }) =>
    majorKnown && major === END_OF_LIFE
      ? [{ subject: environment.name, message: `PostgreSQL ${major} is past its end of life: no release mends it any more`, origin: NO_ORIGIN }]
      : [],
};

const END_OF_LIFE = 14;
