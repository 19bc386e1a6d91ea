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

interface PlatformFact {
  /** The vendor's own logins: administrators by default, of no concern to the customer's policy. */
  readonly serviceRoles: readonly string[];
  /** What customers get for administration; holding one is `platform-administrator`, on every platform. */
  readonly administratorRoles: readonly string[];
  /** The vendor's roles that only say how a login is authenticated. */
  readonly authenticationRoles?: readonly string[];
}

/** Names as published by the vendors and seen in dumps of their clusters. */
const PLATFORM_FACTS: Readonly<Record<Platform, PlatformFact>> = {
  "self-hosted": { serviceRoles: [], administratorRoles: [] },
  rds: { serviceRoles: ["rdsadmin", "rdsrepladmin", "rdstopmgr"], administratorRoles: ["rds_superuser"], authenticationRoles: ["rds_iam", "rds_ad"] },
  aurora: { serviceRoles: ["rdsadmin", "rdsrepladmin", "rdstopmgr"], administratorRoles: ["rds_superuser"], authenticationRoles: ["rds_iam", "rds_ad"] },
  "cloud-sql": {
    serviceRoles: ["cloudsqladmin", "cloudsqlagent", "cloudsqlreplica", "cloudsqlimportexport"],
    administratorRoles: ["cloudsqlsuperuser"],
    authenticationRoles: ["cloudsqliamuser"],
  },
  alloydb: {
    serviceRoles: ["alloydbadmin", "alloydbagent", "alloydbreplica", "alloydbimportexport"],
    administratorRoles: ["alloydbsuperuser"],
    authenticationRoles: ["alloydbiamuser"],
  },
  "azure-flexible": { serviceRoles: ["azuresu", "replication"], administratorRoles: ["azure_pg_admin"] },
  supabase: { serviceRoles: ["supabase_admin"], administratorRoles: ["supabase_privileged_role"] },
  neon: { serviceRoles: ["cloud_admin", "neon_service"], administratorRoles: ["neon_superuser"] },
  crunchy: { serviceRoles: [], administratorRoles: [] },
  aiven: { serviceRoles: [], administratorRoles: ["avnadmin_group", "_avnadmin_managed"] },
  digitalocean: { serviceRoles: ["_dodb"], administratorRoles: ["doadmin_group", "_doadmin_managed"] },
};

/** The role that initdb makes; superuser, OID 10. Platforms keep it for themselves or rename it. */
const BOOTSTRAP_SUPERUSER = "postgres";

const PLATFORM_ROLES: ReadonlySet<string> = new Set(PLATFORMS.flatMap((platform) => PLATFORM_FACTS[platform].administratorRoles));
/** A vendor's administration role, by its name, on whatever platform it is met. */
export const isPlatformRole = (name: string): boolean => PLATFORM_ROLES.has(name);
export const PLATFORM_ROLE_NAMES: readonly string[] = [...PLATFORM_ROLES];

/** Does membership in the role only say how a login is authenticated there? */
export const isAuthenticationRole = (platform: Platform, name: string): boolean => PLATFORM_FACTS[platform].authenticationRoles?.includes(name) ?? false;

/** Who administers a cluster when the policy files do not say: the bootstrap superuser and the vendor's own logins. */
export const defaultAdministrators = (platform: Platform): readonly string[] => [BOOTSTRAP_SUPERUSER, ...PLATFORM_FACTS[platform].serviceRoles];
