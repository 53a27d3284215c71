import { describe, expect, it } from "@jest/globals";
import { runMetrics, studyMetrics } from "@plateau/proto/metrics/index.ts";
import { labelsOf, readExposition, type Exposed } from "@plateau/proto/metrics/testing/exposition.ts";
import type { KubeObject } from "../cluster/cluster.ts";
import type { RunProgress } from "../reconcile/reconciler.ts";
import { RunScene, stored } from "../reconcile/testing/builders.ts";
import { objectSeries } from "./object-series.ts";

const nothing: RunProgress = { checkpoints: [], evaluations: [], ranks: {}, finished: false };
const condition = (type: string, status: string, reason: string, message = "") =>
  ({
    type,
    status,
    reason,
    message,
    lastTransitionTime: "2026-11-25T10:00:00Z",
    observedGeneration: 1,
  }) as never;

const progress: RunProgress = {
  ...nothing,
  lastStep: {
    type: "step",
    step: 41,
    tokens: 4100,
    flops: 8e9,
    loss: 3.25,
    learningRate: 0.01,
    gradientNorm: 0.5,
    stepMs: 12,
    phaseMs: { compute: 1, encode: 1, wire: 1, wait: 1, decode: 1, update: 1 },
    rawBytes: 1,
    payloadBytes: 1,
    sentBytes: 1,
    receivedBytes: 1,
    snrDb: 11,
  },
  smoothedLoss: 3.5,
  medianStepMs: 20,
  lastStepAtMs: 60_000,
  lastCheckpointAtMs: 30_000,
  evaluations: [
    { step: 20, weights: "raw", loss: 3.4, tokens: 10, domains: {} },
    { step: 40, weights: "raw", loss: 3.3, tokens: 10, domains: {} },
    { step: 40, weights: "ema", loss: 3.2, tokens: 10, domains: {} },
  ],
};

function trainingRun(name = "a", status: object = {}): KubeObject {
  const { run } = new RunScene()
    .withSpec({ exchange: { codec: "Laser", channel: "AWGN", awgn: { snrDb: 12 } } as never })
    .withStatus({
      step: 40,
      stopAtStep: 640,
      tokens: "4000",
      flops: "7.9e9",
      tokensPerSecond: "250",
      readyWorkers: 1,
      workers: "1/2",
      startTime: "1970-01-01T00:00:10Z",
      lastCheckpoint: { step: 30, manifestUri: "x", sha256: "y" },
      forkPoints: [
        { step: 20, tokens: "1", committed: true },
        { step: 60, tokens: "1", committed: false },
      ],
      conditions: [condition("Progressing", "True", "Training")],
      ...status,
    });
  return { ...run, metadata: { ...run.metadata, name, uid: name, namespace: "lab" } };
}

const study = stored<KubeObject>(
  {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "ScalingStudy",
    metadata: { name: "s", namespace: "lab" },
    spec: { budget: { flops: "1e12" } },
  },
  {
    status: {
      flops: { planned: "9e11", spent: "5e11", independentRuns: "2e12" },
      estimatedSecondsLeft: 30,
      points: [
        { name: "p1", size: "xs", parameters: "1", tokens: "100", flops: "5", loss: "2.5", state: "Done" },
        { name: "p2", size: "xs", parameters: "1", tokens: "200", flops: "6", state: "Waiting" },
      ],
      fit: { parameters: [{ name: "E", value: "1.5", low: "1.4", high: "1.6" }] },
      conditions: [condition("Progressing", "True", "Training")],
    },
  },
);

async function expose(objects: KubeObject[], told: Record<string, RunProgress> = {}): Promise<Exposed> {
  let text = "";
  const series = objectSeries({
    objects: (kind) => objects.filter((object) => object.kind === kind),
    object: (kind, namespace, name) =>
      objects.find(
        ({ kind: its, metadata }) =>
          its === kind && metadata.namespace === namespace && metadata.name === name,
      ),
    progress: (uid) => told[uid] ?? nothing,
  });
  for await (const piece of series) text += piece;
  return readExposition(text);
}

const valueOf = (
  { samples }: Exposed,
  name: string,
  labels: Record<string, string> = {},
): number | undefined =>
  samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )?.value;

