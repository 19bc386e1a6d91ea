import { readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";

/**
 * The operating-system account that PostgreSQL runs as: null for our own. PostgreSQL refuses to run as root, so root gets an
 * unprivileged account that exists already. Throws an Error where there is none.
 */
export const serverAccount = () => {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0);
  const account = accounts.find(({ name }) => name === "nobody") ?? accounts[0];
  if (account === undefined) throw new Error("PostgreSQL does not run as root, and /etc/passwd names no other account");
  return account;
};

/** Can every account enter all folders above `path`, and `path` itself read and run or enter? */
export const isReachable = (path) => {
  if ((statSync(path).mode & 0o005) !== 0o005) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

/** Where temporary folders go: one that the server's account can enter. */
export const temporaryRoot = (account) => (account === null || isReachable(tmpdir()) ? tmpdir() : "/tmp");
