import { wordOf } from "./difference";
import type { Found } from "./memberships";
import type { DriftScope } from "./scope";

/** Owners of databases and schemas, where the code says them. */
export const compareOwnerships = (scope: DriftScope, found: Found): void => {
  const { desired, live, standingOf } = scope;
  const owners = new Map(live.graph.ownerships.map(({ objectType, database, object, owner }) => [JSON.stringify([objectType, database, object]), owner]));
  for (const ownership of desired.ownerships) {
    const { objectType, database, object, owner, origin } = ownership;
    const actual = owners.get(JSON.stringify([objectType, database, object])) ?? null;
    if (actual === owner) continue;
    if (actual === null && objectType === "schema" && !live.databases.has(database) && live.graph.databases.some(({ name }) => name === database)) {
      found.untold.push(`the owner of schema ${wordOf(object)}: the database ${wordOf(database)} was not read`);
      continue;
    }
    found.differences.push({
      about: "ownership",
      role: owner,
      standing: standingOf(owner),
      detail: `owner of ${objectType} ${wordOf(object)}`,
      desired: wordOf(owner),
      actual: actual === null ? null : wordOf(actual),
      grantor: null,
      tier: null,
      origin,
      terraform: "mends",
      database: objectType === "database" ? null : database,
      mend: actual === null ? { act: "none", why: `there is no ${objectType} ${wordOf(object)}: the next apply makes it` } : { act: "own", ownership },
    });
  }
};
