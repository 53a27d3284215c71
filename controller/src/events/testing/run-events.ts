/** Events as workers tell them, for tests. */
import { randomUUID } from "node:crypto";
import type { ProgressEvent } from "@plateau/proto";
import type { RunEvent, RunIdentity } from "@plateau/proto/events/index.ts";

export type Run = RunIdentity;

const uids = new Map<string, string>();

/** The same uid for the same name. */
export function runNamed(namespace: string, name: string): Run {
  const key = `${namespace}/${name}`;
  const runUid = uids.get(key) ?? randomUUID();
  uids.set(key, runUid);
  return { namespace, kind: "TrainingRun", run: name, runUid };
}

export function stepEvent(
  run: Run,
  {
    rank,
    sequence,
    ...step
  }: { rank: number; sequence: number } & Partial<Extract<ProgressEvent, { type: "step" }>>,
): RunEvent {
  return eventOf(run, { rank, sequence }, { ...plainStep, step: sequence, tokens: 4096 * sequence, ...step });
}

/** One of each type and more: what is easily lost on the way is in them. */
export function everyEvent(run: Run): RunEvent[] {
  const events: ProgressEvent[] = [
    { type: "lifecycle", state: "starting", reason: "Started", message: "process 1 has started" },
    { ...plainStep, step: 1, snrDb: 9.5, residualNorm: 0 },
    { ...plainStep, step: 2, loss: NaN, gradientNorm: Infinity },
    { ...plainStep, step: 3, tokens: 2 ** 52, flops: 1.5e24, loss: -Infinity },
    {
      type: "evaluated",
      result: {
        step: 3,
        weights: "raw",
        loss: 3.25,
        tokens: 10,
        domains: { "a/b · ü": { loss: 1, tokens: 5 } },
      },
    },
    {
      type: "checkpoint",
      checkpoint: {
        manifestUri: "file:///runs/3/manifest.json",
        sha256: "ab".repeat(32),
        step: 3,
        tokens: 300,
        flops: "123456789012345678",
        bytes: 5_000_000_000,
        fork: true,
        holds: ["Weights"],
        parents: [{ manifestUri: "file:///p", sha256: "cd".repeat(32), relation: "ForkOf" }],
      },
      stallMs: 0.25,
    },
    { type: "lifecycle", state: "training", reason: "QuorumComplete", message: "2 ranks train — ✓", step: 3 },
  ];
  return events.map((event, i) => eventOf(run, { rank: 1, sequence: i + 1 }, event));
}

function eventOf(
  run: Run,
  { rank, sequence }: { rank: number; sequence: number },
  event: ProgressEvent,
): RunEvent {
  const process = `${run.runUid}-${rank}`;
  return { ...run, rank, process, sequence, atMs: 1_700_000_000_000 + sequence, event };
}

const plainStep: Extract<ProgressEvent, { type: "step" }> = {
  type: "step",
  step: 0,
  tokens: 100,
  flops: 1e9,
  loss: 3.5,
  learningRate: 0.001,
  gradientNorm: 1,
  stepMs: 12.5,
  phaseMs: { compute: 8, encode: 0.5, wire: 2, wait: 1, decode: 0.5, update: 0.5 },
  rawBytes: 4096,
  payloadBytes: 1024,
  sentBytes: 2100,
  receivedBytes: 2100,
};

export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
