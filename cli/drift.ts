import { environmentResolver } from "../gates/resolve-environment";
import { NO_ORIGIN } from "../model/access-graph";
import { higherTier, type Tier } from "../model/capability";
import { driftOf } from "../model/drift";
import type { JudgedEnvironment } from "../model/environment";
import { InputError } from "../model/input-error";
import { once } from "../model/once";
import { isPlatformRole, isVendorGroup } from "../model/platforms";
import type { PolicyData } from "../model/policy";
import type { ServerReading } from "../model/reading";
import { externalHoldings } from "../policies/external-roles";
import { inputAt, sharedInput } from "../policies/input";
import type { Subject } from "../policies/judge";
import { renderDriftJson } from "../reporters/drift-json";
import type { DriftReport } from "../reporters/drift-report";
import { renderDriftText } from "../reporters/drift-text";
import { mendingOf } from "../writers/mend";
import { mendScript } from "../writers/mend-script";
import { type InputOptions, type Inputs, readInputs } from "./inputs";
import type { ExitCode, Io } from "./io";
import { type LiveAccess, readLiveAccess } from "./live-access";
import { loadPolicies } from "./load-policies";
import { deliver } from "./output";
import { environmentUrl } from "./postgres/environment-url";
import { liveEnvironment } from "./postgres/live-environment";
import { connectionSettings } from "./postgres/settings";
import { isPostgresUrl, refuseOtherAddress } from "./postgres/url";
import { DatabaseCount, withProgress } from "./progress";
import { DRIFT_FORMATS, formatAmong, lookOf, type ReportingOptions, reportFilesAmong, todayOf } from "./settings";
import { UsageError } from "./usage-error";

/** `rolegate drift INPUT [URL]` */
export const driftCommand = async (words: readonly string[], options: ReportingOptions & InputOptions, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatAmong(DRIFT_FORMATS, options.format);
  const files = reportFilesAmong(DRIFT_FORMATS, options.report);
  const today = todayOf(options.today, io.now());
  const [input, url, ...more] = words;
  if (input === undefined || more.length > 0)
    throw new UsageError(`drift takes the code and at most one URL, got ${words.length} words: \`rolegate drift INPUT [URL]\``);
  if (isPostgresUrl(input))
    throw new UsageError("the first word of drift is the code (`cdktf.out/` or a plan), the second the server: `rolegate drift INPUT [URL]`");
  if (url !== undefined) {
    refuseOtherAddress(url);
    if (!isPostgresUrl(url)) throw new UsageError("the second word of drift is a live server: postgres://USER@HOST:PORT/DATABASE");
  }
  const policy = loadPolicies(options, today, io);
  const desired = await readInputs([input], options, policy, io);
  const settings = await connectionSettings(url ?? urlOf(desired.subjects, options.environment, policy), options.passwordCommand, io);
  const databases = new DatabaseCount();
  const live = await withProgress(
    io,
    () => `reading the server${databases.words} ...`,
    () => readLiveAccess(settings, databases.ofServer()),
  );
  const { subject, environment } = paired(desired, live, options.environment, policy);
  const report = drift({ subject, environment, live, policy, today, shown: input, desired });
  const notices = options.quiet === true ? [] : [...new Set([...desired.notices, ...live.notices])];
  const title = { code: input, server: live.shown, environment: environment.name };
  const differences = report.differences.map(({ difference }) => difference);
  await deliver(
    {
      json: () => renderDriftJson(report),
      sql: () => mendScript(differences, live.major, title),
      text: (printed) => renderDriftText(report, { ...look, color: printed && look.color }),
    },
    { format, files, notices },
    io,
  );
  return { same: 0, different: 1, unknown: 2 }[report.verdict] as ExitCode;
};

/** Where the policy files say the environment is. */
const urlOf = (subjects: readonly Subject[], named: string | undefined, policy: PolicyData | null): string => {
  const known = subjects.flatMap(({ environment }) => environment.policy ?? []);
  const [only] = known;
  if (only === undefined || known.length > 1) {
    throw new UsageError(
      known.length > 1
        ? `the code is about ${known.map(({ name }) => `\`${name}\``).join(" and ")}: say which with --environment, or give the URL of a server`
        : `which server is meant? Give its URL: \`rolegate drift INPUT postgres://...\`${policy === null ? "" : `, or name ${named === undefined ? "an environment" : "another environment"} with --environment`}`,
    );
  }
  const [endpoint] = only.endpoints;
  if (endpoint === undefined) throw new InputError(`the environment \`${only.name}\` has no endpoint`, ["give the URL of its server"]);
  return environmentUrl(only, endpoint);
};

