import { type AccessGraph, EMPTY_GRAPH, type Membership, type Role } from "../../../model/access-graph";
import { closureOf } from "../../../model/closure";
import { indexGraph } from "../../../model/graph-index";
import { heldOn } from "../../../model/held-capability";
import { predefinedRole } from "../../../model/predefined-roles";
import type { Explained } from "../../../reporters/explanation";
import { membership, role } from "../../support/graphs";

const MAJOR = 16;

/**
 * A server of `count` roles as they are met: teams of applications that reach nothing, operators in groups that monitor and signal, a few
 * loaders that reach files and programs by groups of their own, and somebody who grants what they hold. The same for the same count.
 */
export const serverOf = (count: number): AccessGraph => {
  const { roles, memberships, role, grant } = newServer();
  const groups = Math.max(2, Math.floor(count / 25));
  const teams = Array.from({ length: groups }, (_, at) => role(`team_${at}`, { login: false }));
  const watchers = Array.from({ length: Math.ceil(groups / 4) }, (_, at) => role(`ops_region_${at}`, { login: false }));
  for (const [at, group] of watchers.entries()) {
    grant("pg_monitor", group);
    if (at % 2 === 0) grant("pg_signal_backend", group, { inherit: false });
  }
  const unload = role("unload", { login: false });
  grant("pg_execute_server_program", unload);
  const files = role("file_exchange", { login: false });
  grant("pg_read_server_files", files);
  grant("pg_write_server_files", files, { inherit: false });
  const warehouse = role("warehouse", { login: false });
  grant("pg_read_all_data", warehouse);
  const owner = role("release_manager", { createrole: true });
  grant(unload, owner, { inherit: false, set: false, admin: true });
  for (let at = 0; roles.length < count; at++) {
    const kind = at % 20;
    const group = (list: readonly string[]): string => list[(at * 7) % list.length] ?? "";
    if (kind < 13) grant(group(teams), role(`app_${at}`));
    else if (kind < 16) grant(group(watchers), role(`ops_${at}`));
    else if (kind < 18) grant(warehouse, role(`report_${at}`));
    else if (kind === 18) grant(files, role(`exchange_${at}`), { inherit: at % 3 !== 0 });
    else grant(unload, role(`etl_${at}`), { inherit: at % 2 === 0 });
  }
  role("postgres", { superuser: true });
  return { ...EMPTY_GRAPH, roles, memberships };
};

/** A server of `count` roles no two of which are alike: each is a member of three of many groups, which hold predefined roles of all tiers. */
export const tangledServerOf = (count: number): AccessGraph => {
  const { roles, memberships, role, grant } = newServer();
  const groups = Array.from({ length: Math.max(4, Math.floor(count / 20)) }, (_, at) => role(`group_${at}`, { login: false }));
  for (const [at, group] of groups.entries()) {
    grant(HELD[at % HELD.length] ?? "", group);
    grant(HELD[(at * 3 + 1) % HELD.length] ?? "", group, { inherit: false });
  }
  for (let at = 0; roles.length < count; at++) {
    const member = role(`role_${at}`);
    for (const step of [1, 7, 31]) grant(groups[(at * step + (at >> 4)) % groups.length] ?? "", member, { inherit: (at >> (step % 5)) % 2 === 0 });
  }
  return { ...EMPTY_GRAPH, roles, memberships };
};
const HELD = ["pg_monitor", "pg_read_all_data", "pg_signal_backend", "pg_checkpoint", "pg_read_server_files", "pg_execute_server_program", "pg_write_all_data"];

const newServer = () => {
  const roles: Role[] = [];
  const memberships: Membership[] = [];
  return {
    roles,
    memberships,
    role: (name: string, more: Partial<Role> = {}): string => {
      roles.push(role(name, more));
      return name;
    },
    grant: (granted: string, member: string, more: Partial<Membership> = {}): void => {
      memberships.push(membership(member, granted, { inherit: true, set: true, ...more }));
    },
  };
};

/** What every role of a graph reaches, as `explain --all` has it. */
export const explainedOf = (graph: AccessGraph, environment = "prod"): Explained => {
  const index = indexGraph(graph);
  const closure = closureOf(index, { major: MAJOR, administrators: ["postgres"] });
  const names = index.roleNames.filter((name) => predefinedRole(name) === undefined);
  return {
    explanations: names.map((role) => ({
      environment,
      role,
      postgres: [MAJOR],
      capabilities: closure.reaches(role).map((reach) => heldOn(reach, [MAJOR])),
    })),
    unseen: [],
  };
};