describe("series of runs and studies", () => {
  it("are those of the catalogue with its labels, and no others", async () => {
    const failed = trainingRun("f", {
      conditions: [condition("Failed", "True", "BadConfig", "rank 0: no (E_MODEL)")],
    });
    const ofStudy = trainingRun();
    ofStudy.metadata.labels = { "plateau.dev/study": "s", "plateau.dev/size": "xs" };
    const exposed = await expose([ofStudy, failed, study], { a: progress });
    const all = { ...runMetrics, ...studyMetrics };
    expect([...exposed.families.keys()].toSorted()).toEqual(Object.keys(all).toSorted());
    for (const [name, { labels }] of Object.entries(all))
      expect({ name, labels: labelsOf(exposed, name)?.toSorted() }).toEqual({
        name,
        labels: [...labels].toSorted(),
      });
    expect(valueOf(exposed, "plateau_run_info", { run: "a", study: "s", size: "xs", codec: "Laser" })).toBe(
      1,
    );
    expect(valueOf(exposed, "plateau_study_last_step_timestamp_seconds")).toBe(60);
    expect(valueOf(exposed, "plateau_run_failed", { run: "f", reason: "BadConfig", code: "E_MODEL" })).toBe(
      1,
    );
  });

  it("say what was told last, and the status where nothing was", async () => {
    const told = await expose([trainingRun()], { a: progress });
    expect(valueOf(told, "plateau_run_step")).toBe(41);
    expect(valueOf(told, "plateau_run_loss")).toBe(3.25);
    expect(valueOf(told, "plateau_run_step_seconds")).toBe(0.02);
    expect(valueOf(told, "plateau_run_validation_loss", { weights: "raw" })).toBe(3.3);
    expect(valueOf(told, "plateau_run_validation_loss", { weights: "ema" })).toBe(3.2);
    expect(valueOf(told, "plateau_run_workers")).toBe(1);
    expect(valueOf(told, "plateau_run_workers_wanted")).toBe(2);
    expect(valueOf(told, "plateau_run_checkpoints")).toBe(1);
    expect(valueOf(told, "plateau_run_snr_floor_decibels")).toBe(12);
    expect(valueOf(told, "plateau_run_state", { state: "training" })).toBe(1);
    expect(valueOf(told, "plateau_run_state", { state: "failed" })).toBe(0);
    const untold = await expose([trainingRun()]);
    expect(valueOf(untold, "plateau_run_step")).toBe(40);
    expect(valueOf(untold, "plateau_run_tokens")).toBe(4000);
    expect(untold.families.has("plateau_run_loss")).toBe(false);
    expect(untold.families.has("plateau_run_snr_decibels")).toBe(false);
  });

  it("keep a loss that is none, and go with their object", async () => {
    const lost = { ...progress, lastStep: { ...progress.lastStep!, loss: NaN }, smoothedLoss: Infinity };
    const exposed = await expose([trainingRun()], { a: lost });
    expect(valueOf(exposed, "plateau_run_loss")).toBeNaN();
    expect(valueOf(exposed, "plateau_run_smoothed_loss")).toBe(Infinity);
    expect((await expose([])).samples).toEqual([]);
  });

  it("escape what users may write", async () => {
    const run = trainingRun();
    run.metadata.labels = { "plateau.dev/study": 'a"b\\c\nd' };
    const exposed = await expose([run]);
    expect(valueOf(exposed, "plateau_run_info", { study: 'a"b\\c\nd' })).toBe(1);
  });

  it("of a branch take codec and channel from the plateau, unless it overrides them", async () => {
    const branch = (name: string, overrides?: object): KubeObject => ({
      ...trainingRun(name),
      kind: "Cooldown",
      spec: { from: { run: "a" }, ...(overrides ? { overrides: { exchange: overrides } } : {}) },
    });
    const exposed = await expose([
      trainingRun(),
      branch("b"),
      branch("c", { codec: "None", channel: "Noiseless" }),
    ]);
    expect(valueOf(exposed, "plateau_run_info", { run: "b", codec: "Laser", channel: "AWGN" })).toBe(1);
    expect(valueOf(exposed, "plateau_run_info", { run: "c", codec: "None", channel: "Noiseless" })).toBe(1);
    expect(valueOf(exposed, "plateau_run_snr_floor_decibels", { run: "c" })).toBeUndefined();
  });

  it("say from which step a run would go on, and how often that is renewed", async () => {
    const step = "plateau_run_checkpoint_step";
    const interval = "plateau_run_checkpoint_interval_steps";
    const branch = {
      ...trainingRun("b", { lastCheckpoint: undefined, checkpoint: { step: 20 } }),
      kind: "Cooldown",
      spec: { from: { run: "a" } },
    };
    const never = trainingRun("never");
    Object.assign((never.spec as { checkpoints: object }).checkpoints, { everySteps: 0 });
    const newer = { ...progress, checkpoints: [{ step: 30 }, { step: 40 }] } as RunProgress;
    const exposed = await expose([trainingRun(), branch, never], { a: newer });
    // Told, and not in the status yet.
    expect(valueOf(exposed, step, { run: "a" })).toBe(40);
    expect(valueOf(exposed, step, { run: "b" })).toBe(20);
    expect(valueOf(exposed, step, { run: "never" })).toBe(30);
    expect(valueOf(exposed, interval, { run: "a" })).toBe(100);
    expect(valueOf(exposed, interval, { run: "b" })).toBe(100);
    expect(valueOf(exposed, interval, { run: "never" })).toBeUndefined();
  });

  it("let the controller's own work in between", async () => {
    const one = trainingRun();
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      ...one,
      metadata: { ...one.metadata, name: `r${i}`, uid: `r${i}` },
    }));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await expose(many);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});
