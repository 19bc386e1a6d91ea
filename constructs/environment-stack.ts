import { isAbsolute } from "node:path";
import { PostgresqlProvider } from "@cdktf/provider-postgresql/lib/provider";
import { TerraformBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentKind } from "../model/policy";
import type { Database } from "./access";
import { type AccessGrant, accessGrants } from "./access-grants";
import { ENVIRONMENT, setBrand } from "./brand";
import type { EnvironmentProps } from "./environment";
import type { EnvironmentFacts } from "./environment-facts";
import { databaseHandle } from "./handles";
import { Capture, placeOf } from "./origin";
import { issuePermit, type ServerProgramPermit } from "./permit";
import { type Place, refuse } from "./refusal";
import { RolegateAccess } from "./rolegate/access";
import { RolegateProvider } from "./rolegate/bindings";
import { rolegateProviderConfig } from "./rolegate/provider-config";
import type { WrittenJson } from "./unresolved";
import { WrittenDefaultPrivileges, WrittenGrant } from "./written-resources";

/** No role has such an id: a role's is its Terraform name. */
const PROVIDER_ID = "provider configuration";

/** The stack behind `Environment.shared` and `Environment.isolated`: one cluster, one state, one provider configuration. */
export class EnvironmentStack extends TerraformStack {
  readonly environmentName: string;
  readonly kind: EnvironmentKind;
  readonly postgres: number;
  readonly #facts: EnvironmentFacts;
  readonly #place: Place;
  readonly #grants = new Map<string, WrittenGrant | WrittenDefaultPrivileges>();
  readonly #ours: RolegateAccess | null;
  #written = 0;

  constructor(scope: Construct, facts: EnvironmentFacts, props: EnvironmentProps, capture: Capture) {
    super(scope, facts.name);
    this.environmentName = facts.name;
    this.kind = facts.policy.kind;
    this.postgres = facts.major;
    this.#facts = facts;
    this.#place = placeOf(this.node.path, capture);
    setBrand(this, ENVIRONMENT, facts);
    this.#ours = facts.engine === "rolegate" ? new RolegateAccess(this, facts) : null;
    this.#configureProvider(props);
  }

  database(name: string): Database {
    this.#facts.checkDatabase(name, placeOf(this.node.path, new Capture(this.database)));
    return databaseHandle(this.#facts, name);
  }

  /** Throws in a shared environment, and for a role that the allowlist does not name. */
  permitServerProgram(role: string): ServerProgramPermit {
    const place = placeOf(this.node.path, new Capture(this.permitServerProgram));
    const { name } = this.#facts;
    if (this.kind === "shared") throw refuse(`${name} is a shared environment: only an isolated one permits server programs`, place);
    if (!this.#facts.isAllowlisted(role, "execute-server-program")) {
      throw refuse(`no entry of policies/allowlist.yaml lets \`${role}\` run server programs in ${name}`, place);
    }
    return issuePermit(name, role);
  }

  override ensureBackendExists(): TerraformBackend {
    const isBackend = (construct: unknown): construct is TerraformBackend => TerraformBackend.isBackend(construct);
    const backend = this.node.children.find(isBackend) ?? this.node.findAll().find(isBackend);
    if (backend !== undefined) return backend;
    throw refuse(
      `environment \`${this.environmentName}\` has no backend, and cdktf's default is a file at an absolute path of this machine; add one, such as \`new S3Backend(${this.environmentName}, { ... })\``,
      this.#place,
    );
  }

  override prepareStack(): void {
    this.#writeAccess();
    // A pass that looks for tokens which lead to other stacks: there are none in literals.
    this.#apart(
      () => super.prepareStack(),
      () => {},
    );
  }

