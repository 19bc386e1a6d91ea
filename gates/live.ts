import type { AccessGraph } from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { Report, UnjudgedEnvironment } from "../model/report";
import type { Subject } from "../policies/judge";
import type { LiveContext } from "../policies/rule";
import { groupServers } from "./group-servers";
import { reportOf } from "./judge-readings";

/** What a live cluster showed, and the environment that it is judged as. */
export interface LiveServer {
  readonly reading: Reading;
  readonly environment: JudgedEnvironment;
}

export interface LiveGateRequest {
  readonly servers: readonly LiveServer[];
  /** Environments that were asked for and could not be read. */
  readonly unjudged: readonly UnjudgedEnvironment[];
  /** Null without policy files: the built-in minimum. */
  readonly policy: PolicyData | null;
  /** What the code declares for an environment; null where nobody said. */
  readonly desired: (environment: string) => AccessGraph | null;
  /** Is a database that was not read an error? */
  readonly isComplete: boolean;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Of rolegate, for the report. */
  readonly version: string;
}

/** Gate 5: judges live clusters, each as its environment. What could not be read is denied: nobody knows what it holds. */
export const liveGate = ({ servers, unjudged, policy, desired, isComplete, today, version }: LiveGateRequest): Report => {
  const report = reportOf(
    servers.flatMap((server) => subjectsOf(server, { desired: desired(server.environment.name), isComplete })),
    servers.map(({ reading }) => reading.input),
    { policy, today, version },
  );
  return unjudged.length === 0 ? report : { ...report, verdict: "deny", unjudged };
};

/** What was read of each cluster, without a judgement. */
export const liveSubjects = (servers: readonly LiveServer[]): readonly Subject[] =>
  servers.flatMap(({ reading, environment }) => groupServers([reading], () => environment));

const subjectsOf = ({ reading, environment }: LiveServer, live: LiveContext) =>
  groupServers([reading], () => environment).map((subject) => ({ ...subject, live }));
