import { beforeAll, describe, expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, workerEnv } from "@plateau/proto";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();
let undisturbed: WorkerGroup;

beforeAll(async () => {
  undisturbed = await groups.finished({ name: "undisturbed" });
});

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

describe("a worker that is asked to stop", () => {
  it.each([
    ["SIGTERM", (group: WorkerGroup) => group.kill(0, "SIGTERM")],
    [
      "the end of its supervisor's channel",
      (group: WorkerGroup) => Promise.resolve(group.ranks[0]!.process.disconnect()),
    ],
  ])("by %s saves the step it is at, ends with 75, and goes on from there", async (name, ask) => {
    const group = groups.create({ name: `asked-${name.slice(0, 7)}` }).startAll();
    await group.untilStep(10);
    await ask(group);
    expect(await group.exitCode(0)).toBe(exitCodes.interrupted);
    const { code, step } = group.lastWords(0);
    expect(code).toBe("Interrupted");
    expect(step).toBeLessThan(120);
    expect(group.manifest(step!)["step"]).toBe(step);
    const before = group.told.length;
    group.start(0);
    await group.finish();
    const first = group.told.slice(before).find(({ event }) => event.type === "step")!.event;
    expect(first).toMatchObject({ step: step! + 1 });
    expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
  });

  it("while it waits for peers that never come, ends with 75 too", async () => {
    const group = groups.create({ name: "lonely", workers: 2 });
    group.start(0);
    await group.until("waiting", () =>
      group.events("lifecycle").some(({ reason }) => reason === "WaitingForPeers"),
    );
    await group.kill(0, "SIGTERM");
    expect(await group.exitCode(0)).toBe(exitCodes.interrupted);
  });

  it("together with its peers, ends with 75 on every rank", async () => {
    const group = groups.create({ name: "all-asked", workers: 2 }).startAll();
    await group.untilStep(10);
    await Promise.all([group.kill(0, "SIGTERM"), group.kill(1, "SIGTERM")]);
    expect(await Promise.all([group.exitCode(0), group.exitCode(1)])).toEqual([75, 75]);
    group.startAll();
    await group.finish();
    expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
  });
});

describe("a run that has finished", () => {
  it("repeats its evaluation and its fork points when a rank is started again, and waits for no peer", async () => {
    const group = await groups.finished({ name: "again", workers: 2 });
    const before = group.told.length;
    for (const rank of [0, 1]) {
      group.start(rank);
      expect(await group.exitCode(rank)).toBe(0);
    }
    const told = group.told.slice(before).map(({ event }) => event);
    expect(told.filter(({ type }) => type === "evaluated")).toEqual([
      { type: "evaluated", result: undisturbed.evaluations()[0] },
    ]);
    expect(told.filter(({ type }) => type === "checkpoint")).toMatchObject([
      { checkpoint: { step: 120, fork: true } },
    ]);
    expect(told.filter(({ type }) => type === "step")).toEqual([]);
  });
});

describe("damage", () => {
  it("to the newest checkpoint is told by file name, and the previous one is used", async () => {
    const group = groups.create({ name: "damaged" }).startAll();
    await group.until("two checkpoints", () => group.checkpoints().length >= 2);
    await group.kill(0);
    flipByte(join(group.checkpointFolder(80), "optimizer.safetensors"));
    const rank = group.start(0);
    await group.finish();
    expect(rank.output).toMatch(/step-000000080\/optimizer\.safetensors/);
    expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
  });

  it("to a fork point makes a restarted run do it again, to the same bits", async () => {
    const storeUri = join(groups.folder, "checkpoints", "damaged-fork");
    const group = groups
      .create({
        name: "damaged-fork",
        change: { checkpoints: { storeUri, everySteps: 20, forkSteps: [40, 120], keepLast: 10 } },
      })
      .startAll();
    await group.until("step 80", () => group.checkpoints().some(({ step }) => step === 80));
    await group.kill(0);
    const model = join(group.checkpointFolder(40), "model.safetensors");
    const original = readFileSync(model);
    writeFileSync(model, original.subarray(0, 100));
    const rank = group.start(0);
    await group.finish();
    expect(rank.output).toMatch(/a fork point is damaged and will be made again/);
    expect(readFileSync(model).equals(original)).toBe(true);
    expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
  });
});

