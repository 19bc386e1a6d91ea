import { existsSync, statSync } from "node:fs";
import { platform } from "node:os";
import { resolve } from "node:path";
import { InputError } from "../../model/input-error";
import type { Io } from "../io";
import { readText } from "../read-text";
import { homeFile } from "./home-file";
import { type SslMode, type Verification, verificationOf } from "./tls";
import type { Parameters } from "./url";

/** What a TLS connection shows and verifies, files already read. */
export interface TlsSettings {
  readonly verification: Verification;
  /** PEM; null: the system's. */
  readonly ca: string | null;
  readonly crl: string | null;
  readonly client: { readonly cert: string; readonly key: string; readonly passphrase: string | null } | null;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
}

/** For a connection that is not encrypted. */
export const NO_TLS: TlsSettings = { verification: "none", ca: null, crl: null, client: null, minVersion: "TLSv1.2" };

/** Reads the files that `sslrootcert`, `sslcert`, `sslkey` and `sslcrl` name, or those at their usual places. Throws `InputError` for what is missing or readable by others. */
export const tlsOf = (mode: SslMode, merged: Parameters, { env, cwd }: Pick<Io, "cwd" | "env">): TlsSettings => {
  const textOf = (file: string): string => readText(resolve(cwd, file), file);
  const usual = (name: string): string | undefined => {
    const file = homeFile(env, name, name);
    return existsSync(file) ? file : undefined;
  };
  const minVersion = merged.ssl_min_protocol_version === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
  const client = clientCertificate(merged, usual, textOf, cwd);
  const crl = merged.sslcrl === undefined ? null : textOf(merged.sslcrl);
  if (merged.sslrootcert === "system") return { verification: verificationOf(mode, "system"), ca: null, crl, client, minVersion };
  const root = merged.sslrootcert ?? usual("root.crt");
  if (root === undefined && mode.startsWith("verify-"))
    throw new InputError(`sslmode \`${mode}\` needs a root certificate, and \`${homeFile(env, "root.crt", "root.crt")}\` is not there`, [
      "name it with sslrootcert, or take sslrootcert=system for a certificate of a public authority",
    ]);
  return { verification: verificationOf(mode, root === undefined ? "none" : "file"), ca: root === undefined ? null : textOf(root), crl, client, minVersion };
};

const clientCertificate = (
  merged: Parameters,
  usual: (name: string) => string | undefined,
  textOf: (file: string) => string,
  cwd: string,
): TlsSettings["client"] => {
  const certificate = merged.sslcert ?? usual("postgresql.crt");
  if (certificate === undefined) return null;
  const key = merged.sslkey ?? usual("postgresql.key");
  if (key === undefined) throw new InputError(`the client certificate \`${certificate}\` has no key`, ["name it with sslkey"]);
  const stats = statSync(resolve(cwd, key), { throwIfNoEntry: false });
  // As libpq: the key of root may be read by its group.
  if (platform() !== "win32" && stats !== undefined && (stats.mode & (stats.uid === 0 ? 0o037 : 0o077)) !== 0)
    throw new InputError(`the key \`${key}\` may be read by others`, ["make it `chmod 0600`"]);
  return { cert: textOf(certificate), key: textOf(key), passphrase: merged.sslpassword ?? null };
};
