import { createPrivateKey, X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import { ownCertificate } from "../../../provider/plugin/certificate";

describe("the certificate of one provider process", () => {
  const now = new Date();
  const own = ownCertificate(now);
  const certificate = new X509Certificate(own.certificate);

  test("is self-signed, a CA of its own, for localhost, valid now, with the key that comes with it", () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(own.key))).toBe(true);
    expect(certificate.ca).toBe(true);
    expect(certificate.subjectAltName).toBe("DNS:localhost");
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(now.getTime());
    expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(now.getTime());
    expect(`${certificate.serialNumber}`).not.toBe(new X509Certificate(ownCertificate(now).certificate).serialNumber);
  });

  test("travels in the handshake as DER in base64 without padding", () => {
    expect(own.handshake).not.toContain("=");
    expect(Buffer.from(own.handshake, "base64").equals(certificate.raw)).toBe(true);
  });

  test("is accepted on both sides of a TLS connection", async () => {
    const client = ownCertificate(now);
    const server = createServer({ key: own.key, cert: own.certificate, ca: client.certificate, requestCert: true, rejectUnauthorized: true }, (socket) =>
      socket.end("hello"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const heard = await new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca: own.certificate, key: client.key, cert: client.certificate });
      socket.setEncoding("utf8").once("data", resolve).once("error", reject);
    });
    server.close();
    expect(heard).toBe("hello");
  });
});
