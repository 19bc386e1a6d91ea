import type { JudgedEnvironment } from "../../model/environment";
import { InputError } from "../../model/input-error";
import { defaultAdministrators, type Platform } from "../../model/platforms";
import type { LiveReading } from "./read-live";

/** A server that answers, and is not the one that the policy files mean. */
export class OtherCluster extends InputError {
  override readonly name = "InputError";
}

/** What of a live server says which environment it is, and how it is judged. */
export type LiveFacts = Pick<LiveReading, "shown" | "major" | "version" | "systemIdentifier" | "bootstrapSuperuser" | "platform" | "graph">;

/**
 * The environment that host and port found, with what the server says of itself: its own version, and its real bootstrap superuser where
 * the policy files name no administrators. Throws `InputError` for another cluster than the policy files name.
 */
export const liveEnvironment = (resolved: JudgedEnvironment, live: LiveFacts): JudgedEnvironment => {
  const { policy } = resolved;
  const wanted = policy?.systemIdentifier ?? null;
  if (wanted !== null && wanted !== live.systemIdentifier)
    throw new OtherCluster(`\`${live.shown}\` is another cluster than the environment \`${resolved.name}\``, [
      `its system identifier is ${live.systemIdentifier}, and the policy files name ${wanted}`,
      "a restored or rebuilt server has a new one: let the owners of the policy files change it there",
    ]);
  const platform = policy === null ? madeBy(live) : resolved.platform;
  const defaults = defaultAdministrators(platform);
  const isDefault = policy === null || sameNames(policy.administrators, defaults);
  return {
    ...resolved,
    majors: [live.major],
    version: live.version,
    platform,
    recognised: live.platform,
    administrators: isDefault ? realAdministrators(defaults, live) : resolved.administrators,
  };
};

/** Roles by a vendor's names make nobody an administrator: whoever may create roles could make them. */
const madeBy = ({ platform }: LiveFacts): Platform => (platform.isSure ? platform.platform : "self-hosted");

/** The bootstrap superuser by its real name, and those of the vendor's roles that exist. */
const realAdministrators = (defaults: readonly string[], { bootstrapSuperuser, graph }: LiveFacts): readonly string[] => {
  const common = new Set(defaultAdministrators("self-hosted"));
  const existing = new Set(graph.roles.map(({ name }) => name));
  return [...new Set([bootstrapSuperuser, ...defaults.filter((name) => !common.has(name) && existing.has(name))])];
};

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name) => b.includes(name));
