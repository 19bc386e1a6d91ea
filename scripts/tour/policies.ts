import { isMap, isSeq, parseDocument } from "yaml";
import { readPolicyFolder } from "../../cli/policy-folder";
import type { EnvironmentKind, PolicyData } from "../../model/policy";
import { RULES } from "../../policies/rules/index";
import { readPolicies } from "../../readers/policy/read-policies";
import type { Workspace } from "./workspace";

/** A server that stands for the environments of one kind. */
export interface StandIn {
  readonly host: string;
  readonly port: number;
  readonly systemIdentifier: string;
}

/** Points the copied environments.yaml at the tour's servers, and lets our own provider in; comments and all else stay. */
export const pointAtServers = (workspace: Workspace, servers: Readonly<Record<EnvironmentKind, StandIn>>, major: number): void => {
  const document = parseDocument(workspace.read("policies/environments.yaml"));
  const environments = document.get("environments");
  if (!isSeq(environments)) throw new Error("policies/environments.yaml has no list of environments");
  for (const environment of environments.items) {
    if (!isMap(environment)) continue;
    const { host, port, systemIdentifier } = servers[environment.get("kind") as EnvironmentKind];
    environment.set("postgres", major);
    environment.set("endpoints", document.createNode([{ host, port }], { flow: true }));
    environment.set("systemIdentifier", systemIdentifier);
  }
  document.addIn(["providers"], "rolegate/rolegate");
  workspace.write("policies/environments.yaml", document.toString({ lineWidth: 0 }));
};

const DAY = 86_400_000;
/** Entries that end sooner than this are put off in the copy: the tour shows an allowlist in force, whenever it is run. */
const ROOM_DAYS = 15;

/** Puts off what ends soon, in the copied allowlist and in the copied program; answers the new last day, or null where nothing ended soon. */
export const putOffEnds = (workspace: Workspace, now: number): string | null => {
  const soon = dayOf(now + ROOM_DAYS * DAY);
  const later = dayOf(now + 2 * ROOM_DAYS * DAY);
  const ends = [...workspace.read("policies/allowlist.yaml").matchAll(/^\s*expires:\s*["']?(\d{4}-\d{2}-\d{2})/gm)]
    .map(([, end = ""]) => end)
    .filter((end) => end < soon);
  for (const file of ["policies/allowlist.yaml", "main.ts"]) {
    workspace.write(
      file,
      ends.reduce((text, end) => text.replaceAll(end, later), workspace.read(file)),
    );
  }
  return ends.length === 0 ? null : later;
};

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The copied policy files, as the gates read them. */
export const loadCopiedPolicies = (workspace: Workspace, today: string): PolicyData =>
  readPolicies(readPolicyFolder("policies", workspace.folder), { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) });
