import { rankOf } from "../model/capability";
import { PUBLIC } from "../model/closure/object-index";
import { type HeldCapability, heldOn } from "../model/held-capability";
import { InputError } from "../model/input-error";
import { shownName } from "../model/path-words";
import type { PolicyData } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import { isPossiblyTrue } from "../model/unknown";
import { inputAt, type SharedInput, sharedInput } from "../policies/input";
import type { Subject } from "../policies/judge";
import type { DefinerFunction, Explained, Explanation } from "../reporters/explanation";
import type { UnseenFact } from "./inputs";
import { didYouMean } from "./nearest";

/** What `explain` looks at: values only. */
export interface ExplainRequest {
  readonly subjects: readonly Subject[];
  readonly unseen: readonly UnseenFact[];
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Null: every role, predefined ones left out. */
  readonly role: string | null;
}

/** What roles reach in each environment. Throws `InputError`, with the nearest names, for a role that no environment has. */
export const explain = ({ subjects, unseen, policy, today, role }: ExplainRequest): Explained => {
  const inputs = subjects.map(({ environment, graph }) => sharedInput(environment, graph, policy, today));
  const having = role === null ? inputs : inputs.filter(({ index }) => role === PUBLIC || index.role(role) !== undefined);
  if (role !== null && having.length === 0) throw unknownRole(role, inputs);
  const names = new Set(having.map(({ environment }) => environment.name));
  return {
    explanations: having.flatMap((shared) => explanationsOf(shared, role === null ? explainedRoles(shared) : [role])),
    unseen: unseen.filter(({ environment }) => names.has(environment)).map(({ environment, text }) => `${environment}: ${text}`),
    functions: having.flatMap(definerFunctions),
  };
};

/** What a path may lead through and owners may accept. */
const definerFunctions = ({ environment, graph }: SharedInput): readonly DefinerFunction[] =>
  graph.functions.filter(({ securityDefiner }) => isPossiblyTrue(securityDefiner)).map((fact) => ({ environment: environment.name, fact }));

const explainedRoles = ({ index }: SharedInput): readonly string[] => index.roleNames.filter((name) => predefinedRole(name) === undefined);

/** All that each of the roles reaches in one environment, at each of its majors. */
const explanationsOf = (shared: SharedInput, roles: readonly string[]): readonly Explanation[] => {
  const { environment } = shared;
  const closures = environment.majors.map((major) => ({ major, closure: inputAt(major, shared).closure }));
  return roles.map((name) => {
    const reached = new Map<string, HeldCapability>();
    for (const { major, closure } of closures) {
      for (const reach of closure.reaches(name)) {
        // A path of one major may not be one of another: then each is shown with its majors.
        const key = JSON.stringify([reach.capability, reach.certainty, reach.condition, reach.path, reach.source, reach.follows]);
        reached.set(key, heldOn(reach, [...(reached.get(key)?.postgres ?? []), major]));
      }
    }
    return { environment: environment.name, role: name, postgres: environment.majors, capabilities: [...reached.values()].sort(byDanger) };
  });
};

const byDanger = (a: HeldCapability, b: HeldCapability): number => rankOf(b.tier) - rankOf(a.tier);

const unknownRole = (role: string, inputs: readonly SharedInput[]): InputError => {
  const names = new Set(inputs.flatMap(({ index }) => index.roleNames));
  return new InputError(`there is no role ${shownName(role)} in the input`, [...didYouMean(role, names), "`rolegate explain --all INPUT` lists every role"]);
};
