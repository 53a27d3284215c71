/** The outbox against a plain model: what is handed out, kept and counted. */
import { expect, it } from "@jest/globals";
import type { RunEvent } from "@plateau/proto/events/index.ts";
import fc from "fast-check";
import { Outbox, type Entry } from "./outbox.ts";

const most = 20;

function event(sequence: number, type: "step" | "lifecycle"): RunEvent {
  return { sequence, event: { type } } as RunEvent;
}

type Move =
  | { move: "tell"; type: "step" | "lifecycle" }
  | { move: "send" }
  | { move: "acknowledge" | "drop"; which: number }
  | { move: "rewind" };
const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      move: fc.constant("tell" as const),
      type: fc.constantFrom("step" as const, "step" as const, "lifecycle" as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ move: fc.constant("send" as const) }) },
  { weight: 3, arbitrary: fc.record({ move: fc.constant("acknowledge" as const), which: fc.nat(30) }) },
  fc.record({ move: fc.constant("drop" as const), which: fc.nat(30) }),
  fc.record({ move: fc.constant("rewind" as const) }),
);

it("hands out in order what was not acknowledged, loses none but those that it counts, and stays within its bound", () => {
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 200 }), (script) => {
      const outbox = new Outbox(most);
      const flying = new Map<number, Entry>();
      const acknowledged = new Set<number>();
      let told = 0;
      let dropped = 0;
      let last = 0;
      for (const step of script) {
        if (step.move === "tell") outbox.add(event((told += 1), step.type));
        if (step.move === "rewind") {
          outbox.rewind();
          last = 0;
        }
        if (step.move === "send") {
          const entry = outbox.next();
          if (!entry) continue;
          expect(entry.event.sequence).toBeGreaterThan(last);
          expect(acknowledged.has(entry.event.sequence)).toBe(false);
          last = entry.event.sequence;
          flying.set(last, entry);
        }
        if (step.move === "acknowledge" || step.move === "drop") {
          const entry = [...flying.values()][step.which];
          if (!entry) continue;
          const before = outbox.dropped;
          if (step.move === "drop") outbox.drop(entry);
          else outbox.acknowledge(entry);
          dropped = before;
          acknowledged.add(entry.event.sequence);
        }
        expect(outbox.waiting).toBeLessThanOrEqual(most);
        expect(outbox.dropped).toBeGreaterThanOrEqual(dropped);
      }
      outbox.rewind();
      const left: number[] = [];
      for (let entry = outbox.next(); entry; entry = outbox.next()) left.push(entry.event.sequence);
      expect(left).toHaveLength(outbox.waiting);
      expect(left.some((sequence) => acknowledged.has(sequence))).toBe(false);
      const unaccounted = told - left.length - outbox.dropped;
      // Acknowledged, and not dropped before that.
      expect(unaccounted).toBeGreaterThanOrEqual(0);
      expect(unaccounted).toBeLessThanOrEqual(acknowledged.size);
    }),
    { numRuns: 300 },
  );
});

it("lets the oldest steps go before anything else", () => {
  const outbox = new Outbox(10);
  outbox.add(event(1, "lifecycle"));
  for (let sequence = 2; sequence <= 13; sequence += 1) outbox.add(event(sequence, "step"));
  const left: number[] = [];
  for (let entry = outbox.next(); entry; entry = outbox.next()) left.push(entry.event.sequence);
  expect(left).toEqual([1, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect([outbox.dropped, outbox.waiting]).toEqual([3, 10]);
});

it("empties twenty thousand one by one", () => {
  const outbox = new Outbox();
  for (let sequence = 1; sequence <= 20_000; sequence += 1) outbox.add(event(sequence, "step"));
  for (let entry = outbox.next(); entry; entry = outbox.next()) outbox.acknowledge(entry);
  expect([outbox.waiting, outbox.dropped, outbox.next()]).toEqual([0, 0, undefined]);
});
