import { handshakeLine, whyNotStarted } from "../../../provider/plugin/handshake";

const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };

describe("the handshake", () => {
  test.each([
    [{}, "`rolegate provider install` makes it known to Terraform"],
    [{ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: "5" }, "speaks plugin protocol 6"],
  ])("whoever is no Terraform of today is told so: %j", (env, words) => expect(whyNotStarted(env)).toContain(words));

  test.each(["5,6", "6,5", "6"])("Terraform offers %s", (versions) => expect(whyNotStarted({ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: versions })).toBeNull());

  test("one line says where the server is", () => {
    expect(handshakeLine({ network: "unix", path: "/tmp/s" }, "CERT")).toBe("1|6|unix|/tmp/s|grpc|CERT\n");
    expect(handshakeLine({ network: "tcp", port: 12_345 }, null)).toBe("1|6|tcp|127.0.0.1:12345|grpc|\n");
  });
});
