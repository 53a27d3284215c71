/**
 * The event stream of a home (`events.db`): what an event costs the controller while the stream grows and once it is full, how long a first
 * event after a start and the reading of a long run take, and the disk that it needs.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalBus, type LocalBus } from "@plateau/controller/events/local/index.ts";
import { allOf, runNamed, stepEvent } from "@plateau/controller/events/testing/run-events.ts";
import type { RunEvent } from "@plateau/proto/events/index.ts";

export interface LocalLogCost {
  /** CPU of an event in the controller, microseconds: one at a time as slow runs tell them, and by the hundred as quick ones do. */
  aloneUs: number;
  growingUs: number;
  /** The same once the stream is full and the oldest go. */
  fullAloneUs: number;
  fullUs: number;
  /** CPU of the dearest batch, milliseconds: so long nothing else of the controller goes on. */
  heldMs: number;
  /** Of a controller that has just opened a full stream. */
  firstMs: number;
  /** CPU of all steps of a run, each, and of the few evaluations among them. */
  readUs: number;
  evaluationsMs: number;
  events: number;
  bytesPerEvent: number;
}

const day = 86_400_000;
const batch = 256;
const runs = Array.from({ length: 16 }, (_, index) => runNamed("bench", `local-${index}`));
const evaluatedEvery = 1_000;

/** @param maxMebibytes of the stream */
export async function measureLocalLog(maxMebibytes = 256): Promise<LocalLogCost> {
  const folder = mkdtempSync(join(tmpdir(), "plateau-bench-events-"));
  const path = join(folder, "events.db");
  let nowMs = Date.now() - 40 * day;
  const open = (): LocalBus =>
    openLocalBus(path, {
      isServed: () => true,
      now: () => nowMs,
      limits: { maxBytes: maxMebibytes * 2 ** 20 },
      onError: (error) => {
        throw error;
      },
    });
  const teller = new Teller();
  try {
    let bus = open();
    // Tellers of runs that are long over.
    for (let old = 0; old < 500; old += 1) bus.publish(teller.oneOf(`old-${old}`));
    bus.flush();
    nowMs = Date.now();
    const perEvent = (maxMebibytes * 2 ** 20) / 600;
    const growing = told(bus, teller, { events: Math.floor(perEvent / 4), atOnce: batch });
    const alone = told(bus, teller, { events: 500, atOnce: 1 });
    told(bus, teller, { events: Math.ceil(perEvent), atOnce: batch });
    const full = told(bus, teller, { events: 20_000, atOnce: batch });
    const fullAlone = told(bus, teller, { events: 500, atOnce: 1 });
    await bus.close();
    const bytes = statSync(path).size;
    bus = open();
    const first = told(bus, teller, { events: 1, atOnce: 1 });
    const read = await reading(bus, "step");
    const evaluations = await reading(bus, "evaluated");
    const kept = (await Promise.all(runs.map((run) => allOf(bus.read(run))))).flat().length;
    await bus.close();
    return {
      aloneUs: alone.us,
      growingUs: growing.us,
      fullAloneUs: fullAlone.us,
      fullUs: full.us,
      heldMs: Math.max(growing.heldMs, full.heldMs),
      firstMs: round(first.heldMs),
      readUs: round((1_000 * read.ms) / read.events),
      evaluationsMs: round(evaluations.ms),
      events: kept,
      bytesPerEvent: Math.round(bytes / kept),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ranks of all runs in turn. */
class Teller {
  #sequence = 0;

  next(): RunEvent {
    this.#sequence += 1;
    const run = runs[this.#sequence % runs.length]!;
    const event = stepEvent(run, { rank: 0, sequence: this.#sequence });
    if (Math.floor(this.#sequence / runs.length) % evaluatedEvery > 0) return event;
    const result = { step: this.#sequence, weights: "raw" as const, loss: 3, tokens: 1_000, domains: {} };
    return { ...event, event: { type: "evaluated", result } };
  }

  oneOf(process: string): RunEvent {
    return { ...stepEvent(runs[0]!, { rank: 0, sequence: 1 }), process };
  }
}

function told(
  bus: LocalBus,
  teller: Teller,
  { events, atOnce }: { events: number; atOnce: number },
): { us: number; heldMs: number } {
  const batches = Array.from({ length: Math.ceil(events / atOnce) }, () => {
    const next = Array.from({ length: atOnce }, () => teller.next());
    const cpu = process.cpuUsage();
    for (const event of next) bus.publish(event);
    bus.flush();
    const { user, system } = process.cpuUsage(cpu);
    return { us: (user + system) / atOnce, ms: (user + system) / 1_000 };
  });
  return {
    us: round(batches.reduce((sum, { us }) => sum + us, 0) / batches.length),
    heldMs: round(batches.reduce((most, { ms }) => Math.max(most, ms), 0)),
  };
}

async function reading(bus: LocalBus, type: "step" | "evaluated"): Promise<{ events: number; ms: number }> {
  const cpu = process.cpuUsage();
  const { length } = await allOf(bus.read(runs[0]!, { types: [type] }));
  const { user, system } = process.cpuUsage(cpu);
  return { events: length, ms: (user + system) / 1_000 };
}

const round = (value: number): number => Number(value.toPrecision(3));
