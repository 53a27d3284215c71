import { describe, expect, it } from "@jest/globals";
import { runConfig, type RunConfig } from "@plateau/proto";
import fc from "fast-check";
import { admit, type Cooldown, type TrainingRun } from "./index.ts";
import { cooldownConfig, cooldownLength, forkSteps, stopAtStep, trainingRunConfig } from "./run-config.ts";
import { cooldownManifest, exampleText, trainingRunManifest } from "./testing/manifests.ts";
import { parseManifests } from "./manifests.ts";

const platform = { resolveUri: (uri: string) => (uri.startsWith("/") ? uri : `/home/lab/${uri}`) };
const meta = {
  uid: "1f3a2b4c-5d6e-4f70-8123-456789abcdef",
  resourceVersion: "1",
  generation: 1,
  creationTimestamp: "2026-11-25T00:00:00Z",
};
const stored = <T>(manifest: { metadata: object }): T =>
  ({ ...manifest, metadata: { ...manifest.metadata, ...meta } }) as T;
const run = stored<TrainingRun>(trainingRunManifest());
const cooldown = stored<Cooldown>(cooldownManifest());

describe("run config of a TrainingRun", () => {
  it("is the spec in plain numbers, with every open question settled", () => {
    expect(trainingRunConfig(run, platform)).toEqual({
      apiVersion: "plateau.dev/run-config/v1",
      run: { kind: "TrainingRun", namespace: "default", name: "brown-small", uid: meta.uid },
      engine: { name: "auto", threads: 1, products: "float32", recompute: false },
      // 8/3 · 48 = 128, a multiple of 16.
      model: {
        family: "llama",
        layers: 3,
        width: 48,
        heads: 3,
        feedForward: 128,
        context: 64,
        vocabulary: 256,
        tieEmbeddings: true,
        ropeTheta: 10_000,
        normEpsilon: 1e-5,
      },
      data: { source: "tokens", uri: "/home/lab/data/brown" },
      dataSeed: 17,
      seed: 1,
      batch: { sequences: 32, sequenceLength: 64, shards: 2, microbatch: 16 },
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
      stopAtStep: 640,
      evaluation: { everySteps: 0, sequences: 0 },
      checkpoints: {
        storeUri: "/home/lab/checkpoints/default/brown-small-1f3a2b4c",
        everySteps: 100,
        forkSteps: [160, 320, 640],
        keepLast: 2,
      },
      workers: { count: 2, min: 1 },
      exchange: {
        codec: { name: "none" },
        channel: { name: "noiseless" },
        seed: 0,
        onNotFinite: "Stop",
        timeoutMs: 30_000,
        rejoinTimeoutMs: 60_000,
        tls: true,
        membershipKey: "",
      },
    });
  });

  it("turns tokens into whole steps", () => {
    const spec = {
      ...run.spec,
      stopAt: { tokens: "1e6" },
      checkpoints: { ...run.spec.checkpoints, forkAt: { tokens: ["5e5", "1e6"] } },
    };
    // 2048 tokens a step: 244.1 and 488.3 steps.
    expect(forkSteps(spec)).toEqual([244, 488]);
    expect(stopAtStep(spec)).toBe(488);
  });

  it("keeps the final state like a fork point, and never stops without stopAt", () => {
    const { stopAt: _stopAt, ...open } = run.spec;
    expect(
      trainingRunConfig(
        { ...run, spec: { ...run.spec, checkpoints: { ...run.spec.checkpoints, forkAt: undefined } } },
        platform,
      ).checkpoints.forkSteps,
    ).toEqual([640]);
    expect(trainingRunConfig({ ...run, spec: open }, platform).stopAtStep).toBe(2 ** 31 - 1);
  });

  it("makes a cosine run of the length given", () => {
    const { stopAt: _stopAt, ...open } = run.spec;
    const spec = admit({
      ...run,
      spec: {
        ...open,
        checkpoints: { store: { uri: "c" } },
        schedule: { warmupSteps: 5, cosine: { total: { steps: 100 } } },
      },
    }).spec as TrainingRun["spec"];
    const config = trainingRunConfig({ ...run, spec }, platform);
    expect(config.schedule).toEqual({ kind: "cosine", warmupSteps: 5, totalSteps: 100, finalFactor: 0.1 });
    expect(config.stopAtStep).toBe(100);
  });

  it("names dropout only where there is some, so that recipes without are what they were", () => {
    const modelOf = (dropout: string): unknown =>
      trainingRunConfig({ ...run, spec: { ...run.spec, model: { ...run.spec.model, dropout } } }, platform)
        .model;
    const { model } = trainingRunConfig(run, platform);
    expect(modelOf("0")).toEqual(model);
    expect(modelOf("0.1")).toEqual({ ...model, dropout: 0.1 });
    expect(Object.keys(model)).not.toContain("dropout");
  });

  it("resolves the GPT-2 switches and the Markov source", () => {
    const [manifest] = parseManifests(exampleText("markov.yaml"), "markov.yaml");
    const config = trainingRunConfig(stored<TrainingRun>(manifest?.object ?? { metadata: {} }), platform);
    expect(config.model).toEqual({
      family: "gpt2",
      layers: 1,
      width: 16,
      heads: 1,
      feedForward: 64,
      context: 128,
      vocabulary: 2,
      tieEmbeddings: true,
      biases: true,
      norm: "affine",
      activation: "relu",
      attention: true,
      headBias: false,
      normEpsilon: 1e-5,
    });
    expect(config.data).toEqual({
      source: "markov",
      chain: "binary",
      p: 0.2,
      q: 0.3,
      lag: 1,
      states: 2,
      validationSequences: 256,
    });
    const orderK = parseManifests(exampleText("markov.yaml"), "markov.yaml").find(
      ({ object }) => object.metadata.name === "markov-order-3",
    );
    expect(trainingRunConfig(stored<TrainingRun>(orderK!.object), platform).data).toEqual({
      source: "markov",
      chain: "order-k",
      p: 0.05,
      q: 0.95,
      lag: 1,
      states: 2,
      order: 3,
      tableSeed: 2,
      validationSequences: 256,
    });
    // No microbatch given: a shard's whole slice.
    expect(config.batch.microbatch).toBe(8);
  });
});

