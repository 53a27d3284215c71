/** Laws of terms: steady within one, at least half a lifetime left, and not all holders at once. */
import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { termOf } from "./term.ts";

const lifetime = fc.integer({ min: 2_000, max: 400 * 24 * 3_600_000 });
const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) });

it("is the same for whoever asks within it, and the next one begins where it says", () => {
  fc.assert(
    fc.property(
      fc.string(),
      time,
      lifetime,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (holder, nowMs, lifetimeMs, share) => {
        const term = termOf(holder, nowMs, lifetimeMs);
        const { issuedAtMs, renewAtMs, expiresAtMs } = term;
        const within = Math.min(renewAtMs - 1, Math.floor(issuedAtMs + share * (renewAtMs - issuedAtMs)));
        expect(termOf(holder, within, lifetimeMs)).toEqual(term);
        const next = termOf(holder, renewAtMs, lifetimeMs);
        expect(next.issuedAtMs).toBe(renewAtMs);
        expect(next.expiresAtMs).toBeGreaterThan(expiresAtMs);
      },
    ),
  );
});

it("leaves between half a lifetime and the whole of it, in whole seconds", () => {
  fc.assert(
    fc.property(fc.string(), time, lifetime, (holder, nowMs, lifetimeMs) => {
      const { issuedAtMs, expiresAtMs } = termOf(holder, nowMs, lifetimeMs);
      expect(issuedAtMs).toBeLessThanOrEqual(nowMs);
      expect(expiresAtMs - nowMs).toBeGreaterThan(lifetimeMs / 2 - 1_000);
      expect(expiresAtMs - nowMs).toBeLessThanOrEqual(lifetimeMs);
      expect(expiresAtMs % 1_000).toBe(0);
    }),
  );
});

it("begins at different times for different holders", () => {
  const begins = Array.from(
    { length: 100 },
    (_, index) => termOf(`run ${index}`, 1e12, 86_400_000).issuedAtMs,
  );
  expect(new Set(begins).size).toBeGreaterThan(90);
});
