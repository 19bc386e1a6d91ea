import { InputError } from "../../model/input-error";
import type { Parameters } from "./url";

interface ParameterFact {
  /** The variable that gives it where nothing nearer does. */
  readonly variable?: string;
  /** `used`: it is followed; `harmless`: it changes nothing that is read; else the values that are followed, all others are refused. */
  readonly followed: "used" | "harmless" | readonly string[];
}

/**
 * The parameters of libpq and their variables (https://www.postgresql.org/docs/current/libpq-connect.html and libpq-envars.html). One that is not
 * followed is refused: it may demand a safety that this connection would not have.
 */
const PARAMETERS: Readonly<Record<string, ParameterFact>> = {
  host: { variable: "PGHOST", followed: "used" },
  port: { variable: "PGPORT", followed: "used" },
  dbname: { variable: "PGDATABASE", followed: "used" },
  user: { variable: "PGUSER", followed: "used" },
  password: { variable: "PGPASSWORD", followed: "used" },
  passfile: { variable: "PGPASSFILE", followed: "used" },
  service: { variable: "PGSERVICE", followed: "used" },
  sslmode: { variable: "PGSSLMODE", followed: "used" },
  sslrootcert: { variable: "PGSSLROOTCERT", followed: "used" },
  sslcert: { variable: "PGSSLCERT", followed: "used" },
  sslkey: { variable: "PGSSLKEY", followed: "used" },
  sslpassword: { followed: "used" },
  sslcrl: { variable: "PGSSLCRL", followed: "used" },
  ssl_min_protocol_version: { variable: "PGSSLMINPROTOCOLVERSION", followed: ["TLSv1.2", "TLSv1.3"] },
  ssl_max_protocol_version: { variable: "PGSSLMAXPROTOCOLVERSION", followed: [] },
  channel_binding: { variable: "PGCHANNELBINDING", followed: ["disable", "prefer", "require"] },
  connect_timeout: { variable: "PGCONNECT_TIMEOUT", followed: "used" },
  options: { variable: "PGOPTIONS", followed: "used" },
  application_name: { variable: "PGAPPNAME", followed: "harmless" },
  fallback_application_name: { followed: "harmless" },
  client_encoding: { variable: "PGCLIENTENCODING", followed: "harmless" },
  keepalives: { followed: "harmless" },
  keepalives_idle: { followed: "harmless" },
  keepalives_interval: { followed: "harmless" },
  keepalives_count: { followed: "harmless" },
  tcp_user_timeout: { followed: "harmless" },
  sslcompression: { variable: "PGSSLCOMPRESSION", followed: "harmless" },
  sslsni: { variable: "PGSSLSNI", followed: "harmless" },
  krbsrvname: { variable: "PGKRBSRVNAME", followed: "harmless" },
  gsslib: { variable: "PGGSSLIB", followed: "harmless" },
  gssdelegation: { variable: "PGGSSDELEGATION", followed: "harmless" },
  load_balance_hosts: { variable: "PGLOADBALANCEHOSTS", followed: "harmless" },
  gssencmode: { variable: "PGGSSENCMODE", followed: ["disable", "prefer"] },
  sslnegotiation: { variable: "PGSSLNEGOTIATION", followed: ["postgres"] },
  sslcertmode: { variable: "PGSSLCERTMODE", followed: ["allow"] },
  target_session_attrs: { variable: "PGTARGETSESSIONATTRS", followed: ["any"] },
  replication: { followed: ["false", "off", "no", "0"] },
  require_auth: { variable: "PGREQUIREAUTH", followed: [] },
  requirepeer: { variable: "PGREQUIREPEER", followed: [] },
  requiressl: { variable: "PGREQUIRESSL", followed: ["0"] },
  sslcrldir: { variable: "PGSSLCRLDIR", followed: [] },
  hostaddr: { variable: "PGHOSTADDR", followed: [] },
};

/** What the variables of the environment give; an empty one counts as not set. */
export const environmentParameters = (env: Readonly<Record<string, string | undefined>>): Parameters =>
  Object.fromEntries(
    Object.entries(PARAMETERS).flatMap(([name, { variable }]) => {
      const value = variable === undefined ? undefined : env[variable];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );

/** Throws `InputError` for a parameter of `where` that libpq does not know, and for one that is not followed here. */
export const refuseUnfollowed = (parameters: Parameters, where: string): void => {
  for (const [name, value] of Object.entries(parameters)) {
    const fact = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (fact === undefined) throw new InputError(`${where} has the parameter \`${name}\`, which PostgreSQL does not know`);
    if (typeof fact.followed === "string" || fact.followed.includes(value)) continue;
    throw new InputError(`${where} demands \`${name}=${value}\`, which rolegate does not follow`, [
      fact.followed.length === 0 ? `leave \`${name}\` out` : `it follows ${fact.followed.map((each) => `\`${each}\``).join(", ")}`,
    ]);
  }
};
