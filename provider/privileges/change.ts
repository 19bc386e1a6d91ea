import type { AccessGraph, DefaultPrivilege, Grant } from "../../model/access-graph";
import { parsePrivileges } from "../../model/privilege-words";
import type { Step } from "../../model/report";
import type { PlannedChange } from "../planned-change";
import { at, type PathStep } from "../plugin/diagnostics";
import { overlapOf, owns, type PrivilegesClaim, sameClaim } from "./claim";
import { defaultPrivilegeOf, granteeOf, grantOf, type Target } from "./facts";
import { isPlaced, kindOf, OTHERS, PRIVILEGE_ATTRIBUTES, type PrivilegeAttribute } from "./wanted";

/** What a resource makes of the grants of one role: those that it owns become what it gives. */
export class PrivilegesChange implements PlannedChange {
  private added: readonly (Grant | DefaultPrivilege)[] = [];

  constructor(
    readonly claim: PrivilegesClaim,
    /** What the resource owned before, and lets nothing remain of. */
    private readonly former: PrivilegesClaim | null,
  ) {}

  get place(): readonly PathStep[] {
    return at(PRIVILEGE_ATTRIBUTES.find((attribute) => this.claim.asked.has(attribute)) ?? "role");
  }

  applyTo(graph: AccessGraph): AccessGraph {
    const grantee = granteeOf(this.claim.role);
    const mine = { grants: new Map<string, Grant>(), defaults: new Map<string, DefaultPrivilege>() };
    for (const grant of graph.grants) if (grant.grantee === grantee && this.owns(grant)) mine.grants.set(factKey(grant), grant);
    for (const given of graph.defaultPrivileges) if (given.grantee === grantee && this.ownsDefault(given)) mine.defaults.set(factKey(given), given);
    const wanted = wantedFacts(this.claim, graph);
    const added = {
      grants: wanted.grants.filter((grant) => !mine.grants.delete(factKey(grant))),
      defaults: wanted.defaults.filter((given) => !mine.defaults.delete(factKey(given))),
    };
    this.added = [...added.grants, ...added.defaults];
    const removed: ReadonlySet<object> = new Set([...mine.grants.values(), ...mine.defaults.values()]);
    if (removed.size === 0 && this.added.length === 0) return graph;
    return {
      ...graph,
      grants: [...graph.grants.filter((grant) => !removed.has(grant)), ...added.grants],
      defaultPrivileges: [...graph.defaultPrivileges.filter((given) => !removed.has(given)), ...added.defaults],
    };
  }

  isSame(other: PlannedChange): boolean {
    return other instanceof PrivilegesChange && sameClaim(this.claim, other.claim);
  }

  overlapWith(other: PlannedChange): string | null {
    return other instanceof PrivilegesChange ? overlapOf(this.claim, other.claim) : null;
  }

  /** The function that a step calls, where this change gives EXECUTE on it. */
  placeOf({ by, via }: Step): readonly PathStep[] | null {
    const given = by !== "function" ? undefined : this.added.find((fact) => "object" in fact && via?.includes(`${fact.schema}.${fact.object}(`) === true);
    return given?.schema == null ? null : at("functions", given.schema);
  }

  private owns(grant: Grant): boolean {
    const target = targetOf(grant);
    if (target === null || (grant.database !== null && target.attribute !== "databases" && !this.isHere(grant.database))) return false;
    return this.claims().some((claim) => owns(claim, target.attribute, target.place, target.name));
  }

  private ownsDefault({ owner, database }: DefaultPrivilege): boolean {
    return this.isHere(database) && this.claims().some(({ asked }) => asked.get("default_privileges")?.has(owner) === true);
  }

  private isHere(database: string): boolean {
    return this.claim.database === null || this.claim.database === database;
  }

  private claims(): readonly PrivilegesClaim[] {
    return this.former === null ? [this.claim] : [this.claim, this.former];
  }
}

const ROUTINES: ReadonlySet<string> = new Set(["function", "procedure", "routine"]);
const ATTRIBUTES: Partial<Record<Grant["objectType"], Target["attribute"]>> = {
  database: "databases",
  schema: "schemas",
  table: "tables",
  column: "tables",
  sequence: "sequences",
  parameter: "parameters",
};

/** What an attribute calls the target of a grant; null for what no attribute is about. */
const targetOf = ({ objectType, schema, object, arguments: types }: Grant): Target | null => {
  const attribute = ROUTINES.has(objectType) ? "functions" : ATTRIBUTES[objectType];
  if (attribute === undefined) return null;
  return { attribute, place: isPlaced(attribute) ? (schema ?? "") : "", name: attribute === "functions" ? `${object}(${types ?? ""})` : (object ?? OTHERS) };
};

const factKey = (fact: Grant | DefaultPrivilege): string =>
  "owner" in fact
    ? JSON.stringify([fact.owner, fact.objectType, fact.schema, fact.privilege, fact.grantable])
    : JSON.stringify([
        ROUTINES.has(fact.objectType) ? "routine" : fact.objectType,
        fact.database,
        fact.schema,
        fact.object,
        fact.arguments ?? null,
        fact.columns,
        fact.privilege,
        fact.grantable,
      ]);

/** `*` is every object that is known and not named; of a server that is not known yet all that there will be. */
const wantedFacts = ({ role, database, asked }: PrivilegesClaim, graph: AccessGraph) => {
  const grants: Grant[] = [];
  const defaults: DefaultPrivilege[] = [];
  for (const [attribute, of] of asked)
    for (const [place, names] of of)
      for (const [name, words] of names) {
        const kind = kindOf(attribute, name);
        const held = kind === null ? [] : parsePrivileges(kind, words);
        if (typeof held === "string") continue;
        for (const { privilege, grantable } of held) {
          if (attribute === "default_privileges") defaults.push(defaultPrivilegeOf(place, name, role, database, privilege, grantable));
          else
            for (const object of name === OTHERS ? othersIn(graph, { attribute, place, name }, database, names) : [name])
              grants.push({ ...grantOf({ attribute, place, name: object }, role, database, privilege, grantable), ...(object === OTHERS && ALL_OF_THEM) });
        }
      }
  return { grants, defaults };
};

const ALL_OF_THEM: Pick<Grant, "object"> = { object: null };

/** Names that `*` stands for: of what leads nowhere, such as a plain table, there may be more, and no path needs them. */
const othersIn = (graph: AccessGraph, { attribute, place }: Target, database: string | null, named: ReadonlyMap<string, string>): readonly string[] => {
  if (graph.databases.length === 0) return [OTHERS];
  return knownObjects(graph, attribute, place, database).filter((name) => !named.has(name));
};

const knownObjects = (graph: AccessGraph, attribute: PrivilegeAttribute, place: string, database: string | null): readonly string[] => {
  const isHere = (fact: { readonly database: string | null; readonly schema?: string | null }): boolean =>
    (database === null || fact.database === database) && (place === "" || fact.schema === place);
  switch (attribute) {
    case "databases":
      return graph.databases.map(({ name }) => name);
    case "schemas":
      return graph.schemas.filter(isHere).map(({ name }) => name);
    case "tables":
      return graph.relations.filter(isHere).map(({ name }) => name);
    case "functions":
      return graph.functions.filter(isHere).map(({ name, arguments: types }) => `${name}(${types ?? ""})`);
    default:
      return [];
  }
};
