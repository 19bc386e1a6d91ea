import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

// A self-signed certificate for one process and its one client, as go-plugin's automatic mTLS wants it. DER by hand, for `node:crypto` makes
// none, and the libraries that do load for longer than the provider takes to start.

export interface OwnCertificate {
  readonly key: string;
  readonly certificate: string;
  /** DER in base64 without padding, as the handshake carries it. */
  readonly handshake: string;
}

/** A new ECDSA P-256 key and its certificate for `localhost`, of a day on both sides of `now`. */
export const ownCertificate = (now: Date): OwnCertificate => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicInfo = publicKey.export({ type: "spki", format: "der" });
  const signature = createSign("SHA256");
  const body = toBeSigned(publicInfo, now);
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(signature.update(body).sign(privateKey)));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`,
    handshake: der.toString("base64").replace(/=+$/, ""),
  };
};

const DAY = 24 * 60 * 60 * 1000;

const toBeSigned = (publicInfo: Buffer, now: Date): Buffer => {
  const keyId = createHash("sha1").update(publicInfo).digest();
  return sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(time(new Date(now.getTime() - DAY)), time(new Date(now.getTime() + 30 * DAY))),
    NAME,
    publicInfo,
    tagged(
      0xa3,
      sequence(
        extension([0x55, 0x1d, 0x0f], bitString(Buffer.from([0xac]), 2), true),
        extension([0x55, 0x1d, 0x25], sequence(oid([0x2b, 6, 1, 5, 5, 7, 3, 1]), oid([0x2b, 6, 1, 5, 5, 7, 3, 2])), false),
        extension([0x55, 0x1d, 0x13], sequence(tagged(0x01, Buffer.from([0xff]))), true),
        extension([0x55, 0x1d, 0x0e], octets(keyId), false),
        extension([0x55, 0x1d, 0x11], sequence(tagged(0x82, Buffer.from("localhost"))), false),
      ),
    ),
  );
};

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}
function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}
function octets(bytes: Buffer): Buffer {
  return tagged(0x04, bytes);
}
function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes));
}
function bitString(bytes: Buffer, unused = 0): Buffer {
  return tagged(0x03, Buffer.from([unused]), bytes);
}
function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
}
function extension(id: readonly number[], value: Buffer, isCritical: boolean): Buffer {
  return sequence(oid(id), ...(isCritical ? [tagged(0x01, Buffer.from([0xff]))] : []), octets(value));
}

const ECDSA_WITH_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
const NAME = sequence(tagged(0x31, sequence(oid([0x55, 4, 3]), tagged(0x0c, Buffer.from("localhost")))));
