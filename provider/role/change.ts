import type { AccessGraph, Setting } from "../../model/access-graph";
import type { Capability } from "../../model/capability";
import type { Step } from "../../model/report";
import { type PlannedChange, plannedBy } from "../planned-change";
import { at, type PathStep } from "../plugin/diagnostics";
import { FLAGS, type RoleFacts } from "./facts";
import { renameRole } from "./rename";

export const PLANNED_ROLE = plannedBy("rolegate_role");

/** What a resource makes of one role: it is made, altered, or renamed with all that it holds. */
export class RoleChange implements PlannedChange {
  readonly place = at("name");

  constructor(
    /** What it is called before; null where it is made. */
    readonly priorName: string | null,
    private readonly wanted: RoleFacts,
    /** A new password lets somebody else in: then the role is changed whatever else is. */
    private readonly setsPassword: boolean,
  ) {}

  applyTo(graph: AccessGraph): AccessGraph {
    const { name } = this.wanted.role;
    const { priorName } = this;
    const isThere = priorName !== null && priorName !== name && graph.roles.some((role) => role.name === priorName);
    return withSettings(this.withRole(isThere ? renameRole(graph, priorName, name) : graph), name, this.wanted.settings);
  }

  private withRole(graph: AccessGraph): AccessGraph {
    const { role } = this.wanted;
    const found = graph.roles.find(({ name }) => name === role.name);
    if (found === undefined) return { ...graph, roles: [...graph.roles, role] };
    const isSame = FLAGS.every(({ flag }) => found[flag] === role[flag]) && (!this.setsPassword || found.origin === PLANNED_ROLE);
    return isSame ? graph : { ...graph, roles: graph.roles.map((each) => (each === found ? role : each)) };
  }

  isSame(other: PlannedChange): boolean {
    return other instanceof RoleChange && this.text() === other.text();
  }

  private text(): string {
    return JSON.stringify([this.priorName, this.wanted, this.setsPassword]);
  }

  overlapWith(other: PlannedChange): string | null {
    if (!(other instanceof RoleChange) || this.name !== other.name) return null;
    // The same resource is asked as what stands, and as what takes its place.
    return (this.priorName === null) === (other.priorName === null) ? `the role ${this.name}` : null;
  }

  get isRename(): boolean {
    return this.priorName !== null && this.priorName !== this.name;
  }

  get name(): string {
    return this.wanted.role.name;
  }

  placeOf({ from, by }: Step): readonly PathStep[] | null {
    return by === "login-setting" && from === this.name ? at("settings", "role") : null;
  }

  placeOfOwn(subject: string, capability: Capability): readonly PathStep[] | null {
    const attribute = subject === this.name ? ATTRIBUTES[capability] : undefined;
    return attribute === undefined ? null : at(attribute);
  }
}

/** What attributes give of themselves. */
const ATTRIBUTES: Partial<Record<Capability, string>> = {
  superuser: "superuser",
  "create-role": "create_role",
  "create-database": "create_database",
  replication: "replication",
  "bypass-row-security": "bypass_row_level_security",
};

/** Settings of the role become those that are wanted; one that is there stays the same fact. */
const withSettings = (graph: AccessGraph, role: string, wanted: readonly Setting[]): AccessGraph => {
  const isSame = (a: Setting, b: Setting): boolean => a.name === b.name && a.database === b.database && a.value === b.value;
  const stays = (setting: Setting): boolean => setting.role !== role || wanted.some((other) => isSame(setting, other));
  const kept = graph.settings.filter(stays);
  const added = wanted.filter((setting) => !kept.some((other) => other.role === role && isSame(setting, other)));
  return kept.length === graph.settings.length && added.length === 0 ? graph : { ...graph, settings: [...kept, ...added] };
};
