/**
 * What telling and measuring cost a step: the same run of the demo's model with nobody listening and with everything on (progress
 * messages, metrics, a reader that scrapes them twice a second), in turns. CPU time of all threads from the first step to the last: wall
 * time on a machine that does other things as well differs by more between two runs than telemetry costs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runConfig, type RunConfig } from "@plateau/proto";
import { metricsListener, serveMetrics } from "@plateau/proto/metrics/serve.ts";
import { ProgressChannel } from "@plateau/worker/telemetry/progress-channel.ts";
import { RankMetrics } from "@plateau/worker/telemetry/rank-metrics.ts";
import { RunCommands } from "@plateau/worker/train/commands.ts";
import { runTraining } from "@plateau/worker/train/train.ts";
import { quantile } from "../quantile.ts";
import { messageCost } from "./message-cost.ts";

const steps = 150;
const pairs = 5;
const scrapeEveryMs = 500;

export interface StepShare {
  steps: number;
  pairs: number;
  /** Medians. */
  offMs: number;
  onMs: number;
  /** One step's message, sent and taken, as a share of a step with nobody listening. */
  stepShare: number;
  sendUs: number;
  takeUs: number;
  /** By how much steps with everything on took longer, the median over the pairs: the machine's own differences are in it. */
  pairedShare: number;
  /** Lower and upper quartile of that. */
  quartiles: [number, number];
}

export async function measureStepShare(): Promise<StepShare> {
  const folder = mkdtempSync(join(tmpdir(), "plateau-bench-telemetry-"));
  try {
    await train(demoConfig(folder, "warm-up"), false);
    const shares: number[] = [];
    const times = { off: [] as number[], on: [] as number[] };
    for (let pair = 0; pair < pairs; pair += 1) {
      // Which comes first changes, so that a machine that warms up favours neither.
      const order = pair % 2 === 0 ? [false, true] : [true, false];
      const taken = new Map<boolean, number>();
      for (const isOn of order) taken.set(isOn, await train(demoConfig(folder, `${pair}-${isOn}`), isOn));
      times.off.push(taken.get(false)!);
      times.on.push(taken.get(true)!);
      shares.push(taken.get(true)! / taken.get(false)! - 1);
    }
    const cost = messageCost(demoConfig(folder, "cost"));
    return {
      steps,
      pairs,
      offMs: round(median(times.off)),
      onMs: round(median(times.on)),
      stepShare: round((cost.sendUs + cost.takeUs) / 1_000 / median(times.off)),
      ...cost,
      pairedShare: round(median(shares)),
      quartiles: [round(quantile(ascending(shares), 0.25)), round(quantile(ascending(shares), 0.75))],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of the process, all its threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @returns milliseconds of CPU a step */
async function train(config: RunConfig, isOn: boolean): Promise<number> {
  const metrics = isOn ? new RankMetrics({ config, rank: 0, version: "bench" }) : undefined;
  const served =
    metrics && (await serveMetrics({ host: "127.0.0.1", port: 0 }, metricsListener(metrics.exposition())));
  const reader =
    served &&
    setInterval(() => {
      void fetch(`http://${served.address}/metrics`)
        .then((response) => response.text())
        .catch(() => {});
    }, scrapeEveryMs);
  let begun = 0;
  let ended = 0;
  const progress = new ProgressChannel(
    { runUid: config.run.uid, rank: 0 },
    {
      send: (messages) => {
        for (const { event } of messages) {
          if (event.type === "lifecycle" && event.state === "training") begun = cpuMs();
          if (event.type === "evaluated") ended ||= cpuMs();
        }
      },
    },
  );
  const { exitCode, lastWords } = await runTraining({
    setup: {
      config,
      rank: 0,
      addressOf: undefined,
      listen: undefined,
      engines: { cache: "" },
      key: new Uint8Array(32),
      progress: undefined,
      events: undefined,
      metrics: undefined,
    },
    progress,
    metrics,
    commands: new RunCommands({ setLogLevel: () => {} }),
    log: () => {},
    signal: new AbortController().signal,
  });
  clearInterval(reader);
  await served?.close();
  if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}: ${lastWords.message}`);
  return (ended - begun) / steps;
}

/** Size m of examples/brown-study.yaml, on symbols that need no data. */
function demoConfig(folder: string, name: string): RunConfig {
  return runConfig.parse({
    apiVersion: "plateau.dev/run-config/v1",
    run: { kind: "TrainingRun", namespace: "default", name, uid: `${name}-00000000` },
    engine: { name: "onnxruntime", threads: 1 },
    model: {
      family: "llama",
      layers: 3,
      width: 48,
      heads: 3,
      feedForward: 128,
      context: 64,
      vocabulary: 256,
      tieEmbeddings: false,
    },
    data: { source: "markov", chain: "symmetric", p: 0.3, q: 0.3, states: 256, validationSequences: 8 },
    dataSeed: 3,
    seed: 1,
    batch: { sequences: 16, sequenceLength: 64, shards: 1, microbatch: 16 },
    optimizer: {
      name: "adamw",
      learningRate: 4e-3,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 0.1,
      gradientClip: 1,
    },
    schedule: { kind: "constant", warmupSteps: 50 },
    averaging: {},
    stopAtStep: steps,
    evaluation: { everySteps: 0, sequences: 8 },
    checkpoints: { storeUri: join(folder, name), everySteps: 0, forkSteps: [], keepLast: 1 },
    workers: { count: 1, min: 1 },
    exchange: { codec: { name: "none" }, timeoutMs: 10_000, tls: false, membershipKey: "5e".repeat(32) },
  });
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
