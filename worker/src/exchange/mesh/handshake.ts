/**
 * Proof of membership: each side signs the other's nonce with the run's key. A stranger, a rank of another run, or a replayed
 * proof is refused; the key itself never travels.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export interface Identity {
  runUid: string;
  rank: number;
  worldSize: number;
}

export interface Hello extends Identity {
  nonce: Uint8Array;
}

export const nonceBytes = 32;

export function createHello(identity: Identity): Hello {
  return { ...identity, nonce: randomBytes(nonceBytes) };
}

/** What `own` sends to show `peer` that it holds the key. */
export function prove(key: Uint8Array, own: Hello, peer: Hello): Uint8Array {
  return createHmac("sha256", key)
    .update(peer.nonce)
    .update(JSON.stringify([own.runUid, own.rank, own.worldSize, peer.rank]))
    .update(own.nonce)
    .digest();
}

/** Why a peer's hello or proof is refused; undefined = it may come in. */
export function refuseHello(own: Identity, peer: Hello, expectedRank?: number): string | undefined {
  if (peer.runUid !== own.runUid) return `it belongs to run ${peer.runUid}, this is ${own.runUid}`;
  if (peer.worldSize !== own.worldSize)
    return `it counts ${peer.worldSize} ranks, this run has ${own.worldSize}`;
  if (!(peer.rank >= 0 && peer.rank < own.worldSize) || peer.rank === own.rank)
    return `it calls itself rank ${peer.rank}`;
  if (expectedRank !== undefined && peer.rank !== expectedRank)
    return `it is rank ${peer.rank}, not ${expectedRank}`;
  if (peer.nonce.length !== nonceBytes) return "its nonce has the wrong length";
  return undefined;
}

export function verifyProof(
  key: Uint8Array,
  mac: Uint8Array,
  { own, peer }: { own: Hello; peer: Hello },
): boolean {
  const expected = prove(key, peer, own);
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}
