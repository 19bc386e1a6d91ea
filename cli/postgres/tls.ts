import { InputError } from "../../model/input-error";

/** The values of `sslmode`, from least to most. */
export const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** What to try, in this order: the next one only where the server or its pg_hba.conf refuses the one before. */
export type Encryption = "none" | "tls";

/**
 * How libpq tries TLS (https://www.postgresql.org/docs/current/libpq-ssl.html): `allow` takes it where it must, `prefer` where it can. A socket
 * is on one machine and never encrypted, whatever the mode says.
 */
export const encryptions = (mode: SslMode, isSocket: boolean): readonly Encryption[] => (isSocket ? ["none"] : ENCRYPTIONS[mode]);

const ENCRYPTIONS: Readonly<Record<SslMode, readonly Encryption[]>> = {
  disable: ["none"],
  allow: ["none", "tls"],
  prefer: ["tls", "none"],
  require: ["tls"],
  "verify-ca": ["tls"],
  "verify-full": ["tls"],
};

/** What of the server's certificate is verified: nothing, that a root certificate stands behind it, also that it names the host. */
export type Verification = "none" | "authority" | "host";

/** With a root certificate at hand every mode verifies the authority, also those that do not ask for it; `system` asks for everything. */
export const verificationOf = (mode: SslMode, root: "none" | "file" | "system"): Verification => {
  if (mode === "verify-full" || root === "system") return "host";
  return mode === "verify-ca" || root === "file" ? "authority" : "none";
};

/** Throws `InputError` for a mode that PostgreSQL does not have, and for one too weak for the system's root certificates. */
export const sslModeOf = (mode: string | undefined, rootCertificate: string | undefined): SslMode => {
  const isSystem = rootCertificate === "system";
  if (mode === undefined || mode === "") return isSystem ? "verify-full" : "prefer";
  const known = SSL_MODES.find((name) => name === mode);
  if (known === undefined) throw new InputError(`there is no sslmode \`${mode}\``, [`there are ${SSL_MODES.join(", ")}`]);
  if (isSystem && known !== "verify-full")
    throw new InputError(`sslmode \`${mode}\` is too weak for \`sslrootcert=system\``, [
      "whoever has a certificate of any public authority would do: take verify-full",
    ]);
  return known;
};
