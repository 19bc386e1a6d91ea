import type { AccessGraph } from "../../model/access-graph";

/**
 * The validated loop of PostgreSQL's membership rules, written down as plainly as its description, for a graph where
 * everything is known. Slow on purpose: the closure of `model/` must agree with it on every random graph.
 */
export const referenceReach = (graph: AccessGraph, major: number, login: string): { identities: Set<string>; used: Set<string> } => {
  const attribute = new Map(graph.roles.map((role) => [role.name, role]));
  type Edge = { member: string; role: string; admin: boolean; inherit: boolean; set: boolean };
  const edges: Edge[] = graph.memberships.map((m) => ({
    member: m.member,
    role: m.role,
    admin: m.admin === true,
    inherit: major < 16 || m.inherit === null ? attribute.get(m.member)?.inherit !== false : m.inherit === true,
    set: major < 16 || m.set === null || m.set === true,
  }));
  const over = (keep: (edge: Edge) => boolean, from: string): Set<string> => {
    const seen = new Set([from]);
    for (const name of seen) for (const edge of edges) if (edge.member === name && keep(edge)) seen.add(edge.role);
    return seen;
  };
  const mem = (name: string) => over(() => true, name);
  const usage = (name: string) => over((edge) => edge.inherit, name);
  const setr = (name: string) => over((edge) => edge.set, name);
  const isSuper = (name: string) => attribute.get(name)?.superuser === true;
  const reserved = (name: string) => name.startsWith("pg_");
  const everyone = new Set([...attribute.keys(), ...edges.flatMap((edge) => [edge.member, edge.role])]);

  const controlled = new Set([login]);
  for (let before = -1; before !== controlled.size + edges.length; ) {
    before = controlled.size + edges.length;
    for (const account of controlled) {
      for (const identity of setr(account)) {
        const createrole = attribute.get(identity)?.createrole === true;
        const authority = major >= 16 ? usage(identity) : mem(identity);
        const admins = new Set(edges.filter((edge) => edge.admin && authority.has(edge.member)).map((edge) => edge.role));
        if (major < 16 && createrole) for (const name of everyone) if (!isSuper(name)) admins.add(name);
        for (const name of admins) {
          if (isSuper(name) || name === "pg_database_owner" || mem(name).has(account)) continue;
          if (edges.some((e) => e.member === account && e.role === name && e.admin && e.inherit && e.set)) continue;
          edges.push({ member: account, role: name, admin: true, inherit: true, set: true });
        }
        if (!createrole) continue;
        const groups = mem(identity);
        const targets = major < 16 ? everyone : edges.filter((edge) => edge.admin && groups.has(edge.member)).map((edge) => edge.role);
        for (const name of targets) if (!isSuper(name) && !reserved(name)) controlled.add(name);
      }
    }
  }
  const identities = new Set([...controlled].flatMap((account) => [...setr(account)]));
  const special = new Set(["pg_read_all_settings", "pg_read_all_stats", "pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"]);
  const power = (name: string) => [...usage(name), ...(major <= 14 ? [...mem(name)].filter((role) => special.has(role)) : [])];
  return { identities, used: new Set([...identities].flatMap(power)) };
};
