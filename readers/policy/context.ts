import type { EnvironmentPolicy, PolicySource } from "../../model/policy";
import type { Problems } from "./problems";
import { quoted, suggestion } from "./words";
import type { PolicyNode } from "./yaml-tree";

/** What the files other than environments.yaml are read with. */
export interface PolicyContext {
  readonly problems: Problems;
  /** By name; undefined for an environment with problems of its own. Null where environments.yaml could not be read. */
  readonly environments: ReadonlyMap<string, EnvironmentPolicy | undefined> | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Null: waivers may name any rule. */
  readonly rules: ReadonlyMap<string, { readonly waivable: boolean }> | null;
}

/** Asks for an environment that environments.yaml has; undefined where it has none, or one that is not readable itself. */
export const environmentNamed = (name: string, source: PolicySource, { environments, problems }: PolicyContext): EnvironmentPolicy | undefined => {
  if (environments === null || environments.has(name)) return environments?.get(name);
  problems.add(source, `environments.yaml has no environment ${quoted(name)}: ${suggestion(name, [...environments.keys()])}`);
  return undefined;
};

/** Finds what says the same thing again: call it for each node with what makes it the same, and how to mend it. */
export const duplicateFinder = (problems: Problems): ((key: readonly string[], { source }: PolicyNode, what: string, fix?: string) => void) => {
  const seen = new Map<string, PolicySource>();
  return (key, { source }, what, fix = "keep one") => {
    const text = JSON.stringify(key);
    const first = seen.get(text);
    if (first === undefined) seen.set(text, source);
    else problems.add(source, `${what} stands twice, first in line ${first.line}: ${fix}`);
  };
};
