/** The stream of an embedded cluster: the conformance suite, across handles on one file; and what is its own: age, damage, nobody there. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { CommandHandler } from "@plateau/proto/events/index.ts";
import { busConformance, type BusSubject } from "../bus.conformance.ts";
import { encodeEvent } from "@plateau/proto/events/index.ts";
import { allOf, runNamed, stepEvent } from "../testing/run-events.ts";
import { openLocalBus, type LocalBus } from "./index.ts";

function openSubject(limits?: { maxBytes: number }): Promise<BusSubject> {
  const folder = mkdtempSync(join(tmpdir(), "plateau-events-"));
  const path = join(folder, "events.db");
  // What the controller holds; tests look through handles of their own.
  const controller = openLocalBus(path, { isServed: () => true, limits, ...thrown });
  const bus = openLocalBus(path, { isServed: () => true });
  const ranks = new Map<string, { rank: number; answer: CommandHandler }[]>();
  const stop = new AbortController();
  const serving = controller.serve(({ runUid }, message) => {
    for (const { rank, answer } of ranks.get(runUid) ?? []) {
      void answer(message).then((said) => {
        if (!stop.signal.aborted) controller.answer(message.id, { rank, ...said });
      });
    }
  }, stop.signal);
  return Promise.resolve({
    bus,
    namespace: "default",
    open: () => Promise.resolve(openLocalBus(path, { isServed: () => true, againMs: 5 })),
    tell: (events) => {
      for (const event of events) controller.publish(event);
      controller.flush();
      return Promise.resolve();
    },
    listen: ({ runUid }, rank, answer) => {
      ranks.set(runUid, [...(ranks.get(runUid) ?? []), { rank, answer }]);
      return Promise.resolve();
    },
    dispose: async () => {
      stop.abort();
      await serving;
      await bus.close();
      await controller.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

const thrown = {
  onError: (error: unknown) => {
    throw error;
  },
};

busConformance({ name: "LocalBus", subject: openSubject });

describe("LocalBus", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plateau-events-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const run = runNamed("default", "r");

  it("forgets what is older than its age when something new comes, and counts what it has over a restart", async () => {
    const path = join(folder, "events.db");
    let nowMs = 1_000;
    const options = { isServed: () => true, now: () => nowMs, limits: { maxAgeMs: 1_000 }, ...thrown };
    const tell = (bus: LocalBus, sequence: number): void => {
      bus.publish(stepEvent(run, { rank: 0, sequence }));
      bus.flush();
    };
    const first = openLocalBus(path, options);
    for (let sequence = 1; sequence <= 300; sequence += 1) {
      nowMs = 1_000 + sequence;
      tell(first, sequence);
    }
    await first.close();
    const bus = openLocalBus(path, options);
    nowMs = 2_250;
    tell(bus, 301);
    const left = await allOf(bus.read(run));
    expect(left.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 52 }, (_, i) => 250 + i));
    await bus.close();
  });

  it("takes over the file of an earlier release, with what it holds and how much that is", async () => {
    const path = join(folder, "events.db");
    const db = new DatabaseSync(path);
    db.exec(`
      CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL, runUid TEXT NOT NULL, process TEXT NOT NULL,
        type TEXT NOT NULL, storedMs REAL NOT NULL, event BLOB NOT NULL
      );
      CREATE INDEX events_run ON events (runUid, position);
      CREATE TABLE tellers (process TEXT PRIMARY KEY, highest INTEGER NOT NULL, atMs REAL NOT NULL) WITHOUT ROWID;
      PRAGMA user_version = 1`);
    const insert = db.prepare("INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?)");
    const old = Array.from({ length: 300 }, (_, index) => stepEvent(run, { rank: 0, sequence: index + 1 }));
    db.exec("BEGIN");
    for (const event of old)
      insert.run(run.namespace, run.runUid, event.process, "step", Date.now(), encodeEvent(event));
    db.exec("COMMIT");
    db.close();
    const eventBytes = encodeEvent(old[0]!).length + 200;
    const bus = openLocalBus(path, {
      isServed: () => true,
      limits: { maxBytes: 200 * eventBytes },
      ...thrown,
    });
    expect(await allOf(bus.read(run))).toHaveLength(300);
    bus.publish(stepEvent(run, { rank: 0, sequence: 301 }));
    bus.flush();
    const left = (await allOf(bus.read(run))).map(({ sequence }) => sequence);
    expect(left.at(-1)).toBe(301);
    expect(left.length).toBeGreaterThan(190);
    expect(left.length).toBeLessThanOrEqual(200);
    await bus.close();
  });

  it("tells who commands that no controller is there, and keeps nothing of it", async () => {
    const bus = openLocalBus(":memory:", { isServed: () => false });
    const asked = bus.command(run, { type: "pause" }, { ranks: 1, timeoutMs: 1_000 });
    await expect(asked).rejects.toMatchObject({ code: "E_EVENTS_UNAVAILABLE", message: /plateau run/ });
    await bus.close();
  });

  it("hands on no command that nobody waits for any more", async () => {
    let nowMs = 0;
    const path = join(folder, "events.db");
    const controller = openLocalBus(path, { isServed: () => true, now: () => nowMs });
    const client = openLocalBus(path, { isServed: () => true, now: () => nowMs });
    const asked = client.command(run, { type: "pause" }, { ranks: 1, timeoutMs: 500 });
    nowMs = 501;
    const delivered: string[] = [];
    const stop = new AbortController();
    const serving = controller.serve((_run, { command }) => delivered.push(command.type), stop.signal);
    expect(await asked).toEqual([]);
    stop.abort();
    await serving;
    expect(delivered).toEqual([]);
    await client.close();
    await controller.close();
  });

  it("reports a batch that could not be stored, and takes the next", async () => {
    const errors: unknown[] = [];
    const bus = openLocalBus(join(folder, "events.db"), {
      isServed: () => true,
      onError: (error) => errors.push(error),
    });
    bus.publish({ ...stepEvent(run, { rank: 0, sequence: 1 }), namespace: undefined as never });
    bus.flush();
    expect(errors).toHaveLength(1);
    bus.publish(stepEvent(run, { rank: 0, sequence: 2 }));
    bus.flush();
    expect((await allOf(bus.read(run))).map(({ sequence }) => sequence)).toEqual([2]);
    await bus.close();
  });
});
