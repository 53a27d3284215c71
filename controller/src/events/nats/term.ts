/**
 * How long credentials live. A holder's time is cut into terms of half a lifetime, so that whoever asks within a term makes the same
 * credentials (a reconciler applies them again and again), and what is at hand has at least half a lifetime left. Holders' terms begin at
 * different times: 10,000 runs are not renewed at once. Pure.
 */
import { createHash } from "node:crypto";

export interface CredentialsTerm {
  issuedAtMs: number;
  expiresAtMs: number;
  /** From here on there are newer ones. */
  renewAtMs: number;
}

/** NATS counts in seconds. */
const secondMs = 1000;

/** @param lifetimeMs from two seconds on */
export function termOf(holder: string, nowMs: number, lifetimeMs: number): CredentialsTerm {
  const lengthMs = Math.max(1, Math.floor(lifetimeMs / 2 / secondMs)) * secondMs;
  const offsetMs = (hashOf(holder) % (lengthMs / secondMs)) * secondMs;
  const issuedAtMs = Math.floor((nowMs - offsetMs) / lengthMs) * lengthMs + offsetMs;
  const renewAtMs = issuedAtMs + lengthMs;
  return { issuedAtMs, renewAtMs, expiresAtMs: renewAtMs + lengthMs };
}

function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE();
}
