import type { ResourceType } from "../provider-schema";
import { readExtension, readFunction } from "./code";
import { readDatabase, readSchema } from "./containers";
import type { ResourceReader } from "./context";
import { readDefaultPrivileges } from "./default-privileges";
import { readGrant } from "./grant";
import { readGrantRole } from "./grant-role";
import { readPublication, readReplicationSlot, readSecurityLabel, readSubscription } from "./reviewable";
import { readRole } from "./role";
import { readRolegateFunction } from "./rolegate-function";
import { readMembership, readMemberships } from "./rolegate-memberships";
import { readPrivileges } from "./rolegate-privileges";
import { readRolegateRole } from "./rolegate-role";

/** The resources that become facts; the provider's others are opaque. */
export const READERS: Readonly<Partial<Record<ResourceType, ResourceReader>>> = {
  postgresql_role: readRole,
  postgresql_grant_role: readGrantRole,
  postgresql_grant: readGrant,
  postgresql_default_privileges: readDefaultPrivileges,
  postgresql_database: readDatabase,
  postgresql_schema: readSchema,
  postgresql_extension: readExtension,
  postgresql_function: readFunction,
  postgresql_subscription: readSubscription,
  postgresql_replication_slot: readReplicationSlot,
  postgresql_physical_replication_slot: readReplicationSlot,
  postgresql_publication: readPublication,
  postgresql_security_label: readSecurityLabel,
  rolegate_memberships: readMemberships,
  rolegate_membership: readMembership,
  rolegate_role: readRolegateRole,
  rolegate_privileges: readPrivileges,
  rolegate_function: readRolegateFunction,
};
