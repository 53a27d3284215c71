/**
 * Retry: what may get better by itself is tried again, after waits that double and differ between workers, until the attempts or
 * the time are used up. A server that restarts is waited for; a run whose store is gone is told so within a minute or two.
 */
import { setTimeout as delay } from "node:timers/promises";
import { failureOf, type S3Failure } from "./errors.ts";

export interface RetryPolicy {
  attempts: number;
  /** No new attempt begins after this time. */
  limitMs: number;
}

export const defaultRetry: RetryPolicy = { attempts: 12, limitMs: 60_000 };

/** A body ended before the length it had announced. */
export class ShortBodyError extends Error {
  readonly code = "E_SHORT_BODY";
}

const transientNames: ReadonlySet<string> = new Set([
  "TimeoutError",
  "RequestTimeout",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "InternalError",
  "ServiceUnavailable",
  // Two conditional writes met: the next attempt finds what stands.
  "ConditionalRequestConflict",
  "OperationAborted",
  // Bytes changed on the way: the server's checksum saw it.
  "BadDigest",
  "XAmzContentSHA256Mismatch",
  "XAmzContentChecksumMismatch",
  // The SDK has taken the server's time from this answer and signs the next request by it.
  "RequestTimeTooSkewed",
]);

const transientCodes: ReadonlySet<string> = new Set([
  "E_SHORT_BODY",
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ERR_STREAM_PREMATURE_CLOSE",
]);

export function isTransient(failure: S3Failure): boolean {
  if (transientNames.has(failure.name) || transientCodes.has(failure.code ?? "")) return true;
  const status = failure.$metadata?.httpStatusCode ?? 0;
  // 501: not offered; 507: full.
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 507);
}

/** Before attempt `attempt` + 1: between half and all of 100 ms · 2^attempt, at most 8 s. @param random in [0, 1) */
export function backOffMs(attempt: number, random: number): number {
  return Math.min(8000, 100 * 2 ** attempt) * (0.5 + random / 2);
}

/** Thrown in place of the last failure, to tell how long it was tried. */
export class RetriedError extends Error {
  readonly tries: string;

  constructor(cause: unknown, attempts: number, tookMs: number) {
    super("all attempts failed", { cause });
    this.tries = attempts > 1 ? ` (${attempts} attempts in ${Math.round(tookMs / 1000)} s)` : "";
  }
}

/**
 * @param attempt gets the number of attempts before it
 * @throws RetriedError around the last failure
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  attempt: (before: number) => Promise<T>,
): Promise<T> {
  const start = performance.now();
  for (let before = 0; ; before++) {
    try {
      return await attempt(before);
    } catch (error) {
      const waitMs = backOffMs(before, Math.random());
      const tookMs = performance.now() - start;
      const given = before + 1 >= policy.attempts || tookMs + waitMs > policy.limitMs;
      if (given || !isTransient(failureOf(error))) throw new RetriedError(error, before + 1, tookMs);
      await delay(waitMs);
    }
  }
}
