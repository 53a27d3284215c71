/**
 * What every event stream must do: in process on one machine and NATS on a cluster. Uses the port alone; what workers do (tell
 * events, hear commands) comes with the subject.
 */
import { describe, expect, it } from "@jest/globals";
import type {
  Command,
  CommandHandler,
  CommandReply,
  RunEvent,
  RunIdentity,
} from "@plateau/proto/events/index.ts";
import fc from "fast-check";
import type { EventBus, StoredEvent } from "./bus.ts";
import { allOf, everyEvent, runNamed, stepEvent, type Run } from "./testing/run-events.ts";

export interface BusSubject {
  bus: EventBus;
  /** A second handle on the same stream, as another process would have it. Closed by the test. */
  open: () => Promise<EventBus>;
  /** As workers tell them, in this order; resolves when they are kept. */
  tell: (events: readonly RunEvent[]) => Promise<void>;
  /** A rank of a run that hears commands from now on. */
  listen: (
    run: Pick<RunIdentity, "namespace" | "runUid">,
    rank: number,
    answer: CommandHandler,
  ) => Promise<void>;
  /** Namespace that nobody else uses. */
  namespace: string;
  dispose: () => Promise<void>;
}

export interface BusConformanceOptions {
  name: string;
  /** @param limits of what is kept, where a test wants them small */
  subject: (limits?: { maxBytes: number }) => Promise<BusSubject>;
  /** Cases of each law. */
  runs?: number;
  /** How long a rank that does not answer is waited for. */
  patienceMs?: number;
}

interface Bench extends BusSubject {
  run: (name: string) => Run;
  all: (run: Run, options?: Parameters<EventBus["read"]>[1]) => Promise<StoredEvent[]>;
}

