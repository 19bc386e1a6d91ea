import type { Role } from "./access-graph";
import { AIVEN, DIGITALOCEAN } from "./platforms/aiven";
import { AURORA, RDS } from "./platforms/amazon";
import { AZURE_FLEXIBLE } from "./platforms/azure";
import { ALLOYDB_FACT, CLOUD_SQL_FACT } from "./platforms/google";
import { NEON } from "./platforms/neon";
import type { PlatformAttribute, PlatformFact, PlatformMembership } from "./platforms/platform-facts";
import { CRUNCHY, SELF_HOSTED } from "./platforms/self-managed";
import { SUPABASE } from "./platforms/supabase";

export type { PlatformFact };

/** Where a cluster runs. Platforms add roles of their own and change who may grant what. */
export const PLATFORMS = [
  "self-hosted",
  "rds",
  "aurora",
  "cloud-sql",
  "alloydb",
  "azure-flexible",
  "supabase",
  "neon",
  "crunchy",
  "aiven",
  "digitalocean",
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Names as published by the vendors and seen in dumps of their clusters. */
const PLATFORM_FACTS: Readonly<Record<Platform, PlatformFact>> = {
  "self-hosted": SELF_HOSTED,
  rds: RDS,
  aurora: AURORA,
  "cloud-sql": CLOUD_SQL_FACT,
  alloydb: ALLOYDB_FACT,
  "azure-flexible": AZURE_FLEXIBLE,
  supabase: SUPABASE,
  neon: NEON,
  crunchy: CRUNCHY,
  aiven: AIVEN,
  digitalocean: DIGITALOCEAN,
};

/** What is known of the platform, with sources: what the closure counts with, and what docs/platforms.md prints. */
export const platformFact = (platform: Platform): PlatformFact => PLATFORM_FACTS[platform];

/** The role that initdb makes; superuser, OID 10. Platforms keep it for themselves or rename it. */
const BOOTSTRAP_SUPERUSER = "postgres";

const PLATFORM_ROLES: ReadonlySet<string> = new Set(PLATFORMS.flatMap((platform) => PLATFORM_FACTS[platform].administratorRoles));
/** A vendor's administration role, by its name, on whatever platform it is met. */
export const isPlatformRole = (name: string): boolean => PLATFORM_ROLES.has(name);
export const PLATFORM_ROLE_NAMES: readonly string[] = [...PLATFORM_ROLES];

/** Names of roles that something is known of there: nearly all of a server's are the customer's own, and are told by one look. */
export const namesKnownOn = (platform: Platform): ReadonlySet<string> => {
  const known = NAMES.get(platform) ?? namesIn(PLATFORM_FACTS[platform]);
  NAMES.set(platform, known);
  return known;
};
const NAMES = new Map<Platform, ReadonlySet<string>>();
const namesIn = ({ authenticationRoles, groups, memberships, attributes, refused, replicationRole = "" }: PlatformFact): ReadonlySet<string> =>
  new Set([
    ...authenticationRoles,
    ...Object.keys(groups),
    ...memberships.map(({ member }) => member),
    ...Object.keys(attributes),
    ...refused.map(({ role }) => role),
    replicationRole,
  ]);

/** Does membership in the role only say how a login is authenticated there? */
export const isAuthenticationRole = (platform: Platform, name: string): boolean => PLATFORM_FACTS[platform].authenticationRoles.includes(name);

/** A group that the vendor made there, other than for administration: nobody logs in as it, and what it gives is known. */
export const isVendorGroup = (platform: Platform, name: string): boolean =>
  namesKnownOn(platform).has(name) && (isAuthenticationRole(platform, name) || Object.hasOwn(PLATFORM_FACTS[platform].groups, name));

/** Who administers a cluster when the policy files do not say: the bootstrap superuser and the vendor's own logins. */
export const defaultAdministrators = (platform: Platform): readonly string[] => [BOOTSTRAP_SUPERUSER, ...PLATFORM_FACTS[platform].serviceRoles];

/** What the vendor's administration role or group `member` is a member of, on servers of that major. */
export const platformMemberships = (platform: Platform, member: string, major: number): readonly PlatformMembership[] =>
  isPlatformRole(member) || isVendorGroup(platform, member)
    ? PLATFORM_FACTS[platform].memberships.filter((row) => row.member === member && (row.since ?? 0) <= major)
    : NONE;

const NONE: readonly PlatformMembership[] = [];

/**
 * Attributes of the vendor's administration role there. Before 16 CREATEROLE counts for every role of the server, which a
 * vendor that refuses roles keeps it from: what it is worth there is `platform-administrator`.
 */
export const platformAttributes = (platform: Platform, name: string, major: number): readonly PlatformAttribute[] =>
  (Object.hasOwn(PLATFORM_FACTS[platform].attributes, name) ? (PLATFORM_FACTS[platform].attributes[name] ?? []) : []).filter(
    (attribute) => attribute !== "createrole" || major >= 16,
  );

/** Does the platform keep every customer from granting the predefined role? */
export const isRefused = (platform: Platform, role: string, major: number): boolean =>
  PLATFORM_FACTS[platform].refused.some((refused) => refused.role === role && (refused.since ?? 0) <= major);

/** The group whose members may replicate, where the platform has that in place of the attribute REPLICATION. */
export const isReplicationRole = (platform: Platform, name: string): boolean => PLATFORM_FACTS[platform].replicationRole === name;

/** Does the platform keep password verifiers from everyone, whatever they hold? */
export const hidesVerifiers = (platform: Platform): boolean => PLATFORM_FACTS[platform].hidesVerifiers === true;

/** Most telling first: RDS before Aurora, whose roles it has and more; DigitalOcean before Aiven for the same reason. */
const RECOGNISED: readonly Platform[] = ["rds", "aurora", "cloud-sql", "alloydb", "azure-flexible", "neon", "digitalocean", "aiven", "supabase", "crunchy"];

/** The platform that has these roles, all of a live cluster; `self-hosted` where none is recognised. */
export const platformOf = (roleNames: Iterable<string>): Platform => {
  const names = new Set(roleNames);
  return RECOGNISED.find((platform) => PLATFORM_FACTS[platform].markers.some((marker) => marker.every((name) => names.has(name)))) ?? "self-hosted";
};

/** What a live cluster shows of the platform that it runs on. */
export interface RecognisedPlatform {
  readonly platform: Platform;
  /** What it shows itself by, each as a phrase; none where it is `self-hosted`, which nothing shows. */
  readonly evidence: readonly string[];
  /** Could only the vendor have made that? A role by a vendor's name alone can be made by whoever may create roles. */
  readonly isSure: boolean;
}

/** Names that settings of vendors begin with: what a reader asks a live server for. */
export const platformSettings = (): readonly string[] => [...new Set(RECOGNISED.flatMap((platform) => PLATFORM_FACTS[platform].settings ?? NO_NAMES))];

/**
 * The platform of a live cluster: by its roles, where it is the vendor's by its bootstrap superuser, another superuser or its settings, else by
 * its roles alone, which is not sure.
 */
export const recognisePlatform = (
  roles: readonly Pick<Role, "name" | "superuser">[],
  bootstrapSuperuser: string,
  settings: readonly string[],
): RecognisedPlatform => {
  const superusers = new Set(roles.filter(({ superuser }) => superuser === true).map(({ name }) => name));
  const evidenceOf = (platform: Platform): readonly string[] => {
    const { serviceRoles, markers, settings: own = NO_NAMES } = PLATFORM_FACTS[platform];
    // Not every service role has a name that only a vendor would give.
    const telling = serviceRoles.filter((name) => superusers.has(name) && markers.some((marker) => marker.includes(name)));
    const service = telling.map((name) => (name === bootstrapSuperuser ? `the bootstrap superuser is \`${name}\`` : `\`${name}\` is a superuser`));
    return [...service, ...own.filter((name) => settings.includes(name)).map((name) => `the server has settings \`${name}.\``)];
  };
  const byRoles = platformOf(roles.map(({ name }) => name));
  // The roles tell apart what one vendor has several of.
  const candidates = byRoles === "self-hosted" ? RECOGNISED : [byRoles, ...RECOGNISED];
  const sure = candidates.find((platform) => evidenceOf(platform).length > 0);
  if (sure !== undefined) return { platform: sure, evidence: evidenceOf(sure), isSure: true };
  if (byRoles === "self-hosted") return { platform: byRoles, evidence: [], isSure: false };
  return { platform: byRoles, evidence: ["it has roles by the vendor's names"], isSure: false };
};

const NO_NAMES: readonly string[] = [];
