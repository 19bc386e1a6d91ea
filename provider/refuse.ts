import type { LiveReading } from "../cli/postgres/read-live";
import { EMPTY_GRAPH } from "../model/access-graph";
import type { ProviderContext } from "./context";
import type * as Judging from "./judging";
import type { TrustedPolicy } from "./judging";
import type { PlannedChange } from "./planned-change";
import { type Diagnostic, Refused, warningDiagnostic } from "./plugin/diagnostics";
import { readable } from "./session";
import { TRUSTED_POLICIES } from "./world";

/** Every rule there is, and what they rest on: most processes of a command judge nothing. */
const judging = (): typeof Judging => require("./judging");

/**
 * Judges a change at plan time, over the live server and what this command planned before it; without a server, over that alone. Throws `Refused` with
 * what the rules refuse; else gives their warnings.
 */
export const judgedAtPlan = async (context: ProviderContext, change: PlannedChange): Promise<readonly Diagnostic[]> => {
  if (!context.isJudging) return [];
  const live = context.isServerKnown ? await context.live() : null;
  const trusted = await context.trustedPolicy();
  const login = await loginOf(context);
  // Nothing may be awaited from here on: another resource would be planned in between.
  return judged(context, { change, live, trusted, login, ...context.planned.around(change, live?.graph ?? EMPTY_GRAPH) });
};

/** Judges a change at apply, over the server as it is now: of other changes what was applied counts, and no promise to take something away. */
export const judgedAtApply = async (context: ProviderContext, change: PlannedChange): Promise<readonly Diagnostic[]> => {
  if (!context.isJudging) return [];
  const live = await context.liveNow();
  const trusted = await context.trustedPolicy();
  return judged(context, { change, live, trusted, login: await loginOf(context), before: live.graph, after: change.applyTo(live.graph) });
};

/** The login of the provider: administrator for whoever reaches it. */
export const loginOf = async (context: ProviderContext): Promise<string> =>
  context.isServerKnown ? (await context.connection()).user : (context.settings.connection.user ?? "");

interface Judged {
  readonly change: PlannedChange;
  readonly live: LiveReading | null;
  readonly trusted: TrustedPolicy;
  readonly login: string;
  readonly before: LiveReading["graph"];
  readonly after: LiveReading["graph"];
}

const judged = async ({ settings, today }: ProviderContext, { change, live, trusted, login, before, after }: Judged): Promise<readonly Diagnostic[]> => {
  const findings =
    before === after
      ? []
      : await readable(async () => judging().judgeChange({ live, login, trusted, environment: settings.environment, today, before, after }));
  const diagnostics = [
    ...(live === null
      ? [
          warningDiagnostic(
            "The server is not known yet",
            "What is planned is judged alone now, and with everything that the server has at apply, before any SQL.",
          ),
        ]
      : []),
    ...(trusted.policy !== null && !trusted.isTrusted && findings.length > 0
      ? [
          warningDiagnostic(
            "The policy files are not vouched for",
            `\`${TRUSTED_POLICIES}\` is not their digest (${trusted.policy.sha256}), so neither allowlist nor waivers count.`,
          ),
        ]
      : []),
    ...(findings.length === 0 ? [] : judging().diagnosticsOfFindings(findings, change)),
  ];
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Refused(diagnostics);
  return diagnostics;
};
