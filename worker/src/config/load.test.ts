import { afterAll, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerEnv, type RunConfig } from "@plateau/proto";
import { loadSetup } from "./load.ts";

const folder = mkdtempSync(join(tmpdir(), "load-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = {
  apiVersion: "plateau.dev/run-config/v1",
  run: { kind: "TrainingRun", namespace: "default", name: "a", uid: "1" },
  engine: { name: "reference", threads: 1 },
  model: {
    family: "llama",
    layers: 1,
    width: 8,
    heads: 1,
    feedForward: 8,
    context: 8,
    vocabulary: 4,
    tieEmbeddings: true,
  },
  data: { source: "markov", chain: "symmetric", p: 0.3, q: 0.3, states: 4 },
  dataSeed: 0,
  seed: 0,
  batch: { sequences: 2, sequenceLength: 8, shards: 1, microbatch: 1 },
  optimizer: { name: "sgd", learningRate: 0.1, momentum: 0, weightDecay: 0, gradientClip: 0 },
  schedule: { kind: "constant", warmupSteps: 0 },
  stopAtStep: 1,
  evaluation: { everySteps: 0, sequences: 0 },
  checkpoints: { storeUri: "/nowhere", everySteps: 0, forkSteps: [], keepLast: 1 },
  workers: { count: 1, min: 1 },
  exchange: { codec: { name: "none" }, timeoutMs: 1000, membershipKey: "00".repeat(32) },
};

function load(change: { exchange?: Partial<RunConfig["exchange"]> } = {}): ReturnType<typeof loadSetup> {
  const path = join(folder, "run.json");
  writeFileSync(path, JSON.stringify({ ...config, exchange: { ...config.exchange, ...change.exchange } }));
  return loadSetup({
    [workerEnv.runConfig]: path,
    [workerEnv.rank]: "0",
    [workerEnv.peers]: "unix:/x/{rank}",
  });
}

it("speaks TLS over a network unless the config says that it need not", async () => {
  expect((await load()).config.exchange.tls).toBe(true);
  expect((await load({ exchange: { tls: false } })).config.exchange.tls).toBe(false);
});