export function busConformance({ name, subject, runs = 20, patienceMs = 300 }: BusConformanceOptions): void {
  const on = async <T>(body: (bench: Bench) => Promise<T>, limits?: { maxBytes: number }): Promise<T> => {
    const given = await subject(limits);
    try {
      return await body({
        ...given,
        run: (each) => runNamed(given.namespace, each),
        all: (run, options) => allOf(given.bus.read(run, options)),
      });
    } finally {
      await given.dispose();
    }
  };
  const test = (title: string, body: (bench: Bench) => Promise<void>): void =>
    it(title, () => on(body), 60_000);
  /** On one stream: each case tells of runs of its own. */
  const law = <T>(
    title: string,
    given: fc.Arbitrary<T>,
    body: (bench: Bench, value: T, run: (each: string) => Run) => Promise<void>,
  ): void =>
    test(title, async (bench) => {
      let cases = 0;
      await fc.assert(
        fc.asyncProperty(given, async (value) => {
          const number = (cases += 1);
          await body(bench, value, (each) => bench.run(`${each}-${number}`));
        }),
        { numRuns: runs },
      );
    });

  describe(`${name}: reading`, () => {
    law(
      "gives each event once, in the order of its teller, whatever is told twice and by whomever else",
      fc.array(fc.record({ rank: fc.nat(2), again: fc.boolean() }), { maxLength: 30 }),
      async ({ tell, all }, script, run) => {
        const [mine, other] = [run("mine"), run("other")];
        const told = new Map<number, RunEvent[]>();
        const sent: RunEvent[] = [];
        for (const { rank, again } of script) {
          const before = told.get(rank) ?? [];
          const event = stepEvent(mine, { rank, sequence: before.length + 1 });
          told.set(rank, [...before, event]);
          sent.push(event, stepEvent(other, { rank, sequence: before.length + 1 }));
          if (again) sent.push(before[0] ?? event);
        }
        await tell(sent);
        const found = await all(mine);
        for (const [rank, events] of told)
          expect(found.filter((event) => event.rank === rank).map(plain)).toEqual(events);
        expect(found).toHaveLength([...told.values()].flat().length);
        expect(ascends(found)).toBe(true);
      },
    );

    test("gives every kind of event back as it was told, with losses that are no numbers", async ({
      tell,
      all,
      run,
    }) => {
      const events = everyEvent(run("a"));
      await tell(events);
      const found = await all(run("a"));
      expect(found.map(plain)).toEqual(events);
      // By its own clock, not the tellers'.
      for (const { storedAtMs, atMs } of found) expect(storedAtMs).toBeGreaterThan(atMs);
    });

    test("gives only the types that are asked for", async ({ tell, all, run }) => {
      await tell(everyEvent(run("a")));
      const found = await all(run("a"), { types: ["evaluated", "checkpoint"] });
      expect(new Set(found.map(({ event }) => event.type))).toEqual(new Set(["evaluated", "checkpoint"]));
    });

    test("gives nothing of a run that nobody has told of", async ({ all, run }) => {
      expect(await all(run("nobody"))).toEqual([]);
    });

    law(
      "goes on after any place in the stream with just what comes after it",
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(12)),
      async ({ tell, all }, [count, at], run) => {
        await tell(steps(run("a"), 1, count));
        const whole = await all(run("a"));
        const from = Math.min(at, count);
        const after = from === 0 ? 0 : whole[from - 1]!.position;
        expect(await all(run("a"), { after })).toEqual(whole.slice(from));
      },
    );

    test("follows: what is there, then what comes, each once, until it is told to stop", async ({
      bus,
      tell,
      run,
    }) => {
      const stop = new AbortController();
      await tell(steps(run("a"), 1, 3));
      const telling = (async () => {
        for (let at = 4; at <= 40; at += 4) await tell(steps(run("a"), at, at + 3));
      })();
      const seen: number[] = [];
      for await (const { sequence } of bus.read(run("a"), { follow: stop.signal })) {
        seen.push(sequence);
        if (sequence === 43) stop.abort();
      }
      await telling;
      expect(seen).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
    });

    test("follows a run that has not begun, and ends while it waits", async ({ bus, tell, run }) => {
      const stop = new AbortController();
      const reading = bus.read(run("a"), { follow: stop.signal })[Symbol.asyncIterator]();
      const first = reading.next();
      await tell(steps(run("b"), 1, 2));
      await tell(steps(run("a"), 1, 1));
      expect(plain((await first).value as StoredEvent)).toEqual(steps(run("a"), 1, 1)[0]);
      const second = reading.next();
      stop.abort();
      expect((await second).done).toBe(true);
    });

    test("gives through every handle the same, in the same places", async ({ open, tell, all, run }) => {
      await tell(steps(run("a"), 1, 5));
      const other = await open();
      expect(await allOf(other.read(run("a")))).toEqual(await all(run("a")));
      await other.close();
    });
  });

  describe(`${name}: consuming`, () => {
    law(
      "brings every event to a consumer in order, and again until it is acknowledged, through failures and deaths",
      fc.array(fc.constantFrom("take", "fail", "die"), { minLength: 1, maxLength: 6 }),
      async ({ open, tell }, script, run) => {
        const told = run("a");
        const name = `consumer-${told.runUid}`;
        const acknowledged: StoredEvent[] = [];
        const moves = [...script];
        await tell(steps(told, 1, 5));
        while (!isWhole(acknowledged, told, 10)) {
          const bus = await open();
          const life = new AbortController();
          const living = bus.consume({
            name,
            signal: life.signal,
            take: async (events) => {
              const move = moves.shift() ?? "take";
              // More comes meanwhile.
              if (move === "fail") await tell(steps(told, 6, 10));
              if (move === "die") {
                life.abort();
                throw new Error("died");
              }
              if (move === "fail") throw new Error("failed");
              acknowledged.push(...events);
              await tell(steps(told, 6, 10));
              if (isWhole(acknowledged, told, 10)) life.abort();
            },
          });
          await living;
          await bus.close();
        }
        const mine = acknowledged.filter(({ runUid }) => runUid === told.runUid);
        expect(mine.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        expect(ascends(acknowledged)).toBe(true);
      },
    );

    test("goes on with a consumer that comes back after the last of what it acknowledged, not the first", async ({
      open,
      tell,
      run,
    }) => {
      for (const sequence of [1, 2, 3]) {
        await tell(steps(run("a"), sequence, sequence));
        const bus = await open();
        expect((await takenBy(bus, "again", 1)).map((event) => event.sequence)).toEqual([sequence]);
        await bus.close();
      }
    });

    test("begins a new consumer with the oldest that is kept, whatever others have taken", async ({
      open,
      tell,
      run,
    }) => {
      await tell(steps(run("a"), 1, 4));
      for (const name of ["one", "two"]) {
        const bus = await open();
        expect((await takenBy(bus, name, 4)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
        await bus.close();
      }
    });

    test("ends the consumers and followers of a handle that is closed", async ({ open, tell, run }) => {
      await tell(steps(run("a"), 1, 1));
      const bus = await open();
      const { promise: taken, resolve } = Promise.withResolvers<void>();
      const ends = [
        bus.consume({ name: "c", signal: new AbortController().signal, take: () => resolve() }),
        allOf(bus.read(run("a"), { follow: new AbortController().signal })),
      ];
      await taken;
      await bus.close();
      await Promise.all(ends);
    });
  });

  describe(`${name}: keeping`, () => {
    it(
      "keeps everything within its limits, taken or not, and beyond them the newest without a gap",
      () =>
        on(
          async ({ tell, all, open, run }) => {
            await tell(steps(run("a"), 1, 20));
            expect(await all(run("a"))).toHaveLength(20);
            for (let at = 21; at <= 1_000; at += 49) await tell(steps(run("a"), at, at + 48));
            const left = (await all(run("a"))).map(({ sequence }) => sequence);
            expect(left.length).toBeGreaterThan(20);
            expect(left.length).toBeLessThan(1_000);
            expect(left).toEqual(Array.from({ length: left.length }, (_, i) => 1_001 - left.length + i));
            const bus = await open();
            expect((await takenBy(bus, "late", left.length)).map(({ sequence }) => sequence)).toEqual(left);
            await bus.close();
          },
          { maxBytes: 64 * 1024 },
        ),
      60_000,
    );
  });

  describe(`${name}: commands`, () => {
    law(
      "reach each rank of the run once, and each answer comes back with its rank",
      fc.tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.array(
          fc.constantFrom<Command>(
            { type: "checkpoint-now" },
            { type: "pause" },
            { type: "resume" },
            { type: "set-log-level", level: "debug" },
          ),
          { minLength: 1, maxLength: 3 },
        ),
      ),
      async ({ bus, listen }, [ranks, commands], run) => {
        const heard: [number, Command][] = [];
        for (let rank = 0; rank < ranks; rank += 1) {
          await listen(run("a"), rank, ({ command }) => {
            heard.push([rank, command]);
            return Promise.resolve({ accepted: rank % 2 === 0, message: `rank ${rank}: ${command.type}` });
          });
        }
        await listen(run("b"), 0, () => Promise.reject(new Error("not for this run")));
        for (const command of commands) {
          const replies = await bus.command(run("a"), command, { ranks, timeoutMs: 10_000 });
          expect(replies.toSorted(byRank)).toEqual(
            Array.from({ length: ranks }, (_, rank) => ({
              rank,
              accepted: rank % 2 === 0,
              message: `rank ${rank}: ${command.type}`,
            })),
          );
        }
        expect(heard).toHaveLength(ranks * commands.length);
        for (let rank = 0; rank < ranks; rank += 1)
          expect(heard.filter(([who]) => who === rank).map(([, command]) => command)).toEqual(commands);
      },
    );

    test("of several people at once are each answered for themselves", async ({ bus, open, listen, run }) => {
      await listen(run("a"), 0, ({ command }) => Promise.resolve({ accepted: true, message: command.type }));
      const other = await open();
      const ask = (by: EventBus, command: Command): Promise<CommandReply[]> =>
        by.command(run("a"), command, { ranks: 1, timeoutMs: 10_000 });
      const answers = await Promise.all([
        ask(bus, { type: "pause" }),
        ask(other, { type: "resume" }),
        ask(bus, { type: "checkpoint-now" }),
      ]);
      expect(answers.flat().map(({ message }) => message)).toEqual(["pause", "resume", "checkpoint-now"]);
      await other.close();
    });

    test("bring the answers of those who are there, where others are silent", async ({
      bus,
      listen,
      run,
    }) => {
      await listen(run("a"), 1, () => Promise.resolve({ accepted: true, message: "" }));
      const silent = Promise.withResolvers<{ accepted: boolean; message: string }>();
      await listen(run("a"), 2, () => silent.promise);
      const replies = await bus.command(run("a"), { type: "pause" }, { ranks: 3, timeoutMs: patienceMs });
      expect(replies).toEqual([{ rank: 1, accepted: true, message: "" }]);
      silent.resolve({ accepted: true, message: "too late" });
      expect(
        await bus.command(run("nobody"), { type: "pause" }, { ranks: 1, timeoutMs: patienceMs }),
      ).toEqual([]);
    });
  });
}

async function takenBy(bus: EventBus, name: string, count: number): Promise<StoredEvent[]> {
  const enough = new AbortController();
  const taken: StoredEvent[] = [];
  await bus.consume({
    name,
    signal: enough.signal,
    take: (events) => {
      taken.push(...events);
      if (taken.length >= count) enough.abort();
    },
  });
  return taken;
}

const steps = (run: Run, from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => stepEvent(run, { rank: 0, sequence: from + i }));
const plain = ({ position: _position, storedAtMs: _storedAtMs, ...event }: StoredEvent): RunEvent => event;
const ascends = (events: readonly StoredEvent[]): boolean =>
  events.every(({ position }, i) => i === 0 || position > events[i - 1]!.position);
const isWhole = (events: readonly StoredEvent[], { runUid }: Run, count: number): boolean =>
  events.filter((event) => event.runUid === runUid).length >= count;
const byRank = (a: CommandReply, b: CommandReply): number => a.rank - b.rank;
