/** What one step's message costs by itself: sending it from the training thread, and taking it into the metrics on the main thread. */
import { MessageChannel } from "node:worker_threads";
import type { RunConfig, StepEvent } from "@plateau/proto";
import { RankMetrics } from "@plateau/worker/telemetry/rank-metrics.ts";
import type { FromTraining } from "@plateau/worker/train/messages.ts";

const messages = 20_000;
const rounds = 5;

const event: StepEvent = {
  type: "step",
  step: 1,
  tokens: 1_024,
  flops: 1e9,
  loss: 2.5,
  learningRate: 4e-3,
  gradientNorm: 0.5,
  stepMs: 20,
  phaseMs: { compute: 15, encode: 1, wire: 1, wait: 1, decode: 1, update: 1 },
  rawBytes: 1_000,
  payloadBytes: 1_000,
  sentBytes: 1_000,
  receivedBytes: 1_000,
};

/** Microseconds, the median of a few rounds. */
export function messageCost(config: RunConfig): { sendUs: number; takeUs: number } {
  const { port1, port2 } = new MessageChannel();
  const metrics = new RankMetrics({ config, rank: 0, version: "bench" });
  const message: FromTraining = { kind: "measured", news: { type: "step", event, shards: 1 }, told: true };
  const sendUs = usOf(() => port1.postMessage(message));
  const takeUs = usOf(() => metrics.take(message.news));
  port1.close();
  port2.close();
  return { sendUs, takeUs };
}

function usOf(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    for (let each = 0; each < messages; each += 1) work();
    return ((performance.now() - begun) * 1_000) / messages;
  });
  return Number(times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!.toPrecision(3));
}
