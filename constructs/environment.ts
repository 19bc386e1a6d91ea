import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentKind } from "../model/policy";
import type { Database } from "./access";
import { branded, GATED_APP, type IN } from "./brand";
import { type Engine, EnvironmentFacts } from "./environment-facts";
import { EnvironmentStack } from "./environment-stack";
import type { GatedAppFacts } from "./gated-app";
import { Capture, placeOf } from "./origin";
import type { ServerProgramPermit } from "./permit";
import { type Place, refuse } from "./refusal";
import type { DatabaseName, EnvironmentName, MajorOf, PermittedRole } from "./register";

/**
 * How Terraform connects to an environment's cluster. Host, port and database come from policies/environments.yaml, so
 * that the gates can tell which cluster a plan is about; a password comes from `PGPASSWORD` or a token, never from here.
 *
 * @see https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs
 */
export interface EnvironmentProps {
  /**
   * Which provider writes what the program says: `postgresql` is the community's cyrilgdn/postgresql, `rolegate` our own, which writes memberships
   * with INHERIT and SET, owns them as a whole, in one transaction, and judges them at plan time. The personas are the same.
   * @default "postgresql"
   */
  readonly engine?: "postgresql" | "rolegate";
  /**
   * Folder of the policy files, seen from where Terraform runs, for the engine `rolegate`, which judges its own plans. What they permit counts
   * where `ROLEGATE_POLICIES_SHA256` is their digest.
   * @default - nothing in tiers files, os and superuser is permitted
   */
  readonly policies?: string;
  /**
   * The role that Terraform connects as.
   * @default - `PGUSER` at plan and apply
   */
  readonly username?: string;
  /**
   * The database that Terraform connects to.
   * @default - the first of `databases` in policies/environments.yaml, else `postgres`
   */
  readonly database?: string;
  /**
   * How the connection is encrypted and the server's certificate checked.
   * @default - `audit.sslmode` in policies/environments.yaml, else `verify-full`
   */
  readonly sslmode?: "disable" | "require" | "verify-ca" | "verify-full";
  /**
   * File with the certificates that the server's is checked against.
   * @default - the system's
   */
  readonly sslrootcert?: string;
  /**
   * Files of the certificate and key that Terraform shows.
   * @default - none
   */
  readonly clientcert?: { readonly cert: string; readonly key: string };
  /**
   * Seconds to wait for a connection.
   * @default 180
   */
  readonly connectTimeout?: number;
  /**
   * Connections that the provider may open at once; of the engine `postgresql`.
   * @default 20
   */
  readonly maxConnections?: number;
  /**
   * A token of AWS instead of a password, for RDS and Aurora.
   * @default - none
   */
  readonly awsRdsIam?: { readonly region?: string; readonly profile?: string; readonly roleArn?: string };
  /**
   * A token of Azure instead of a password, for Flexible Server.
   * @default - none
   */
  readonly azureIdentity?: { readonly tenantId?: string };
  /**
   * The service account of Google Cloud to act as; needs `scheme: "gcppostgres"`.
   * @default - none
   */
  readonly gcpServiceAccount?: string;
  /**
   * How the provider reaches the server; of the engine `postgresql`.
   * @default "postgres"
   */
  readonly scheme?: "postgres" | "awspostgres" | "gcppostgres";
}

/**
 * One cluster: one stack, one state, one provider configuration. Made by `Environment.shared` or `Environment.isolated`,
 * so that whoever reads the program sees which it is.
 *
 * @typeParam E - name of the environment
 */
export interface Environment<E extends string = string> extends TerraformStack {
  readonly [IN]: E;
  readonly environmentName: E;
  readonly kind: EnvironmentKind;
  /** PostgreSQL's major, from policies/environments.yaml. */
  readonly postgres: MajorOf<E>;
  /**
   * A database of the environment.
   *
   * @throws where policies/environments.yaml lists databases and this is none of them
   */
  database(name: DatabaseName<E>): Database<E>;
}

/** An environment that others use too: nothing in it is given a way to the server's operating system. */
export interface SharedEnvironment<E extends string = string> extends Environment<E> {
  readonly kind: "shared";
}

/** An environment that the security owners declared isolated: the only kind that can permit server programs. */
export interface IsolatedEnvironment<E extends string = string> extends Environment<E> {
  readonly kind: "isolated";
  /**
   * Lets one role of this environment run programs on the server, as far as policies/allowlist.yaml does. The permit goes
   * into the `memberOf` of that role's `DbaPersona`.
   *
   * @throws where the allowlist has no entry for the role; whether an entry holds today is for the gates
   * @see https://www.postgresql.org/docs/current/predefined-roles.html
   */
  permitServerProgram<const R extends PermittedRole<E, "execute-server-program">>(role: R): ServerProgramPermit<E, R>;
}

interface EnvironmentMaker {
  /**
   * A shared environment.
   *
   * @param app the `GatedApp`, or a construct inside it
   * @param name as in policies/environments.yaml
   * @throws where the policy files do not know the environment or call it isolated, and where it is declared twice
   */
  shared<const E extends EnvironmentName<"shared">>(app: Construct, name: E, props?: EnvironmentProps): SharedEnvironment<E>;
  /**
   * An isolated environment.
   *
   * @param app the `GatedApp`, or a construct inside it
   * @param name as in policies/environments.yaml
   * @throws where the policy files do not know the environment or call it shared, and where it is declared twice
   */
  isolated<const E extends EnvironmentName<"isolated">>(app: Construct, name: E, props?: EnvironmentProps): IsolatedEnvironment<E>;
}

const maker = (kind: EnvironmentKind) => {
  const make = (scope: Construct, name: string, props: EnvironmentProps = {}): EnvironmentStack => {
    const capture = new Capture(make);
    const place = placeOf(name, capture);
    const app = branded<GatedAppFacts>(scope.node.root, GATED_APP);
    if (app === undefined) throw refuse(`environment \`${name}\` stands outside a GatedApp, so nothing would judge it`, place);
    const policy = app.environments.get(name);
    if (policy === undefined) throw refuse(`policies/environments.yaml has no environment \`${name}\`${known(app)}`, place);
    if (policy.kind !== kind) throw refuse(`environment \`${name}\` is ${policy.kind} in policies/environments.yaml, not ${kind}`, place);
    if (app.declared.has(name)) throw refuse(`environment \`${name}\` is declared twice`, place);
    app.declared.add(name);
    return new EnvironmentStack(scope, new EnvironmentFacts(app.policies, policy, checkedEngine(props.engine, place)), props, capture);
  };
  return make;
};

const checkedEngine = (engine: unknown = "postgresql", place: Place): Engine => {
  if (engine === "postgresql" || engine === "rolegate") return engine;
  throw refuse(`the engine is "postgresql" or "rolegate", not \`${String(engine)}\``, place);
};

const known = ({ environments }: GatedAppFacts): string =>
  environments.size === 0 ? "" : `; it has ${[...environments.keys()].map((name) => `\`${name}\``).join(", ")}`;

/**
 * Declares the environments of a program. Each needs an explicit backend: cdktf's default is a file at an absolute path of
 * one machine.
 *
 * @example
 * ```ts
 * import { S3Backend } from "cdktf";
 * import { Environment, GatedApp } from "rolegate";
 *
 * const app = new GatedApp();
 * const prod = Environment.shared(app, "prod", { username: "tfadmin" });
 * new S3Backend(prod, { bucket: "acme-terraform", key: "postgresql/prod", region: "eu-central-1" });
 * ```
 */
export const Environment = { shared: maker("shared"), isolated: maker("isolated") } as unknown as EnvironmentMaker;
