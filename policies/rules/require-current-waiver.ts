import type { Origin } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import type { Waiver } from "../../model/policy";
import { facts, waiverOf } from "../example";
import type { Rule, WaiverOutcome } from "../rule";

/** A waiver that accepts nothing is a hole kept open for later. */
export const requireCurrentWaiver: Rule = {
  id: "require-current-waiver",
  title: "every waiver accepts a finding of today",
  severity: "warning",
  tier: null,
  waivable: false,
  rationale:
    "A waiver outlives what it was written for, or names a rule or subject that does not exist: then it accepts nothing, or one day something that nobody looked at.",
  remedy: "take the waiver out of waivers.yaml, or correct its rule, environment and subject",
  references: ["https://www.postgresql.org/docs/current/user-manag.html"],
  examples: {
    bad: [
      {
        title: "the finding is gone",
        facts: facts().login("orders_app"),
        policy: { waivers: [waiverOf({ rule: "no-unapproved-predefined-role", subject: "orders_app" })] },
        subject: "orders_app",
      },
      {
        title: "it has expired",
        facts: facts().login("orders_app").member("orders_app", "pg_monitor"),
        policy: { waivers: [waiverOf({ rule: "no-unapproved-predefined-role", subject: "orders_app", expires: "2026-11-19" })] },
        subject: "orders_app",
      },
      {
        title: "what it names is never waived",
        facts: facts().login("orders_app").member("orders_app", "pg_execute_server_program"),
        policy: { waivers: [waiverOf({ rule: "no-server-program", subject: "orders_app" })] },
        subject: "orders_app",
      },
    ],
    good: [
      {
        title: "it accepts a finding",
        facts: facts().login("orders_app").member("orders_app", "pg_monitor"),
        policy: { waivers: [waiverOf({ rule: "no-unapproved-predefined-role", subject: "orders_app" })] },
      },
    ],
  },
  check: ({ waivers }) =>
    waivers.flatMap(({ waiver, outcome }) =>
      outcome === "used" || outcome === "left-to-others"
        ? []
        : [
            {
              subject: waiver.subject,
              message: `the waiver of ${shownName(waiver.rule)} for ${shownName(waiver.subject)} ${WORDS[outcome](waiver)}`,
              origin: originOf(waiver),
            },
          ],
    ),
};

const WORDS: Readonly<Record<Exclude<WaiverOutcome["outcome"], "used" | "left-to-others">, (waiver: Waiver) => string>> = {
  expired: ({ expires }) => `expired on ${expires}`,
  unmatched: () => "matches nothing",
  "not-waivable": () => "does not count: what cannot be judged, and tiers files, os and superuser, are never waived",
  "unknown-rule": () => "matches nothing: there is no such rule (`rolegate rules` lists them)",
};

const originOf = ({ source }: Waiver): Origin => ({ address: null, construct: null, file: source.file, line: source.line });
