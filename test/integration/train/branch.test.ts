import { beforeAll, describe, expect, it } from "@jest/globals";
import type { CheckpointRef, RunConfig } from "@plateau/proto";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();

/** A run of 100 steps whose last 20 cool down, whole or as a branch. */
const cooldown: RunConfig["schedule"] = {
  kind: "cooldown",
  warmupSteps: 4,
  totalSteps: 100,
  cooldownSteps: 20,
  shape: "1-sqrt",
  finalFactor: 0,
};
const averaging: RunConfig["averaging"] = {
  swa: { intervalSteps: 5, windowSteps: 20, keepWindows: 2 },
  ema: { intervalSteps: 5, decay: 0.9, startStep: 10 },
};

/** What is dropped is a part of the state that a branch goes on from. */
const dropout = 0.1;

function branch(name: string, startFrom: CheckpointRef, change: Partial<RunConfig> = {}) {
  const run: RunConfig["run"] = { kind: "Cooldown", namespace: "default", name, uid: `${name}-00000000` };
  return { name, dropout, change: { run, schedule: cooldown, stopAtStep: 100, startFrom, ...change } };
}

describe("a plateau to step 80 and a cooldown of 20 steps", () => {
  let whole: WorkerGroup;
  let trunk: WorkerGroup;
  let fork: CheckpointRef;

  beforeAll(async () => {
    whole = await groups.finished({
      name: "whole",
      dropout,
      change: { schedule: cooldown, stopAtStep: 100 },
    });
    // The trunk goes on after its fork point, and averages its weights besides: neither may show in the branch.
    trunk = await groups.finished({
      name: "trunk",
      dropout,
      workers: 2,
      change: {
        averaging,
        checkpoints: {
          storeUri: `${groups.folder}/checkpoints/trunk`,
          everySteps: 50,
          forkSteps: [80, 120],
          keepLast: 1,
        },
      },
    });
    const { manifestUri, sha256 } = trunk.checkpoints().find(({ step }) => step === 80)!;
    fork = { manifestUri, sha256 };
  });

  it.each([1, 2])("equal one uninterrupted run of 100 steps to the bit, by %d ranks", async (workers) => {
    const cooled = await groups.finished({ workers, ...branch(`branch-${workers}`, fork) });
    expect(cooled.hashes(100)).toEqual(whole.hashes(100));
    expect(cooled.evaluations()).toEqual(whole.evaluations());
    // The branch reads the batches that the trunk would have read, at the rates of the whole run.
    const tail = [...whole.steps().values()].filter(({ step }) => step > 80);
    expect(
      [...cooled.steps().values()].map(({ step, loss, learningRate, tokens, flops }) => ({
        step,
        loss,
        learningRate,
        tokens,
        flops,
      })),
    ).toEqual(
      tail.map(({ step, loss, learningRate, tokens, flops }) => ({
        step,
        loss,
        learningRate,
        tokens,
        flops,
      })),
    );
    expect(cooled.manifest(100)["parents"]).toEqual([{ ...fork, relation: "ForkOf" }]);
    expect(cooled.manifest(100)["smoothedLoss"]).toBe(whole.manifest(100)["smoothedLoss"]);
  });

  it("also when the branch is killed and started again", async () => {
    const config = branch("branch-killed", fork);
    const storeUri = `${groups.folder}/checkpoints/branch-killed`;
    const checkpoints = { storeUri, everySteps: 5, forkSteps: [100], keepLast: 1 };
    const cooled = groups.create({ ...config, change: { ...config.change, checkpoints } }).startAll();
    await cooled.until("a checkpoint of its own", () => cooled.checkpoints().length > 0);
    await cooled.kill(0);
    cooled.start(0);
    await cooled.finish();
    expect(cooled.hashes(100)).toEqual(whole.hashes(100));
    expect(cooled.manifest(100)["parents"]).toEqual([{ ...fork, relation: "ForkOf" }]);
  });

  it("keeps the trunk's fork points and only the newest of its periodic checkpoints", () => {
    expect(trunk.checkpoints().map(({ step, fork: kept }) => [step, kept])).toEqual([
      [50, false],
      [80, true],
      [100, false],
      [120, true],
    ]);
    expect(() => trunk.manifest(50)).toThrow(/ENOENT/);
    expect(trunk.manifest(80)["holds"]).toEqual(["Weights", "OptimizerState", "DataCursor", "Averages"]);
  });

  it("scores the trunk's averaged weights beside the raw ones", () => {
    expect(trunk.evaluations().map(({ step, weights }) => [step, weights])).toEqual([
      [120, "raw"],
      [120, "swa"],
      [120, "ema"],
    ]);
    expect(new Set(trunk.evaluations().map(({ loss }) => loss)).size).toBe(3);
  });

  it.each([
    [
      "another optimizer and batch",
      {
        optimizer: {
          name: "sgd" as const,
          learningRate: 0.1,
          momentum: 0.9,
          weightDecay: 0,
          gradientClip: 1,
        },
        batch: { sequences: 8, sequenceLength: 24, shards: 4, microbatch: 2 },
      },
      /optimizer\.name is "sgd", was "adamw".*batch\.sequences is 8, was 16/,
    ],
    ["another seed of the data", { dataSeed: 4 }, /dataSeed is 4, was 3/],
    [
      "a cooldown that begins elsewhere",
      { schedule: { ...cooldown, cooldownSteps: 30 } },
      /is at step 80, but the cooldown of 30 of 100 steps begins at step 70/,
    ],
    [
      "a checkpoint of another hash",
      { startFrom: { manifestUri: "", sha256: "0".repeat(64) } },
      /sha256|hash/,
    ],
  ])("refuse %s, with a sentence, and train nothing", async (name, change, sentence) => {
    const startFrom = "startFrom" in change ? { ...fork, sha256: change.startFrom.sha256 } : fork;
    const refused = groups
      .create(branch(`refused-${name.replaceAll(" ", "-")}`, startFrom, { ...change, startFrom }))
      .startAll();
    expect(await refused.exitCode(0)).toBe(64);
    expect(refused.lastWords(0).message).toMatch(sentence);
    expect(refused.events("step")).toEqual([]);
  });

  it("give their weights alone to a run that begins with them: step 0, its own recipe, and says whose they were", async () => {
    const run: RunConfig["run"] = { kind: "TrainingRun", namespace: "default", name: "next", uid: "next" };
    const change: Partial<RunConfig> = {
      run,
      dataSeed: 4,
      optimizer: { name: "sgd", learningRate: 0, momentum: 0, weightDecay: 0, gradientClip: 0 },
      stopAtStep: 2,
      weightsFrom: fork,
    };
    const next = await groups.finished({ name: "next", workers: 2, change });
    expect(next.hashes(2)["model.safetensors"]).toBe(trunk.hashes(80)["model.safetensors"]);
    expect(next.manifest(2)).toMatchObject({
      parents: [{ ...fork, relation: "WeightsOf" }],
      tokens: 2 * 16 * 24,
    });
    const other = groups.create({
      name: "next-wide",
      change: { ...change, model: { ...trunk.config.model, normEpsilon: 1e-3 } },
    });
    other.startAll();
    expect(await other.exitCode(0)).toBe(64);
    expect(other.lastWords(0).message).toMatch(/weights of another model: model\.normEpsilon is 0\.001, was/);
  });

  it("take other data only when the branch says so", async () => {
    const accepted = await groups.finished(
      branch("accepted", fork, { dataSeed: 4, acceptDifferences: ["data"] }),
    );
    expect(accepted.hashes(100)["model.safetensors"]).not.toBe(whole.hashes(100)["model.safetensors"]);
  });
});
