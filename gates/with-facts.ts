import { type AccessGraph, FACT_LISTS, type Membership, mergeGraphs } from "../model/access-graph";
import { InputError } from "../model/input-error";
import { areCreators } from "../model/membership-options";
import { ownedBy } from "../model/membership-scopes";
import type { ServerChange } from "../model/reading";
import type { Subject } from "../policies/judge";
import type { LiveServer } from "./live";

/**
 * The subjects of a change, that of the live server's environment with what the server holds beside it: it was there before, so that what only it
 * shows is standing. Throws an InputError where no input is about that environment.
 */
export const withFacts = (subjects: readonly Subject[], facts: LiveServer): readonly Subject[] => {
  const met = subjectOf(subjects, facts);
  return subjects.map((subject) => (subject === met ? together(subject, facts) : subject));
};

const subjectOf = (subjects: readonly Subject[], { environment, reading }: LiveServer): Subject => {
  const named = subjects.filter((subject) => subject.environment.name === environment.name);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  const names = subjects.map((subject) => `\`${subject.environment.name}\``).join(", ");
  throw only === undefined
    ? new InputError(`\`${reading.input.path}\` is the environment \`${environment.name}\`, and no input is about it`, [`they are about ${names}`])
    : new InputError(`it cannot be told which of several servers \`${reading.input.path}\` is`, ["name their hosts in environments.yaml"]);
};

/** What the input says comes first: of two facts about one thing it is the one that tells where it was written. */
const together = ({ environment, graph, change }: Subject, { environment: live, reading }: LiveServer): Subject => {
  const server = mergeGraphs(reading.servers.map((each) => each.graph));
  const after = left(server, graph, change);
  return {
    environment: {
      ...live,
      endpoint: environment.endpoint,
      providerLogins: environment.providerLogins,
      ...(environment.claimedAs !== undefined && { claimedAs: environment.claimedAs }),
    },
    graph: mergeGraphs([graph, after]),
    change: {
      before: mergeGraphs(change === undefined ? [server] : [change.before, unmanaged(server, change.before)]),
      kept: new Set([...(change?.kept ?? []), ...FACT_LISTS.flatMap((list): readonly object[] => after[list])]),
      revoked: change?.revoked ?? [],
      rewritten: change?.rewritten ?? new Set(),
    },
    live: { desired: null, isComplete: false },
  };
};

/** What the change leaves: roles that it manages are as it says, and what it takes away by name is gone. */
const left = (server: AccessGraph, graph: AccessGraph, change: ServerChange | undefined): AccessGraph => {
  const kept = unmanaged(server, graph);
  // What is held as a whole is as it says; another grantor's row goes as well.
  const isInScope = ownedBy(graph.membershipScopes);
  const isOwned = (membership: Membership): boolean => isInScope(membership) && !areCreators(membership);
  if (change === undefined) return { ...kept, memberships: kept.memberships.filter((membership) => !isOwned(membership)) };
  const still = new Set(graph.memberships.map(keyOf));
  const taken = new Set(change.before.memberships.map(keyOf).filter((key) => !still.has(key)));
  const rows = new Map<string, number>();
  for (const membership of server.memberships) rows.set(keyOf(membership), (rows.get(keyOf(membership)) ?? 0) + 1);
  // Another grantor's row outlives a REVOKE.
  const isGone = (membership: Membership): boolean => taken.has(keyOf(membership)) && rows.get(keyOf(membership)) === 1;
  return { ...kept, memberships: kept.memberships.filter((membership) => !isGone(membership) && !isOwned(membership)) };
};

const unmanaged = (server: AccessGraph, { roles }: AccessGraph): AccessGraph => {
  const managed = new Set(roles.filter(({ source }) => source === "managed").map(({ name }) => name));
  return { ...server, roles: server.roles.filter(({ name }) => !managed.has(name)) };
};

const keyOf = ({ member, role }: Membership): string => JSON.stringify([member, role]);
