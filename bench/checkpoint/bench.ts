/**
 * Checkpoint benchmark: how long the step path stands still, saving in place (the baseline) against the writer's thread, and how
 * fast the bytes reach the disk. AdamW state of 10 M and 100 M parameters: three vectors of float32, flushed.
 *
 *   npm run bench -- checkpoint
 *
 * `checkpoint.<size>.stallMs` is what a training step waits with the writer, `syncMs` with the baseline; medians of alternating runs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import {
  CheckpointWriter,
  openStore,
  saveCheckpoint,
  verifyCheckpoint,
  type CheckpointContents,
} from "@plateau/worker/checkpoint/index.ts";
import { contentsAt } from "@plateau/worker/checkpoint/fixtures.ts";

const sizes = { "10M": 10_000_000, "100M": 100_000_000 } as const;
const rounds = { "10M": 5, "100M": 2 } as const;
const bench = join(import.meta.dirname, "..");

interface Measurement {
  /** Bytes of one checkpoint. */
  bytes: number;
  syncMs: number;
  stallMs: number;
  /** Before training begins: a buffer is made and its pages touched. */
  prepareMs: number;
  /** From submit until the manifest stands. */
  commitMs: number;
  writeMbPerSecond: number;
  verifyMbPerSecond: number;
  stallShare: number;
}

function contents(step: number, vectors: Float32Array[]): CheckpointContents {
  const [parameters, m, v] = vectors as [Float32Array, Float32Array, Float32Array];
  const state = { parameters, slots: { m, v }, averages: { vectors: {}, counters: {} }, extra: {} };
  return { ...contentsAt(step), layout: [{ name: "weight", shape: [parameters.length] }], state };
}

async function measure(name: keyof typeof sizes): Promise<Measurement> {
  const size = sizes[name];
  const vectors = [1, 2, 3].map((salt) => {
    const vector = new Float32Array(new SharedArrayBuffer(4 * size));
    for (let i = 0; i < size; i++) vector[i] = Math.sin(i + salt);
    return vector;
  });
  mkdirSync(join(bench, "cache"), { recursive: true });
  const root = await mkdtemp(join(bench, "cache", "checkpoint-"));
  const store = await openStore(root);
  const writer = new CheckpointWriter({ storeUri: store.uri, keepLast: 1, forkSteps: [] });
  const sync: number[] = [];
  const stall: number[] = [];
  const commit: number[] = [];
  const write: number[] = [];
  const verify: number[] = [];
  let bytes = 0;
  writer.on("committed", (each) => {
    write.push(each.writeMs);
    bytes = each.bytes;
  });
  writer.on("failed", ({ error }) => {
    throw error;
  });
  const before = performance.now();
  writer.prepare(contents(0, vectors));
  const prepareMs = performance.now() - before;
  try {
    for (let round = 0; round <= rounds[name]; round++) {
      const step = 10 * round + 1;
      let start = performance.now();
      await saveCheckpoint(store, contents(step, vectors));
      sync.push(performance.now() - start);
      start = performance.now();
      await verifyCheckpoint(store, step);
      verify.push(performance.now() - start);
      start = performance.now();
      stall.push((await writer.submit(contents(step + 1, vectors), false)).stallMs);
      await new Promise((resolve) => writer.once("committed", resolve));
      commit.push(performance.now() - start);
      await writer.flush();
    }
  } finally {
    await writer.close();
    await rm(root, { recursive: true, force: true });
  }
  const [syncMs, stallMs] = [median(sync.slice(1)), median(stall)];
  return {
    bytes,
    syncMs: round(syncMs),
    stallMs: round(stallMs),
    prepareMs: round(prepareMs),
    commitMs: round(median(commit.slice(1))),
    writeMbPerSecond: round(bytes / 1e3 / median(write.slice(1))),
    verifyMbPerSecond: round(bytes / 1e3 / median(verify.slice(1))),
    stallShare: Number((stallMs / syncMs).toFixed(4)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

const round = (value: number): number => Number(value.toFixed(2));

const asked = process.argv.slice(2).filter((name) => Object.hasOwn(sizes, name)) as (keyof typeof sizes)[];
const result: Record<string, Measurement> = {};
for (const name of asked.length > 0 ? asked : (Object.keys(sizes) as (keyof typeof sizes)[])) {
  const measured = await measure(name);
  result[name] = measured;
  console.log(
    `${name}: ${(measured.bytes / 1e6).toFixed(0)} MB; in place ${measured.syncMs} ms, with the writer the step waits ${measured.stallMs} ms (buffer made in ${measured.prepareMs} ms), committed after ${measured.commitMs} ms at ${measured.writeMbPerSecond} MB/s`,
  );
}
mkdirSync(join(bench, "results"), { recursive: true });
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
writeFileSync(
  join(bench, "results", "checkpoint.json"),
  JSON.stringify({ date: new Date().toISOString(), machine, checkpoint: result }, null, 2) + "\n",
);
console.log(`RESULT ${JSON.stringify({ checkpoint: result })}`);
