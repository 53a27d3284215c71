/**
 * NATS's names for Ed25519 keys and its JSON Web Tokens, made from 32 given bytes: what is derived is the same every time, which a
 * reconciler that applies a Secret needs. NATS's own packages make keys at random and tokens with the time of day.
 */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { isRecord } from "../../api/schema/record.ts";

/** What a key stands for; its first letter in a public key, its second in a seed. */
export const roles = { operator: 14 << 3, account: 0, user: 20 << 3 } as const;
export type Role = keyof typeof roles;
const seedPrefix = 18 << 3;

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Of RFC 8410: a private Ed25519 key in PKCS #8, up to its bytes. */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const rawBytes = 32;
/** Tokens without a date are the same every time. */
const undated = 1;

export interface Nkey {
  /** As others know it. */
  publicName: string;
  /** As its owner keeps it. */
  seed: string;
  sign(data: Uint8Array): Buffer;
}

/** @param raw 32 bytes */
export function nkey(role: Role, raw: Uint8Array): Nkey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, raw]), format: "der", type: "pkcs8" });
  const code = roles[role];
  return {
    publicName: named(Buffer.from([code]), publicBytes(privateKey)),
    seed: named(Buffer.from([seedPrefix | (code >> 5), (code & 31) << 3]), raw),
    sign: (data) => sign(null, data, privateKey),
  };
}

/** @returns undefined for what is no seed of that role */
export function nkeyOfSeed(role: Role, seed: string): Nkey | undefined {
  const bytes = base32Bytes(seed);
  if (bytes?.length !== 2 + rawBytes + 2) return undefined;
  const found = nkey(role, bytes.subarray(2, 2 + rawBytes));
  // Prefix and checksum are right if it comes out as it went in.
  return found.seed === seed ? found : undefined;
}

export interface Claims {
  name: string;
  subject: string;
  nats: object;
  /** Seconds since 1970. */
  issuedAt?: number;
  /** Without it, it has no end. */
  expiresAt?: number;
}

/** A token of NATS, version 2. */
export function token(claims: Claims, issuer: Nkey): string {
  const body = {
    ...(claims.expiresAt === undefined ? {} : { exp: claims.expiresAt }),
    iat: claims.issuedAt ?? undated,
    iss: issuer.publicName,
    name: claims.name,
    sub: claims.subject,
    nats: claims.nats,
  };
  const jti = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  const parts = [
    { typ: "JWT", alg: "ed25519-nkey" },
    { jti, ...body },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${issuer.sign(Buffer.from(text)).toString("base64url")}`;
}

/** What a token says; whether it is true, whoever checks its signature knows. @returns undefined for what is no token */
export function claimsOf(text: string): Record<string, unknown> | undefined {
  try {
    const body = text.trim().split(".")[1] ?? "";
    const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function publicBytes(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return der.subarray(der.length - rawBytes);
}

function named(prefix: Uint8Array, bytes: Uint8Array): string {
  const body = Buffer.concat([prefix, bytes]);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(body));
  return base32(Buffer.concat([body, checksum]));
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

function base32Bytes(text: string): Buffer | undefined {
  const values = Array.from(text, (letter) => alphabet.indexOf(letter));
  if (values.includes(-1)) return undefined;
  const bits = values.map((value) => value.toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}
