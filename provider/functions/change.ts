import { functionWords } from "../../model/accepted-functions";
import type { AccessGraph, Grant } from "../../model/access-graph";
import { functionDigest } from "../../model/function-digest";
import type { FunctionFact } from "../../model/object-facts";
import type { Step } from "../../model/report";
import { type PlannedChange, plannedBy } from "../planned-change";
import { at, type PathStep } from "../plugin/diagnostics";
import { PrivilegesChange } from "../privileges/change";
import { type FunctionClaim, signatureOf, typesOf } from "./claim";

const PLANNED = plannedBy("rolegate_function");

/** What a resource makes of one function and of everybody's EXECUTE on it. */
export class FunctionChange implements PlannedChange {
  constructor(
    readonly claim: FunctionClaim,
    /** Whose owner or executors change, so that a step through it is of this change. */
    readonly place: readonly PathStep[] = at("name"),
  ) {}

  applyTo(graph: AccessGraph): AccessGraph {
    const wanted = factOf(this.claim);
    const [before] = graph.functions.filter((fact) => isOf(fact, wanted));
    const grants = grantsOf(this.claim, wanted);
    const held = graph.grants.filter((grant) => isOn(grant, wanted));
    const owners: readonly string[] = [this.claim.owner];
    const kept = held.filter(({ grantee }) => owners.includes(grantee) || grants.some((grant) => grant.grantee === grantee));
    const added = grants.filter(({ grantee }) => !kept.some((grant) => grant.grantee === grantee));
    const isSame = before !== undefined && textOf(before) === textOf(wanted);
    if (isSame && added.length === 0 && kept.length === held.length) return graph;
    const removed: ReadonlySet<object> = new Set(held.filter((grant) => !kept.includes(grant)));
    return {
      ...graph,
      functions: isSame ? graph.functions : [...graph.functions.filter((fact) => fact !== before), wanted],
      grants: [...graph.grants.filter((grant) => !removed.has(grant)), ...added],
    };
  }

  isSame(other: PlannedChange): boolean {
    return other instanceof FunctionChange && JSON.stringify(mapless(other.claim)) === JSON.stringify(mapless(this.claim));
  }

  overlapWith(other: PlannedChange): string | null {
    const { claim } = this;
    const isHere = (database: string | null): boolean => database === null || claim.database === null || database === claim.database;
    if (other instanceof FunctionChange)
      return isHere(other.claim.database) && signatureOf(other.claim) === signatureOf(claim) ? `the function ${signatureOf(claim)}` : null;
    if (other instanceof PrivilegesChange && isHere(other.claim.database) && other.claim.asked.get("functions")?.has(claim.schema) === true)
      return `EXECUTE of ${other.claim.role} on ${signatureOf(claim)}`;
    return null;
  }

  placeOf({ by, via }: Step): readonly PathStep[] | null {
    return by === "function" && via === functionWords(factOf(this.claim)) ? at("executors") : null;
  }
}

const mapless = ({ settings, ...claim }: FunctionClaim): object => ({ ...claim, settings: [...settings] });

const factOf = (claim: FunctionClaim): FunctionFact => {
  const settings = [...claim.settings].map(([name, value]) => `${name}=${value}`);
  return {
    name: claim.name,
    schema: claim.schema,
    database: claim.database,
    arguments: typesOf(claim),
    kind: "function",
    language: claim.language,
    securityDefiner: claim.securityDefiner,
    owner: claim.owner,
    extension: null,
    isTrigger: claim.returns === "trigger",
    isEventTrigger: claim.returns === "event_trigger",
    publicByDefault: false,
    searchPath: claim.settings.get("search_path") ?? null,
    sha256: functionDigest({ owner: claim.owner, language: claim.language, settings, body: claim.body, securityDefiner: claim.securityDefiner }),
    runs: [],
    origin: PLANNED,
  };
};

const grantsOf = ({ executors }: FunctionClaim, { database, schema, name, arguments: types }: FunctionFact): readonly Grant[] =>
  executors.map((executor) => ({
    grantee: executor === "public" ? "PUBLIC" : executor,
    privilege: "EXECUTE",
    objectType: "function",
    database,
    schema,
    object: name,
    arguments: types ?? "",
    columns: [],
    grantable: false,
    origin: PLANNED,
  }));

const isOf = (fact: FunctionFact, { database, schema, name, arguments: types }: FunctionFact): boolean =>
  fact.database === database && fact.schema === schema && fact.name === name && fact.arguments === types;

const ROUTINES: ReadonlySet<string> = new Set(["function", "procedure", "routine"]);
const isOn = (grant: Grant, { database, schema, name, arguments: types }: FunctionFact): boolean =>
  ROUTINES.has(grant.objectType) && grant.database === database && grant.schema === schema && grant.object === name && grant.arguments === types;

const textOf = ({ origin: _, ...fact }: FunctionFact): string => JSON.stringify(Object.entries(fact).toSorted(([a], [b]) => (a < b ? -1 : 1)));
