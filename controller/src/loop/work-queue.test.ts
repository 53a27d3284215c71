/** The work queue: its laws for any order of calls, and the numbers of its back-off. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ManualClock } from "./clock.ts";
import { WorkQueue } from "./work-queue.ts";

const key = fc.constantFrom("a", "b", "c");
const call = fc.oneof(
  fc.record({
    do: fc.constantFrom("add" as const, "take" as const, "done" as const, "forget" as const),
    key,
  }),
  fc.record({
    do: fc.constantFrom("later" as const, "limited" as const),
    key,
    ms: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({ do: fc.constant("wait" as const), key, ms: fc.integer({ min: 1, max: 50 }) }),
);

describe("work queue", () => {
  it("never hands a key to two workers, never forgets one that was added, and holds it once", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
        const clock = new ManualClock(0);
        const queue = new WorkQueue({ clock });
        const working = new Set<string>();
        /** Keys that somebody has asked for since they were last handed out. */
        const owed = new Map<string, number>();
        const owe = (owedKey: string, atMs: number): void => {
          owed.set(owedKey, Math.min(owed.get(owedKey) ?? Infinity, atMs));
        };
        for (const step of calls) {
          if (step.do === "add") {
            queue.add(step.key);
            owe(step.key, clock.now());
          } else if (step.do === "later") {
            queue.addAfter(step.key, step.ms);
            owe(step.key, clock.now() + step.ms);
          } else if (step.do === "limited") {
            owe(step.key, clock.now() + queue.addRateLimited(step.key));
          } else if (step.do === "forget") queue.forget(step.key);
          else if (step.do === "wait") clock.advance(step.ms);
          else if (step.do === "done" && working.delete(step.key)) queue.done(step.key);
          else if (step.do === "take") {
            const taken = queue.take();
            if (taken === undefined) continue;
            expect(working.has(taken)).toBe(false);
            expect(owed.has(taken)).toBe(true);
            working.add(taken);
            owed.delete(taken);
          }
        }
        for (const busy of working) queue.done(busy);
        clock.advance(2_000_000);
        const left = [];
        for (let next = queue.take(); next !== undefined; next = queue.take()) left.push(next);
        expect(new Set(left).size).toBe(left.length);
        // A key that was due while it was worked on may come once more than owed; none may be missing.
        for (const missing of owed.keys()) expect(left).toContain(missing);
      }),
    );
  });

  it("doubles the delay from 5 ms up to 1000 s and starts anew once forgotten", () => {
    const queue = new WorkQueue({ clock: new ManualClock() });
    const delays = Array.from({ length: 20 }, () => queue.addRateLimited("a"));
    expect(delays.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(delays.at(-1)).toBe(1_000_000);
    queue.forget("a");
    expect(queue.addRateLimited("a")).toBe(5);
  });

  it("lets the earliest of several times count", async () => {
    const clock = new ManualClock();
    const queue = new WorkQueue({ clock });
    queue.addAfter("a", 1_000);
    queue.addAfter("a", 10);
    queue.addAfter("a", 500);
    const next = queue.next();
    clock.advance(9);
    expect(queue.depth).toBe(0);
    clock.advance(1);
    expect(await next).toBe("a");
    queue.done("a");
    clock.advance(2_000);
    expect(queue.depth).toBe(0);
  });

  it("hands a key that was added during its work out again after it is done", async () => {
    const queue = new WorkQueue({ clock: new ManualClock() });
    queue.add("a");
    expect(await queue.next()).toBe("a");
    queue.add("a");
    queue.add("a");
    expect(queue.take()).toBeUndefined();
    queue.done("a");
    expect(queue.take()).toBe("a");
    queue.done("a");
    expect(queue.take()).toBeUndefined();
  });

  it("sends everyone home when it is closed", async () => {
    const queue = new WorkQueue({ clock: new ManualClock() });
    const waiting = [queue.next(), queue.next()];
    queue.close();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
    queue.add("a");
    expect(await queue.next()).toBeUndefined();
  });
});

describe("whoever watches a queue", () => {
  it("hears of every key that is put in, how long it waited, and what came back", async () => {
    const clock = new ManualClock();
    const seen: string[] = [];
    const queue = new WorkQueue({
      clock,
      observer: {
        added: () => seen.push("added"),
        waited: (ms) => seen.push(`waited ${ms}`),
        retried: () => seen.push("retried"),
      },
    });
    queue.add("a");
    queue.add("a");
    clock.advance(40);
    expect(queue.take()).toBe("a");
    // Once while it is worked on, however often it is asked for.
    queue.add("a");
    queue.add("a");
    queue.done("a");
    clock.advance(3);
    expect(queue.take()).toBe("a");
    queue.addRateLimited("a");
    queue.done("a");
    const next = queue.next();
    clock.advance(5);
    expect(await next).toBe("a");
    expect(seen).toEqual(["added", "waited 40", "added", "waited 3", "retried", "added", "waited 0"]);
  });
});
