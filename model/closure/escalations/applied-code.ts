import { shownName } from "../../path-words";
import { isKnown } from "../../unknown";
import type { Escalation, Gift } from "../escalation";
import { dotted } from "./words";

/** Before 16 a subscription writes as its owner: the owner of a table that it writes may have an ALWAYS trigger there. */
export const appliedCode: Escalation = {
  id: "applied-code",
  title: "before PostgreSQL 16 whoever owns a table that a superuser's subscription writes has its triggers run as that superuser",
  until: 15,
  references: ["https://www.postgresql.org/docs/15/logical-replication-security.html", "https://www.postgresql.org/docs/16/release-16.html"],
  *find(objects) {
    const { superusers } = objects;
    const owners = objects.possibleSuperusers;
    const always = new Map<string, string[]>();
    for (const { table, database, function: called, always: fires } of objects.graph.triggers) {
      const owner = fires ? objects.functionNamed(database, called)?.owner : undefined;
      if (owner === undefined || owner === null || !isKnown(owner)) continue;
      const key = JSON.stringify([database, table.schema, table.name]);
      always.set(key, [...(always.get(key) ?? []), owner]);
    }
    for (const { name, database, owner, tables } of objects.graph.subscriptions) {
      if (!owners.has(owner)) continue;
      for (const table of tables) {
        const relation = objects.relationNamed(database, table);
        const runners = [...(relation === undefined ? [] : [relation.owner]), ...(always.get(JSON.stringify([database, table.schema, table.name])) ?? [])];
        const lower = [...new Set(runners)].filter((role) => !superusers.has(role)).map((role) => objects.roleMeant(role, database));
        if (lower.length === 0) continue;
        const gift: Gift = {
          capability: "superuser",
          access: [lower],
          database,
          source: `ownership of ${dotted(table)} or of a trigger function there`,
          condition: "once a superuser's subscription writes to the table, whose trigger it owns or can make",
          step: { to: owner, by: "ownership", via: `subscription ${shownName(name)}` },
        };
        yield gift;
      }
    }
  },
};