/** The environment of the code that the server is, and what the server says of it. */
const paired = (
  { subjects }: Inputs,
  live: LiveAccess,
  named: string | undefined,
  policy: PolicyData | null,
): { readonly subject: Subject; readonly environment: JudgedEnvironment } => {
  const server: ServerReading = { provider: live.shown, host: live.host, port: live.port, login: null, graph: live.graph, origin: NO_ORIGIN };
  const resolved = environmentResolver(policy, named ?? null)(server);
  if (resolved.claimedAs !== undefined)
    throw new InputError(`\`${live.shown}\` is the environment \`${resolved.name}\` by its host and port, not \`${resolved.claimedAs}\``);
  const [only] = subjects;
  if (only === undefined) throw new InputError("the code says nothing of any PostgreSQL server");
  const isOther = resolved.policy !== null || subjects.length > 1;
  const subject = isOther ? subjects.find(({ environment }) => environment.name === resolved.name) : only;
  if (subject === undefined) {
    const names = subjects.map(({ environment }) => `\`${environment.name}\``).join(", ");
    throw new InputError(
      resolved.policy === null
        ? `it cannot be told which environment \`${live.shown}\` is`
        : `the code says nothing of \`${resolved.name}\`, which \`${live.shown}\` is`,
      [`it is about ${names}`, ...(resolved.policy === null ? ["say which one it is with --environment"] : [])],
    );
  }
  // A server that is reached by another name than the policy files have is taken for the one that the code is about; its identifier still has to agree.
  const assumed = resolved.policy === null && subject.environment.policy !== null ? environmentResolver(policy, subject.environment.name)(server) : resolved;
  return { subject, environment: liveEnvironment(assumed, live) };
};

interface DriftQuestion {
  readonly subject: Subject;
  readonly environment: JudgedEnvironment;
  readonly live: LiveAccess;
  readonly policy: PolicyData | null;
  readonly today: string;
  /** How messages name the code. */
  readonly shown: string;
  readonly desired: Pick<Inputs, "unseen">;
}

/** Where the code's environment and the live cluster differ. */
export const drift = ({ subject, environment, live, policy, today, shown, desired }: DriftQuestion): DriftReport => {
  const closure = once(() => inputAt(live.major, sharedInput(environment, live.graph, policy, today)).closure);
  const { platform } = environment;
  const found = driftOf({
    desired: subject.graph,
    live: {
      graph: live.graph,
      objects: live.objects,
      major: live.major,
      bootstrapSuperuser: live.bootstrapSuperuser,
      databases: live.databases,
      worth: (role) => highest(closure().reaches(role)),
      worthOfPrivilege: (role, source) =>
        highest(
          closure()
            .reaches(role)
            .filter((reach) => reach.source === source),
        ),
    },
    administrators: [...environment.administrators, ...(environment.policy?.audit?.user === undefined ? [] : [environment.policy.audit.user])],
    appliers: subject.environment.providerLogins,
    isVendors: (role) => platform !== "self-hosted" && (isPlatformRole(role) || isVendorGroup(platform, role)),
    unmanaged: environment.policy?.unmanaged ?? [],
    external: externalHoldings(policy, environment.name),
    demandedSettings: (policy?.allowlist ?? []).filter((entry) => entry.environment === environment.name).flatMap(({ audit }) => Object.entries(audit)),
  });
  const gaps = unreadDatabases(environment, live);
  const ofCode = desired.unseen.filter((fact) => fact.environment === subject.environment.name);
  const untold = [...found.untold, ...ofCode.filter(({ isGap }) => isGap).map(({ text }) => `${text}: plan it, and give the plan`), ...gaps];
  return {
    environment: environment.name,
    postgres: live.major,
    desired: shown,
    actual: live.shown,
    differences: found.differences.map((difference) => {
      const { database, statements, question } = mendingOf(difference, live.major);
      return { difference, database, sql: statements, question };
    }),
    tolerated: found.tolerated,
    untold: [...new Set(untold)],
    verdict: found.differences.length > 0 ? "different" : untold.length > 0 ? "unknown" : "same",
  };
};

const highest = (reaches: readonly { readonly tier: Tier }[]): Tier | null =>
  reaches.reduce<Tier | null>((tier, reach) => (tier === null ? reach.tier : higherTier(tier, reach.tier)), null);

/** Databases that the policy files name, or all, where this login was not let in: roles of the code may hold something there. */
const unreadDatabases = ({ policy }: JudgedEnvironment, { unseen, databases }: LiveAccess): readonly string[] => {
  const left = unseen.filter(({ isDatabase }) => isDatabase).map(({ text }) => text);
  const wanted = policy?.databases ?? null;
  return wanted === null ? left : left.filter((text) => wanted.some((name) => !databases.has(name) && text.includes(`\`${name}\``)));
};
