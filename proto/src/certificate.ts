/**
 * Certificates of a run: made from the run's key, the same bytes wherever they are made. Both ends present it and trust nothing
 * else, so a connection stands only between holders of the key; TLS 1.3 gives every connection fresh secrets.
 *
 *   membership key, run uid, purpose ── HKDF-SHA-256 ──→ seed ──→ Ed25519 key ──→ self-signed certificate
 *
 * Ed25519 signatures have no random part; serial number and dates are fixed. One purpose is the mesh between ranks, where the
 * handshake proves which rank it is; the other is progress, from ranks to the controller, which derives each run's key.
 */
import { createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from "node:crypto";
import type { TlsOptions } from "node:tls";

export interface RunCertificate {
  certificatePem: string;
  privateKeyPem: string;
  /** The name that it is made out to, whatever hosts are called. */
  serverName: string;
}

export type CertificatePurpose = "mesh" | "progress";

/** One name for all meshes: ranks never take two runs' connections. Progress goes to one server for all runs, which tells by it whose. */
function serverNameOf(purpose: CertificatePurpose, runUid: string): string {
  return purpose === "mesh" ? "plateau-mesh" : `${runUid}${progressSuffix}`;
}

const progressSuffix = ".progress.plateau";

/** The run that a server name of progress is for. */
export function runOfServerName(serverName: string): string | undefined {
  const runUid = serverName.endsWith(progressSuffix) ? serverName.slice(0, -progressSuffix.length) : "";
  return /^[0-9a-f-]{8,64}$/.test(runUid) ? runUid : undefined;
}

/** Ed25519 (RFC 8410), basic constraints and alternative names (RFC 5280), common name (X.520). */
const oid = {
  ed25519: "1.3.101.112",
  commonName: "2.5.4.3",
  basicConstraints: "2.5.29.19",
  subjectAlternativeName: "2.5.29.17",
};
/** A PKCS #8 private key of Ed25519, up to the seed of 32 bytes. */
const privateKeyHeader = Buffer.from("302e020100300506032b657004220420", "hex");
/** A run ends long before, and clocks may be wrong. */
const [validFrom, validTo] = [new Date("2020-01-01T00:00:00Z"), new Date("2049-12-31T23:59:59Z")];

/** Options of `node:tls` for either end: it presents the certificate and wants to see the same one. */
export function tlsOptions({
  certificatePem,
  privateKeyPem,
}: RunCertificate): Pick<
  TlsOptions,
  "cert" | "key" | "ca" | "requestCert" | "rejectUnauthorized" | "minVersion"
> {
  return {
    cert: certificatePem,
    key: privateKeyPem,
    ca: certificatePem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.3",
  };
}

export async function runCertificate(
  run: { key: Uint8Array; runUid: string },
  purpose: CertificatePurpose = "mesh",
): Promise<RunCertificate> {
  const seed = Buffer.from(hkdfSync("sha256", run.key, run.runUid, `plateau ${purpose} certificate v1`, 32));
  const serverName = serverNameOf(purpose, run.runUid);
  const privateKey = createPrivateKey({
    key: Buffer.concat([privateKeyHeader, seed]),
    format: "der",
    type: "pkcs8",
  });
  return {
    certificatePem: pem(await selfSigned(privateKey, serverName)),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    serverName,
  };
}

/** Loaded on demand: a run on one machine needs no certificate. */
async function selfSigned(privateKey: KeyObject, serverName: string): Promise<Uint8Array> {
  const x509 = await import("@peculiar/asn1-x509");
  const { AsnConvert, OctetString } = await import("@peculiar/asn1-schema");
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: oid.ed25519 });
  const name = new x509.Name([
    new x509.RelativeDistinguishedName([
      new x509.AttributeTypeAndValue({
        type: oid.commonName,
        value: new x509.AttributeValue({ utf8String: serverName }),
      }),
    ]),
  ]);
  const extension = (
    extnID: string,
    critical: boolean,
    value: unknown,
  ): InstanceType<typeof x509.Extension> =>
    new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: Uint8Array.of(1).buffer,
    signature: algorithm,
    issuer: name,
    subject: name,
    validity: new x509.Validity({ notBefore: validFrom, notAfter: validTo }),
    subjectPublicKeyInfo: AsnConvert.parse(
      createPublicKey(privateKey).export({ type: "spki", format: "der" }),
      x509.SubjectPublicKeyInfo,
    ),
    extensions: new x509.Extensions([
      extension(oid.basicConstraints, true, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(
        oid.subjectAlternativeName,
        false,
        new x509.SubjectAlternativeName([new x509.GeneralName({ dNSName: serverName })]),
      ),
    ]),
  });
  const signature = sign(null, Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const signatureValue = Uint8Array.from(signature).buffer;
  const certificate = new x509.Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue });
  return new Uint8Array(AsnConvert.serialize(certificate));
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g)!;
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
