import type { Escalation } from "../escalation";
import { appliedCode } from "./applied-code";
import { catalogReads } from "./catalog-reads";
import { catalogSchema } from "./catalog-schema";
import { catalogWrites } from "./catalog-writes";
import { credentialViews } from "./credential-views";
import { definerFunctions } from "./definer-functions";
import { definerTriggers } from "./definer-triggers";
import { eventTriggerCode } from "./event-trigger-code";
import { extensionFunctions } from "./extension-functions";
import { fileTables } from "./file-tables";
import { foreignWrappers } from "./foreign-wrappers";
import { jobTables } from "./job-tables";
import { lenientLanguages } from "./lenient-languages";
import { openMappings } from "./open-mappings";
import { parameterGrants } from "./parameter-grants";
import { refreshedCode } from "./refreshed-code";
import { templateOwnership } from "./template-ownership";
import { triggerCode } from "./trigger-code";
import { untrustedFunctions } from "./untrusted-functions";
import { untrustedTriggers } from "./untrusted-triggers";
import { withheldFunctions } from "./withheld-functions";

/** Every way beyond memberships, in the order in which pages and tests name them. */
export const ESCALATIONS: readonly Escalation[] = [
  withheldFunctions,
  extensionFunctions,
  untrustedFunctions,
  untrustedTriggers,
  lenientLanguages,
  definerFunctions,
  definerTriggers,
  fileTables,
  openMappings,
  foreignWrappers,
  parameterGrants,
  catalogReads,
  credentialViews,
  catalogWrites,
  catalogSchema,
  eventTriggerCode,
  refreshedCode,
  triggerCode,
  appliedCode,
  templateOwnership,
  jobTables,
];
