import type { Endpoint, EnvironmentPolicy } from "../../model/policy";

/** The database that an audit enters first, unless the environment names one. */
const DEFAULT_DATABASE = "postgres";

/** One of the environment's endpoints as a URL, with what its `audit` says; the rest is found as libpq finds it. */
export const environmentUrl = ({ audit }: EnvironmentPolicy, { host, port }: Endpoint): string => {
  const { user, sslmode, database = DEFAULT_DATABASE } = audit ?? {};
  const isFolder = host.startsWith("/");
  const login = user === undefined ? "" : `${encodeURIComponent(user)}@`;
  const place = isFolder ? "" : host.includes(":") ? `[${host}]` : encodeURIComponent(host);
  const parameters = [...(isFolder ? [["host", host]] : []), ...(sslmode === undefined ? [] : [["sslmode", sslmode]])];
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`).join("&");
  return `postgres://${login}${place}:${port}/${encodeURIComponent(database)}${query === "" ? "" : `?${query}`}`;
};
