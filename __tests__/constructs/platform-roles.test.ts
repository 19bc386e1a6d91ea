import type { PlatformRole } from "../../constructs/platform-role";
import { PLATFORM_ROLE_NAMES } from "../../model/platforms";

// A record, so that the compiler demands every member of the union, and no other.
const NAMES: Record<PlatformRole, true> = {
  rds_superuser: true,
  cloudsqlsuperuser: true,
  alloydbsuperuser: true,
  azure_pg_admin: true,
  supabase_privileged_role: true,
  neon_superuser: true,
  avnadmin_group: true,
  _avnadmin_managed: true,
  doadmin_group: true,
  _doadmin_managed: true,
};

test("the platform roles that a DBA may name are those that the model knows", () => {
  expect(Object.keys(NAMES).sort()).toEqual([...PLATFORM_ROLE_NAMES].sort());
});