it("damage to a fork point of a finished run is mended when both of its ranks are started again", async () => {
  const storeUri = join(groups.folder, "checkpoints", "mended");
  const checkpoints = { storeUri, everySteps: 0, forkSteps: [60, 120], keepLast: 1 };
  const group = await groups.finished({ name: "mended", workers: 2, change: { checkpoints } });
  const hashes = group.hashes(60);
  flipByte(join(group.checkpointFolder(60), "model.safetensors"));
  group.startAll();
  await group.finish();
  expect(group.hashes(60)).toEqual(hashes);
  expect(group.evaluations()).toEqual([undisturbed.evaluations()[0], undisturbed.evaluations()[0]]);
  const third = group.told.length;
  group.startAll();
  await group.finish();
  expect(group.told.slice(third).filter(({ event }) => event.type === "step")).toEqual([]);
});

describe("a config that cannot work", () => {
  it.each([
    ["an unknown field", { speed: 3 }, /run\.json.*speed/],
    [
      "a batch that the shards cannot share",
      { batch: { sequences: 15, sequenceLength: 24, shards: 4, microbatch: 2 } },
      /use a multiple of 8/,
    ],
    ["more workers than shards", { workers: { count: 5, min: 1 } }, /use at most 4 workers/],
    [
      "a model of impossible heads",
      {
        model: {
          family: "llama",
          layers: 1,
          width: 15,
          heads: 2,
          feedForward: 8,
          context: 24,
          vocabulary: 5,
          tieEmbeddings: true,
        },
      },
      /heads|width/,
    ],
    [
      "a vocabulary below the data's",
      {
        model: {
          family: "llama",
          layers: 1,
          width: 16,
          heads: 2,
          feedForward: 8,
          context: 24,
          vocabulary: 3,
          tieEmbeddings: true,
        },
      },
      /vocabulary is 3; set it to 5 or more/,
    ],
  ])("(%s) ends with 64 and a sentence in the last words", async (name, change, sentence) => {
    const group = groups.create({ name: `bad-${name.replaceAll(" ", "-").slice(0, 20)}` });
    writeFileSync(join(group.folder, "run.json"), JSON.stringify({ ...group.config, ...change }));
    group.start(0);
    expect(await group.exitCode(0)).toBe(exitCodes.badConfig);
    expect(group.lastWords(0).message).toMatch(sentence);
  });

  it("is told apart from a gradient that is not finite, which names step, shard and rank on every rank", async () => {
    const group = groups
      .create({
        name: "not-finite",
        workers: 2,
        change: {
          optimizer: { name: "sgd", learningRate: 1e38, momentum: 0, weightDecay: 0, gradientClip: 0 },
        },
      })
      .startAll();
    expect(await Promise.all([group.exitCode(0), group.exitCode(1)])).toEqual([64, 64]);
    const [first, second] = [group.lastWords(0), group.lastWords(1)];
    expect(first).toEqual(second);
    expect(first.code).toBe("E_NOT_FINITE");
    expect(first.message).toMatch(/Not finite in step 1: .*gradient of shard 3 on rank 1/);
    expect(first.message).toMatch(
      /It began in microbatch 0 of shard 0 \(samples 0 to \d+ of the step\): the gradient of .* The first tensor that is not finite is the result of \w+ at models\/\S+\.ts:\d+, \[[\d, ]+\]\./,
    );
  });

  it("is one without its environment: the variable is named", () => {
    const { status, stdout } = runProgram(["train"], {});
    expect(status).toBe(exitCodes.badConfig);
    expect(stdout).toMatch(/PLATEAU_RUN_CONFIG is not set/);
  });

  it("is a program that there is none of", () => {
    const { status, stdout } = runProgram(["fly"], {});
    expect(status).toBe(exitCodes.badConfig);
    expect(stdout).toMatch(/unknown program \\"fly\\"; there are train and remove-checkpoint/);
  });
});

describe("the program remove-checkpoint", () => {
  it("removes a checkpoint with everything beside its manifest, and is content if it has gone already", async () => {
    const group = await groups.finished({ name: "removed" });
    const uri = group.checkpoints().find(({ step }) => step === 80)!.manifestUri;
    for (const _attempt of [1, 2]) {
      expect(runProgram(["remove-checkpoint"], { [workerEnv.checkpointUri]: uri }).status).toBe(0);
      expect(existsSync(group.checkpointFolder(80))).toBe(false);
    }
    expect(group.manifest(120)["step"]).toBe(120);
  });

  it("refuses what is no checkpoint's address", () => {
    const { status, stdout } = runProgram(["remove-checkpoint"], {
      [workerEnv.checkpointUri]: "/etc/passwd",
    });
    expect(status).toBe(exitCodes.badConfig);
    expect(stdout).toMatch(/is not the address of a checkpoint/);
  });
});

function runProgram(args: string[], environment: Record<string, string>) {
  const program = join(import.meta.dirname, "..", "..", "..", "worker", "src", "main.ts");
  const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
  return spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: { ...inherited, ...environment },
    timeout: 60_000,
  });
}
