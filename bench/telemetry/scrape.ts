/** A scrape of a controller that holds many runs: time, the longest that the event loop was held, size, and memory while it lasts. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { metricsListener, serveMetrics } from "@plateau/proto/metrics/serve.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { RunProgress } from "@plateau/controller/reconcile/reconciler.ts";
import { ControllerMetrics } from "@plateau/controller/telemetry/controller-metrics.ts";

const scrapes = 7;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export interface ScrapeNumbers {
  runs: number;
  /** Median, from the request to the last byte, packed. */
  scrapeMs: number;
  /** Longest that nothing else could run during a scrape. */
  heldMs: number;
  /** Memory of the process at its highest during a scrape, above what it holds anyway. */
  scrapeMb: number;
  textMb: number;
  packedMb: number;
}

export async function measureScrape(runs: number): Promise<ScrapeNumbers> {
  const objects = Array.from({ length: runs }, (_, index) => runOf(index));
  const told = new Map(objects.map(({ metadata }, index) => [metadata.uid, progressOf(index)]));
  const metrics = new ControllerMetrics({
    version: "bench",
    lease: "plateau-controller",
    kinds: ["TrainingRun"],
    leads: () => true,
    queueDepth: () => 0,
    connections: () => 0,
    objects: () => ({
      objects: (kind) => (kind === "TrainingRun" ? objects : []),
      object: () => undefined,
      progress: (uid) => told.get(uid)!,
    }),
  });
  const served = await serveMetrics({ host: "127.0.0.1", port: 0 }, metricsListener(metrics.exposition()));
  try {
    const url = `http://${served.address}/metrics`;
    const text = await (await fetch(url)).text();
    const times: number[] = [];
    let peak = 0;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    collectGarbage();
    const before = process.memoryUsage.rss();
    for (let each = 0; each < scrapes; each += 1) {
      collectGarbage();
      await setImmediate();
      const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
      delay.enable();
      const begun = performance.now();
      const response = await fetch(url);
      // Counted, not kept: the reader is another process.
      for await (const _ of response.body!) void _;
      times.push(performance.now() - begun);
      delay.disable();
      clearInterval(timer);
    }
    return {
      runs,
      scrapeMs: Math.round(times.toSorted((a, b) => a - b)[Math.floor(scrapes / 2)]!),
      heldMs: Math.round(delay.max / 1e6),
      scrapeMb: Math.max(0, Math.round((peak - before) / 2 ** 20)),
      textMb: Number((Buffer.byteLength(text) / 2 ** 20).toFixed(1)),
      packedMb: Number((gzipSync(text, { level: 1 }).length / 2 ** 20).toFixed(1)),
    };
  } finally {
    await served.close();
  }
}

/** A run in the middle of its way, with everything that it can tell. */
function runOf(index: number): KubeObject {
  return {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: {
      name: `run-${index}`,
      namespace: `team-${index % 50}`,
      uid: `uid-${index}`,
      resourceVersion: String(index),
      generation: 1,
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { "plateau.dev/study": `study-${index % 100}`, "plateau.dev/size": "m" },
    },
    spec: {
      exchange: { codec: "Laser", channel: "AWGN", awgn: { snrDb: "12" } },
      checkpoints: { everySteps: 500 },
    },
    status: {
      step: 1_000 + index,
      stopAtStep: 10_000,
      tokens: "1000000",
      flops: "1e15",
      tokensPerSecond: "12345",
      readyWorkers: 4,
      workers: "4/4",
      attempt: 1,
      failures: 0,
      startTime: "2026-01-01T00:00:00Z",
      lastCheckpoint: { step: 1_000 },
      forkPoints: [],
      conditions: [{ type: "Progressing", status: "True", reason: "Training" }],
    },
  };
}

function progressOf(index: number): RunProgress {
  return {
    lastStep: {
      type: "step",
      step: 1_000 + index,
      tokens: 1_000_000 + index,
      flops: 1e15 / 3 + index,
      loss: 2 + Math.sin(index),
      learningRate: 6e-4,
      gradientNorm: Math.abs(Math.cos(index)),
      stepMs: 100,
      phaseMs: { compute: 50, encode: 5, wire: 20, wait: 5, decode: 5, update: 15 },
      rawBytes: 1,
      payloadBytes: 1,
      sentBytes: 1,
      receivedBytes: 1,
      snrDb: 11 + Math.sin(index),
    },
    smoothedLoss: 2 + Math.sin(index / 2),
    medianStepMs: 100 + (index % 7),
    lastStepAtMs: 1_795_000_000_000 + index,
    lastCheckpointAtMs: 1_795_000_000_000,
    checkpoints: [],
    evaluations: [{ step: 500, weights: "raw", loss: 2.5, tokens: 1_000, domains: {} }],
    ranks: {},
    finished: false,
  };
}
