/** What Terraform puts into the environment of a provider that it starts, and nobody else does. */
const COOKIE = { name: "TF_PLUGIN_MAGIC_COOKIE", value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };
const PROTOCOL = "6";

type Environment = Readonly<Record<string, string | undefined>>;

/** Why this process is no provider of somebody's; null where Terraform started it and speaks the protocol. */
export const whyNotStarted = (env: Environment): string | null => {
  if (env[COOKIE.name] !== COOKIE.value)
    return "This is rolegate's Terraform provider. Terraform starts it by itself; `rolegate provider install` makes it known to Terraform.";
  const versions = (env.PLUGIN_PROTOCOL_VERSIONS ?? PROTOCOL).split(",");
  return versions.includes(PROTOCOL)
    ? null
    : `rolegate's provider speaks plugin protocol 6, and this Terraform ${versions.join(", ")}: it needs Terraform 1.5 or later.`;
};

/** Where Terraform finds the server, as the one line that it reads. */
export type Address = { readonly network: "unix"; readonly path: string } | { readonly network: "tcp"; readonly port: number };

export const handshakeLine = (address: Address, certificate: string | null): string => {
  const place = address.network === "unix" ? address.path : `127.0.0.1:${address.port}`;
  return `1|${PROTOCOL}|${address.network}|${place}|grpc|${certificate ?? ""}\n`;
};

/** What `TF_REATTACH_PROVIDERS` says for a provider that runs already, in clear: for tests and debuggers. */
export const reattachValue = (provider: string, address: Address, pid: number): string =>
  JSON.stringify({
    [provider]: {
      Protocol: "grpc",
      ProtocolVersion: Number(PROTOCOL),
      Pid: pid,
      Test: true,
      Addr: { Network: address.network, String: address.network === "unix" ? address.path : `127.0.0.1:${address.port}` },
    },
  });
