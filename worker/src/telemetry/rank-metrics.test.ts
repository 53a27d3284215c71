import { beforeEach, describe, expect, it } from "@jest/globals";
import type { RunConfig, StepEvent } from "@plateau/proto";
import { processMetrics, stepPhases, workerMetrics } from "@plateau/proto/metrics/index.ts";
import { labelsOf, readExposition, type Exposed } from "@plateau/proto/metrics/testing/exposition.ts";
import { trainingFlopsPerStep } from "@plateau/scaling";
import { RankMetrics } from "./rank-metrics.ts";

const config = {
  run: { kind: "Cooldown", namespace: "lab", name: "b", uid: "u" },
  engine: { name: "reference", threads: 1, peakFlops: 2e12 },
  batch: { sequences: 8, sequenceLength: 16, shards: 4, microbatch: 2 },
  model: {
    family: "llama",
    layers: 1,
    width: 8,
    heads: 1,
    feedForward: 16,
    context: 16,
    vocabulary: 32,
    tieEmbeddings: true,
  },
} as unknown as RunConfig;

const event: StepEvent = {
  type: "step",
  step: 7,
  tokens: 0,
  flops: 0,
  loss: 1,
  learningRate: 1,
  gradientNorm: 1,
  stepMs: 30,
  phaseMs: { compute: 10, encode: 1, wire: -0.01, wait: 2, decode: 3, update: 4 },
  rawBytes: 100,
  payloadBytes: 10,
  sentBytes: 12,
  receivedBytes: 13,
  snrDb: 9,
  residualNorm: 0.5,
};

let metrics: RankMetrics;
const read = async (): Promise<Exposed> => {
  let text = "";
  for await (const piece of metrics.exposition()()) text += piece;
  return readExposition(text);
};
const value = async (name: string, more: Record<string, string> = {}): Promise<number | undefined> =>
  (await read()).samples.find(
    (sample) =>
      sample.name === name && Object.entries(more).every(([label, text]) => sample.labels[label] === text),
  )?.value;

beforeEach(() => {
  metrics = new RankMetrics({ config, rank: 2, version: "9" });
});

function everything(): void {
  metrics.take({ type: "step", event, shards: 3 });
  metrics.take({ type: "skipped" });
  metrics.take({ type: "checkpoint", stallMs: 5, writeMs: 50, bytes: 1000 });
  const engine = { name: "reference", description: "tfjs" };
  metrics.told({ type: "lifecycle", state: "holding", reason: "PeerLost", message: "", engine });
  metrics.watch("controller", () => ({ waiting: 4, dropped: 0 }));
  metrics.watch("events", () => ({ waiting: 5, dropped: 6 }));
}

describe("the metrics of a rank", () => {
  it("are those of the catalogue with its labels, and no others", async () => {
    everything();
    const exposed = await read();
    expect([...exposed.families.keys()].toSorted()).toEqual(
      Object.keys({ ...workerMetrics, ...processMetrics }).toSorted(),
    );
    for (const [name, { labels, type }] of Object.entries(workerMetrics)) {
      expect({ name, type: exposed.families.get(name) }).toEqual({ name, type });
      expect({ name, labels: labelsOf(exposed, name)?.toSorted() }).toEqual({
        name,
        labels: [...labels].toSorted(),
      });
    }
  });

  it("name the run and the rank on every series of its own", async () => {
    everything();
    const own = (await read()).samples.filter(({ name }) => name.startsWith("plateau_"));
    for (const { labels } of own)
      expect(labels).toMatchObject({ namespace: "lab", kind: "Cooldown", run: "b", rank: "2" });
  });

  it("count a step by the shards that the rank hosts", async () => {
    metrics.take({ type: "step", event, shards: 3 });
    metrics.take({ type: "step", event, shards: 1 });
    expect(await value("plateau_worker_steps_total")).toBe(2);
    expect(await value("plateau_worker_tokens_total")).toBe(4 * 2 * 16);
    expect(await value("plateau_worker_flops_total")).toBeCloseTo(
      trainingFlopsPerStep(config.model, config.batch),
      6,
    );
    expect(await value("plateau_worker_sent_bytes_total")).toBe(24);
    expect(await value("plateau_worker_received_bytes_total")).toBe(26);
    for (const phase of stepPhases) {
      const seconds = Math.max(0, event.phaseMs[phase]) / 500;
      expect(await value("plateau_worker_step_phase_seconds_sum", { phase })).toBeCloseTo(seconds, 9);
    }
  });

  it("say nothing of what there is not", async () => {
    const { snrDb: _s, residualNorm: _r, ...plain } = event;
    const { peakFlops: _p, ...engine } = config.engine;
    metrics = new RankMetrics({ config: { ...config, engine }, rank: 0, version: "9" });
    metrics.take({ type: "step", event: plain, shards: 1 });
    expect(await value("plateau_worker_snr_decibels")).toBeUndefined();
    expect(await value("plateau_worker_residual_norm")).toBeUndefined();
    expect(await value("plateau_worker_peak_flops")).toBeUndefined();
  });

  it("follow what is dropped without counting it twice", async () => {
    let dropped = 3;
    metrics.watch("events", () => ({ waiting: 1, dropped }));
    expect(await value("plateau_worker_progress_dropped_total", { to: "events" })).toBe(3);
    dropped = 5;
    expect(await value("plateau_worker_progress_dropped_total", { to: "events" })).toBe(5);
  });

  it("name the engine once the rank has told of it", async () => {
    const info = (engine: string): Promise<number | undefined> =>
      value("plateau_worker_info", { version: "9", engine });
    metrics = new RankMetrics({ config, rank: 0, version: "9" });
    metrics.told({ type: "lifecycle", state: "starting", reason: "Started", message: "" });
    expect(await info("reference")).toBeUndefined();
    const engine = { name: "reference", description: "tfjs" };
    metrics.told({ type: "lifecycle", state: "joined", reason: "Joined", message: "", engine });
    expect(await info("reference")).toBe(1);
  });

  it("count changes of the group, not the other news of the rank", async () => {
    for (const state of ["joined", "training", "holding", "holding"] as const)
      metrics.told({ type: "lifecycle", state, reason: "MembershipChanges", message: "" });
    expect(await value("plateau_worker_group_changes_total", { cause: "MembershipChanges" })).toBe(2);
  });
});
