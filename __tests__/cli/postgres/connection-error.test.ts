import { connectionError, isRefusedEncryption } from "../../../cli/postgres/connection-error";
import { connectionSettings } from "../../../cli/postgres/settings";
import { folderWith } from "../world";

const settings = () => {
  const cwd = folderWith({});
  return connectionSettings("postgres://u:hunter2@h/d", undefined, { cwd, env: { HOME: cwd } });
};
const answer = (code: string, message = "the server's words") => Object.assign(new Error(message), { severity: "FATAL", code });
const failure = (code: string, message = code) => Object.assign(new Error(message), { code });
const NO_ENTRY = answer("28000", 'no pg_hba.conf entry for host "::1", user "u", database "d", SSL off');
const NO_TLS = new Error("The server does not support SSL connections");

describe("what is said of a connection that fails", () => {
  it.each<[unknown, string, boolean]>([
    [answer("28P01"), "the password of `u` is wrong, or it has none", true],
    [NO_ENTRY, "pg_hba.conf has no entry for `u` from here", true],
    [answer("28000", 'role "u" is not permitted to log in'), "`u` may not log in", true],
    [answer("3D000"), "there is no database `d`", false],
    [answer("42501"), "`u` may not enter the database `d`", false],
    [answer("57P03"), "it is starting, stopping or recovering", false],
    [answer("53300"), "it has no connection left", false],
    [answer("XX000"), "it refuses the session", false],
    [NO_TLS, "it has no TLS, and sslmode `prefer` wants it", true],
    [failure("ECONNREFUSED"), "nothing listens there", false],
    [failure("ENOTFOUND"), "the host `h` is not known", false],
    [failure("ETIMEDOUT"), "it does not answer", false],
    [new Error("timeout expired"), "it does not answer", false],
    [failure("ECONNRESET"), "the connection was closed before the session began", false],
    [new Error("Connection terminated unexpectedly"), "the connection was closed before the session began", false],
    [failure("CERT_HAS_EXPIRED"), "its certificate has expired", true],
    [failure("ERR_TLS_CERT_ALTNAME_INVALID"), "its certificate is for another host than `h`", true],
    [failure("DEPTH_ZERO_SELF_SIGNED_CERT"), "no root certificate that is trusted stands behind its certificate", true],
    [failure("EPROTO"), "the TLS handshake failed", true],
  ])("is what to do, and whether the other encryption is worth a try: %s", async (error, words, isRefused) => {
    const said = connectionError(error, error, await settings());
    expect(said).toMatchObject({ name: "InputError", message: `cannot connect to \`postgres://u@h:5432/d\`: ${words}` });
    expect(isRefusedEncryption(error)).toBe(isRefused);
    expect(JSON.stringify({ ...said, message: said.message })).not.toContain("hunter2");
  });

  it("is of the first try where the second one says less", async () => {
    const said = async (last: unknown, first: unknown) => connectionError(last, first, await settings()).message;
    expect(await said(NO_ENTRY, answer("28P01"))).toContain("is wrong");
    expect(await said(NO_TLS, NO_ENTRY)).toContain("no entry");
    expect(await said(answer("28P01"), NO_ENTRY)).toContain("is wrong");
  });
});
