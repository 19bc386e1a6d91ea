import { NO_ORIGIN } from "../../model/access-graph";
import { END_OF_LIFE, minorFloor, openAt } from "../../model/minor-floors";
import { EXAMPLE_ENVIRONMENT, facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

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
  remedy: "upgrade to a supported major and its newest minor, and waive this by the name of the environment until then",
  references: ["https://www.postgresql.org/support/versioning/", "https://www.postgresql.org/support/security/"],
  examples: {
    bad: [
      { title: "a major past its end of life", facts: facts().login("orders_app"), environment: { majors: [14] }, subject: "prod" },
      { title: "a live server at an old minor", facts: facts().login("orders_app"), environment: { version: 160014 }, live: {}, subject: "prod" },
      {
        title: "a live server below what the owners demand",
        facts: facts().login("orders_app"),
        environment: {
          version: 160016,
          policy: EXAMPLE_ENVIRONMENT.policy === null ? null : { ...EXAMPLE_ENVIRONMENT.policy, minimumMinor: "16.17" },
        },
        live: {},
        subject: "prod",
      },
    ],
    good: [
      { title: "a supported major", facts: facts().login("orders_app"), environment: { majors: [15] } },
      { title: "a live server at the newest minor", facts: facts().login("orders_app"), live: {} },
    ],
  },
  check: (input) => {
    const message = input.majorKnown ? messageOf(input) : null;
    return message === null ? [] : [{ subject: input.environment.name, message, origin: NO_ORIGIN } satisfies Breach];
  },
};

const messageOf = ({ environment, major, today }: RuleInput): string | null => {
  const { version, policy } = environment;
  // A server that is newer than rolegate knows is read as the newest known major: its minors are not that one's.
  const minor = version === undefined || Math.floor(version / 10_000) !== major ? null : version % 10_000;
  const shown = minor === null ? `PostgreSQL ${major}` : `PostgreSQL ${major}.${minor}`;
  if (today >= END_OF_LIFE[major]) return `${shown} is past its end of life: no release mends it any more`;
  if (minor === null) return null;
  const demanded = Number(policy?.minimumMinor?.split(".")[1] ?? 0);
  if (minor < minorFloor(major))
    return `${shown} is older than ${major}.${Math.max(minorFloor(major), demanded)}: open are ${openAt(major, minor) ?? "known ways to the operating system"}`;
  return minor < demanded ? `${shown} is older than ${major}.${demanded}, which the policy files demand` : null;
};
