import type { Endpoint } from "../../model/policy";
import type { EnvironmentProps } from "../environment";
import { type Place, refuse } from "../refusal";
import type { RolegateProviderConfig } from "./bindings";

/** What the environment knows besides. */
interface Known {
  readonly environment: string;
  readonly endpoint: Endpoint;
  readonly database: string;
  readonly sslmode: string;
}

/** The provider block of our engine. Throws for what only the community provider has. */
export const rolegateProviderConfig = (props: EnvironmentProps, { environment, endpoint, database, sslmode }: Known, place: Place): RolegateProviderConfig => {
  for (const name of ["maxConnections", "scheme"] as const)
    if (props[name] !== undefined)
      throw refuse(`\`${name}\` is of the engine "postgresql": our provider holds one connection and finds its server by host`, place);
  const command = tokenCommand(props, endpoint, place);
  const { username, sslrootcert, clientcert, connectTimeout, policies } = props;
  return {
    host: endpoint.host,
    port: endpoint.port,
    database,
    sslmode,
    ...(policies !== undefined && { policies, environment }),
    ...(username !== undefined && { username }),
    ...(command !== null && { password_command: command }),
    ...(sslrootcert !== undefined && { sslrootcert }),
    ...(clientcert && { sslcert: clientcert.cert, sslkey: clientcert.key }),
    ...(connectTimeout !== undefined && { connect_timeout: connectTimeout }),
  };
};

/** The clouds' command lines print the tokens that the community provider asks for itself. */
const tokenCommand = ({ username, awsRdsIam, azureIdentity, gcpServiceAccount }: EnvironmentProps, { host, port }: Endpoint, place: Place): string | null => {
  const words = wordsOfToken();
  if (words === null) return null;
  const odd = words.find((word) => !/^[A-Za-z0-9_.:/@=-]+$/.test(word));
  if (odd !== undefined) throw refuse(`\`${odd}\` is no plain word, so it cannot stand in the command for the token`, place);
  return words.join(" ");

  function wordsOfToken(): readonly string[] | null {
    if (awsRdsIam) {
      if (username === undefined) throw refuse("a token of AWS is for one login: say `username`", place);
      if (awsRdsIam.roleArn !== undefined) throw refuse('`roleArn` is of the engine "postgresql": name a profile that assumes the role', place);
      const { region, profile } = awsRdsIam;
      const more = [...(region === undefined ? [] : ["--region", region]), ...(profile === undefined ? [] : ["--profile", profile])];
      return ["aws", "rds", "generate-db-auth-token", "--hostname", host, "--port", String(port), "--username", username, ...more];
    }
    if (azureIdentity) {
      const tenant = azureIdentity.tenantId === undefined ? [] : ["--tenant", azureIdentity.tenantId];
      return ["az", "account", "get-access-token", "--resource-type", "oss-rdbms", "--query", "accessToken", "--output", "tsv", ...tenant];
    }
    return gcpServiceAccount === undefined ? null : ["gcloud", "sql", "generate-login-token", `--impersonate-service-account=${gcpServiceAccount}`];
  }
};
