import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** As PostgreSQL counts by default (scram_iterations). */
const ITERATIONS = 4096;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/**
 * What a server stores of a password, made here as psql's \password makes it (RFC 5803): the password itself is in no statement, and so in no log of the
 * server. One beyond ASCII goes as it is, for its normal form is the server's business; so does a verifier.
 */
export const storedPassword = (password: string, salt: Buffer = randomBytes(SALT_BYTES)): string => {
  if (!/^[ -~]*$/.test(password) || isVerifier(password)) return password;
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, "sha256");
  const keyed = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${stored}:${keyed("Server Key").toString("base64")}`;
};

const isVerifier = (password: string): boolean => /^SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$/.test(password);

/** An md5 verifier serves whoever reads it as the password. */
export const isMd5Verifier = (password: string): boolean => /^md5[0-9a-f]{32}$/.test(password);
