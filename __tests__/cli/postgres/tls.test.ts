import { encryptions, SSL_MODES, sslModeOf, verificationOf } from "../../../cli/postgres/tls";

describe("sslmode", () => {
  it.each([
    ["disable", ["none"], "none", "authority", "host"],
    ["allow", ["none", "tls"], "none", "authority", "host"],
    ["prefer", ["tls", "none"], "none", "authority", "host"],
    ["require", ["tls"], "none", "authority", "host"],
    ["verify-ca", ["tls"], "authority", "authority", "host"],
    ["verify-full", ["tls"], "host", "host", "host"],
  ] as const)("`%s` is tried and verified as libpq does", (mode, tried, withoutRoot, withRoot, withSystem) => {
    expect(encryptions(mode, false)).toEqual(tried);
    expect(encryptions(mode, true)).toEqual(["none"]);
    expect(["none" as const, "file" as const, "system" as const].map((root) => verificationOf(mode, root))).toEqual([withoutRoot, withRoot, withSystem]);
  });

  it("is prefer by default, and verify-full where the system's roots are trusted", () => {
    expect(sslModeOf(undefined, undefined)).toBe("prefer");
    expect(sslModeOf("", "root.crt")).toBe("prefer");
    expect(sslModeOf(undefined, "system")).toBe("verify-full");
    for (const mode of SSL_MODES) expect(sslModeOf(mode, undefined)).toBe(mode);
  });

  it("is refused where it is none, and where it is too weak for the system's roots", () => {
    expect(() => sslModeOf("no-verify", undefined)).toThrow("there is no sslmode `no-verify`");
    expect(() => sslModeOf("verify-ca", "system")).toThrow("too weak");
  });
});