  // `Testing.synth` does not prepare, and aspects may add personas after `prepareStack`.
  override toTerraform(): Record<string, unknown> {
    this.#writeAccess();
    const literals: WrittenJson[] = [];
    const others = this.#apart(
      (): StackJson => super.toTerraform(),
      (json) => literals.push(json),
    );
    // An override of the stack, or a second resource at one address, is merged with ours by cdktf's own rules.
    const json: StackJson = withLiterals(others, literals) ?? super.toTerraform();
    const path = json.terraform?.backend?.local?.path;
    if (typeof path === "string" && isAbsolute(path)) {
      throw refuse(
        `the state of environment \`${this.environmentName}\` is at \`${path}\`, a path of one machine; give the backend a relative one`,
        this.#place,
      );
    }
    return json;
  }

  #apart<T>(pass: () => T, literals: (json: WrittenJson) => void): T {
    this.#facts.literals = literals;
    try {
      return pass();
    } finally {
      this.#facts.literals = null;
    }
  }

  #configureProvider({ engine, ...said }: EnvironmentProps): void {
    const { policy } = this.#facts;
    const [endpoint] = policy.endpoints;
    if (endpoint === undefined) throw refuse(`environment \`${policy.name}\` has no endpoint in policies/environments.yaml`, this.#place);
    const database = said.database ?? policy.databases?.[0] ?? "postgres";
    const sslmode = said.sslmode ?? policy.audit?.sslmode ?? "verify-full";
    if (engine === "rolegate") {
      new RolegateProvider(this, PROVIDER_ID, rolegateProviderConfig(said, { environment: policy.name, endpoint, database, sslmode }, this.#place));
      return;
    }
    const { awsRdsIam, azureIdentity, gcpServiceAccount, policies, ...props } = said;
    if (policies !== undefined) throw refuse('`policies` is of the engine "rolegate": the community provider judges nothing', this.#place);
    new PostgresqlProvider(this, PROVIDER_ID, {
      ...props,
      host: endpoint.host,
      port: endpoint.port,
      database,
      sslmode,
      // What the provider would read as a superuser are the hashes of passwords.
      superuser: false,
      ...(awsRdsIam && { awsRdsIamAuth: true, ...prefixed(awsRdsIam) }),
      ...(azureIdentity && { azureIdentityAuth: true, ...(azureIdentity.tenantId !== undefined && { azureTenantId: azureIdentity.tenantId }) }),
      ...(gcpServiceAccount !== undefined && { gcpIamImpersonateServiceAccount: gcpServiceAccount }),
    });
  }

  // Once for what is known: an aspect may have changed a grant since, and `prepareStack` may come twice.
  #writeAccess(): void {
    const { access, memberships } = this.#facts;
    const said = access.length + memberships.length;
    if (this.#written === said) return;
    this.#written = said;
    if (this.#ours !== null) {
      this.#ours.write();
      return;
    }
    for (const grant of accessGrants(access)) this.#writeGrant(grant);
  }

  #writeGrant(grant: AccessGrant): void {
    const { said, name, owner, privileges, dependsOn } = grant;
    const address = `${owner === null ? WrittenGrant.tfResourceType : WrittenDefaultPrivileges.tfResourceType}.${name}`;
    const resource = this.#grants.get(address) ?? this.#newGrant(grant);
    resource.privileges = [...privileges];
    resource.dependsOn = [...dependsOn];
    this.#grants.set(address, resource);
    this.#facts.origins.set(address, said.capture);
  }

  #newGrant({ said, name, objectType, schema, owner }: AccessGrant): WrittenGrant | WrittenDefaultPrivileges {
    const config = { role: said.persona.role, database: said.database, objectType, privileges: [], ...(schema !== null && { schema }) };
    const resource = owner === null ? new WrittenGrant(said.construct, name, config) : new WrittenDefaultPrivileges(said.construct, name, { ...config, owner });
    resource.overrideLogicalId(name);
    return resource;
  }
}

type StackJson = {
  readonly resource?: WrittenJson;
  readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: unknown } } };
};

/** The stack's JSON with our resources in it; null where one of them is there already. */
const withLiterals = (json: StackJson, literals: readonly WrittenJson[]): StackJson | null => {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const [type, resources] of Object.entries(json.resource ?? {})) resource[type] = { ...resources };
  for (const [type, name, body] of literals.flatMap(rows)) {
    resource[type] ??= {};
    if (Object.hasOwn(resource[type], name)) return null;
    resource[type][name] = body;
  }
  return Object.keys(resource).length === 0 ? json : { ...json, resource };
};

const rows = (json: WrittenJson): readonly (readonly [string, string, unknown])[] =>
  Object.entries(json).flatMap(([type, resources]) => Object.entries(resources).map(([name, body]) => [type, name, body] as const));

const prefixed = ({ region, profile, roleArn }: NonNullable<EnvironmentProps["awsRdsIam"]>): Record<string, string> => ({
  ...(region !== undefined && { awsRdsIamRegion: region }),
  ...(profile !== undefined && { awsRdsIamProfile: profile }),
  ...(roleArn !== undefined && { awsRdsIamProviderRoleArn: roleArn }),
});
