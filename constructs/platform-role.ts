/**
 * The roles that vendors give their customers for administration, as literals, for completion; a test compares them with
 * model/platforms.ts. Holding one is tier control, whatever the platform.
 */
export type PlatformRole =
  | "rds_superuser"
  | "cloudsqlsuperuser"
  | "alloydbsuperuser"
  | "azure_pg_admin"
  | "supabase_privileged_role"
  | "neon_superuser"
  | "avnadmin_group"
  | "_avnadmin_managed"
  | "doadmin_group"
  | "_doadmin_managed";
