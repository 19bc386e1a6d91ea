import { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { unresolved } from "../unresolved";

/** The source of our provider, which `rolegate provider install` lays out. */
const SOURCE = "rolegate/rolegate";
const NAME = "rolegate";
const GENERATOR = { providerName: NAME };

/** The provider block, by its attributes' names in Terraform. */
export interface RolegateProviderConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username?: string;
  readonly password_command?: string;
  readonly sslmode: string;
  readonly sslrootcert?: string;
  readonly sslcert?: string;
  readonly sslkey?: string;
  readonly connect_timeout?: number;
  readonly policies?: string;
  readonly environment?: string;
}

export class RolegateProvider extends TerraformProvider {
  readonly #config: RolegateProviderConfig;

  constructor(scope: Construct, id: string, config: RolegateProviderConfig) {
    super(scope, id, { terraformResourceType: NAME, terraformGeneratorMetadata: GENERATOR, terraformProviderSource: SOURCE });
    this.#config = config;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...this.#config };
  }
}

/** Place to name to words. */
type Words = Readonly<Record<string, string>>;
type PlacedWords = Readonly<Record<string, Words>>;

/** `rolegate_role` */
export interface RolegateRoleConfig {
  readonly name: string;
  readonly login?: boolean;
  readonly inherit?: boolean;
  readonly create_database?: boolean;
  readonly create_role?: boolean;
  readonly replication?: boolean;
  readonly bypass_row_level_security?: boolean;
  readonly connection_limit?: number;
  readonly valid_until?: string;
  readonly password_wo?: string;
  readonly password_wo_version?: string;
  readonly settings?: Words;
}

/** `rolegate_memberships` */
export interface RolegateMembershipsConfig {
  readonly members: readonly string[];
  readonly grants: PlacedWords;
}

/** `rolegate_membership` */
export interface RolegateMembershipConfig {
  readonly member: string;
  readonly role: string;
  readonly options?: string;
}

/** `rolegate_privileges` */
export interface RolegatePrivilegesConfig {
  readonly role: string;
  readonly database: string;
  readonly databases: Words;
  readonly schemas: Words;
  readonly tables?: PlacedWords;
  readonly sequences?: PlacedWords;
  readonly default_privileges?: PlacedWords;
}

/** `rolegate_function` */
export interface RolegateFunctionConfig {
  readonly name: string;
  readonly schema: string;
  readonly database?: string;
  readonly arguments: string;
  readonly returns: string;
  readonly language: string;
  readonly body: string;
  readonly security_definer: boolean;
  readonly settings: Words;
  readonly owner: string;
  readonly executors: readonly string[];
}

/** A resource of our provider: its attributes are what Terraform calls them. An aspect may change `config`. */
abstract class RolegateResource<C extends object> extends TerraformResource {
  config: C;

  constructor(scope: Construct, id: string, type: string, config: C) {
    super(scope, id, { terraformResourceType: type, terraformGeneratorMetadata: GENERATOR });
    this.config = config;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return Object.fromEntries(Object.entries(this.config));
  }

  override toTerraform(): ReturnType<TerraformResource["toTerraform"]> {
    return unresolved(this, super.toTerraform());
  }
}

export class RolegateRole extends RolegateResource<RolegateRoleConfig> {
  static readonly tfResourceType = "rolegate_role";
  constructor(scope: Construct, id: string, config: RolegateRoleConfig) {
    super(scope, id, RolegateRole.tfResourceType, config);
  }
}

export class RolegateMemberships extends RolegateResource<RolegateMembershipsConfig> {
  static readonly tfResourceType = "rolegate_memberships";
  constructor(scope: Construct, id: string, config: RolegateMembershipsConfig) {
    super(scope, id, RolegateMemberships.tfResourceType, config);
  }
}

export class RolegateMembership extends RolegateResource<RolegateMembershipConfig> {
  static readonly tfResourceType = "rolegate_membership";
  constructor(scope: Construct, id: string, config: RolegateMembershipConfig) {
    super(scope, id, RolegateMembership.tfResourceType, config);
  }
}

export class RolegatePrivileges extends RolegateResource<RolegatePrivilegesConfig> {
  static readonly tfResourceType = "rolegate_privileges";
  constructor(scope: Construct, id: string, config: RolegatePrivilegesConfig) {
    super(scope, id, RolegatePrivileges.tfResourceType, config);
  }
}

export class RolegateFunction extends RolegateResource<RolegateFunctionConfig> {
  static readonly tfResourceType = "rolegate_function";
  constructor(scope: Construct, id: string, config: RolegateFunctionConfig) {
    super(scope, id, RolegateFunction.tfResourceType, config);
  }
}
