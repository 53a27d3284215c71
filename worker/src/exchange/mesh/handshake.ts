/**
 * Proof of membership: each side signs the other's nonce with the run's key. A stranger, a rank of another run, or a replayed
 * proof is refused; the key itself never travels.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export interface Identity {
  runUid: string;
  rank: number;
}

export interface Hello extends Identity {
  nonce: Uint8Array;
}

export const nonceBytes = 32;
/** No run has more ranks than shards, nor more shards than this. */
export const maxRanks = 4096;

export function createHello({ runUid, rank }: Identity): Hello {
  return { runUid, rank, nonce: randomBytes(nonceBytes) };
}

/** What `own` sends to show `peer` that it holds the key. */
export function prove(key: Uint8Array, own: Hello, peer: Hello): Uint8Array {
  return createHmac("sha256", key)
    .update(peer.nonce)
    .update(JSON.stringify([own.runUid, own.rank, peer.rank]))
    .update(own.nonce)
    .digest();
}

/** Why a peer's hello or proof is refused; undefined = it may come in. */
export function refuseHello(own: Identity, peer: Hello, expectedRank?: number): string | undefined {
  if (peer.runUid !== own.runUid) return `it belongs to run ${peer.runUid}, this is ${own.runUid}`;
  if (!(peer.rank >= 0 && peer.rank < maxRanks) || peer.rank === own.rank)
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