describe("run config of a Cooldown", () => {
  const branch = {
    recipe: run.spec,
    checkpoint: { manifestUri: "/m.json", sha256: "ab" },
    step: 640,
    cooldownSteps: 160,
  };

  it("is the plateau's recipe with another end", () => {
    const trunk = trainingRunConfig(run, platform);
    const config = cooldownConfig(cooldown, branch, platform);
    for (const part of ["engine", "model", "data", "dataSeed", "seed", "batch", "optimizer"] as const) {
      expect(config[part]).toEqual(trunk[part]);
    }
    expect(config.schedule).toEqual({
      kind: "cooldown",
      warmupSteps: 50,
      totalSteps: 800,
      cooldownSteps: 160,
      shape: "1-sqrt",
      finalFactor: 0,
    });
    expect(config).toMatchObject({
      stopAtStep: 800,
      startFrom: branch.checkpoint,
      run: { kind: "Cooldown" },
    });
    expect(config.checkpoints.forkSteps).toEqual([800]);
    expect(config).not.toHaveProperty("acceptDifferences");
    expect(runConfig.parse(config)).toEqual(config);
  });

  it("names what it changes on purpose", () => {
    const spec = admit({
      ...cooldown,
      spec: { ...cooldown.spec, overrides: { data: { tokens: { uri: "other" }, seed: 3 } } },
    }).spec as Cooldown["spec"];
    const config = cooldownConfig({ ...cooldown, spec }, branch, platform);
    expect(config).toMatchObject({
      acceptDifferences: ["data"],
      dataSeed: 3,
      data: { uri: "/home/lab/other" },
    });
  });

  it("computes on the engine that it names, the other settings being the run's", () => {
    const engine = { name: "Pjrt", threads: 4, products: "BFloat16", peakFlops: "1e12", recompute: true };
    const recipe = admit({ ...run, spec: { ...run.spec, engine } }).spec as TrainingRun["spec"];
    const engineOf = (named?: object): RunConfig["engine"] => {
      const spec = admit({
        ...cooldown,
        spec: { ...cooldown.spec, ...(named ? { engine: named } : {}) },
      }).spec;
      return cooldownConfig({ ...cooldown, spec: spec as Cooldown["spec"] }, { ...branch, recipe }, platform)
        .engine;
    };
    const same = { name: "pjrt", threads: 4, products: "bfloat16", peakFlops: 1e12, recompute: true };
    expect(engineOf()).toEqual(same);
    expect(engineOf({ threads: 2, recompute: false })).toEqual({ ...same, threads: 2, recompute: false });
    expect(engineOf({ name: "OnnxRuntime" })).toEqual({ ...same, name: "onnxruntime", products: "float32" });
    // What a recipe of before there was the field says.
    const { products: _, recompute: __, ...old } = recipe.engine;
    const before = { ...recipe, engine: old as typeof recipe.engine };
    expect(cooldownConfig(cooldown, { ...branch, recipe: before }, platform).engine).toMatchObject({
      products: "float32",
      recompute: false,
    });
  });

  it("lays a partial exchange over the recipe's and says nothing of a difference that is none", () => {
    const noisy = admit({ ...run, spec: { ...run.spec, exchange: { codec: "Signum", seed: 5 } } })
      .spec as TrainingRun["spec"];
    const withOverrides = (exchange: unknown): Cooldown => ({
      ...cooldown,
      spec: admit({ ...cooldown, spec: { ...cooldown.spec, overrides: { exchange } } })
        .spec as Cooldown["spec"],
    });
    const patient = cooldownConfig(
      withOverrides({ onNotFinite: "SkipStep" }),
      { ...branch, recipe: noisy },
      platform,
    );
    expect(patient.exchange).toMatchObject({ codec: { name: "signum" }, seed: 5, onNotFinite: "SkipStep" });
    expect(patient).not.toHaveProperty("acceptDifferences");
    const plain = cooldownConfig(withOverrides({ codec: "None" }), { ...branch, recipe: noisy }, platform);
    expect(plain.exchange.codec).toEqual({ name: "none" });
    expect(plain.acceptDifferences).toEqual(["codec"]);
  });

  it("never asks for more ranks than there are shards", () => {
    const config = cooldownConfig(
      { ...cooldown, spec: { ...cooldown.spec, workers: { count: 8, min: 8 } } },
      branch,
      platform,
    );
    expect(config.workers).toEqual({ count: 2, min: 2 });
  });
});

describe("length of a cooldown", () => {
  it("is such that the branch is the run of n steps whose last floor(c·n) steps decay", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 1_000_000 }),
        fc.integer({ min: 1, max: 90 }),
        (total, percent) => {
          const fraction = percent / 100;
          const fork = total - Math.floor(fraction * total);
          const length = cooldownLength({ fractionOfTotal: String(fraction) }, fork);
          const branchTotal = fork + length;
          fc.pre(Math.floor(fraction * total) >= 1);
          // Several n may share a fork step; the longest is taken, and it is at least the one we came from.
          expect(branchTotal - Math.floor(fraction * branchTotal)).toBe(fork);
          expect(branchTotal).toBeGreaterThanOrEqual(total);
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });

  it("is 160 at step 640 for a fifth, and what is asked for when steps are given", () => {
    expect(cooldownLength({ fractionOfTotal: "0.2" }, 640)).toBe(160);
    expect(cooldownLength({ steps: 7 }, 640)).toBe(7);
  });
});
