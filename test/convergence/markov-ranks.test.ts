/**
 * The whole system on a chain whose best possible loss is known (papers/markov: one worker, four workers, kill and resume). The
 * model, rates and tolerances are the note's: GPT-2 style, width 8, one layer, T 256, batch 16, AdamW 2e-3.
 */
import { expect, it, jest } from "@jest/globals";
import type { RunConfig } from "@plateau/proto";
import { createChain, entropyRate, gapClosed } from "@plateau/worker/data/markov/chain.ts";
import { useGroups } from "../integration/train/test-groups.ts";

const groups = useGroups();
jest.setTimeout(600_000);
const chainConfig = { chain: "binary" as const, p: 0.2, q: 0.3, lag: 1, states: 2 };
const steps = 600;

const change: Partial<RunConfig> = {
  model: {
    family: "gpt2",
    layers: 1,
    width: 8,
    heads: 1,
    feedForward: 32,
    context: 256,
    vocabulary: 2,
    tieEmbeddings: true,
    biases: false,
    norm: "affine",
    activation: "gelu",
    attention: true,
    headBias: true,
    normEpsilon: 1e-5,
  },
  // 400 thousand symbols: a standard error of 0.5/√(4·10⁵) = 0.0008.
  data: { source: "markov", ...chainConfig, validationSequences: 1568 },
  batch: { sequences: 16, sequenceLength: 256, shards: 4, microbatch: 4 },
  optimizer: {
    name: "adamw",
    learningRate: 2e-3,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-8,
    weightDecay: 1e-3,
    gradientClip: 0,
  },
  schedule: {
    kind: "cooldown",
    warmupSteps: 12,
    totalSteps: steps,
    cooldownSteps: 120,
    shape: "linear",
    finalFactor: 0,
  },
  stopAtStep: steps,
};

function checkpoints(name: string): RunConfig["checkpoints"] {
  return {
    storeUri: `${groups.folder}/checkpoints/${name}`,
    everySteps: 100,
    forkSteps: [steps],
    keepLast: 2,
  };
}

it("reaches the entropy rate by one worker, by four, and across kills, with one result", async () => {
  const one = await groups.finished({ name: "one", change: { ...change, checkpoints: checkpoints("one") } });
  const four = groups.create({
    name: "four",
    workers: 4,
    change: { ...change, checkpoints: checkpoints("four") },
  });
  four.startAll();
  await four.untilStep(steps / 3);
  await four.kill(2);
  four.start(2);
  await four.until("a checkpoint at half way", () =>
    four.checkpoints().some(({ step }) => step >= steps / 2),
  );
  await Promise.all([0, 1, 2, 3].map((rank) => four.kill(rank)));
  four.startAll();
  await four.finish();

  const chain = createChain(chainConfig);
  const [alone, together] = [one.evaluations().at(-1)!.loss, four.evaluations().at(-1)!.loss];
  console.info(
    `entropy rate ${entropyRate(chain).toFixed(5)}, one worker ${alone.toFixed(5)}, four with kills ${together.toFixed(5)}, gap closed ${gapClosed(chain, alone).toFixed(4)}`,
  );
  expect(Math.abs(alone - together)).toBeLessThan(0.002);
  expect(four.hashes(steps)).toEqual(one.hashes(steps));
  for (const loss of [alone, together]) {
    expect(gapClosed(chain, loss)).toBeGreaterThan(0.97);
    // Below the entropy rate by more than noise would mean that targets leak into the inputs.
    expect(loss).toBeGreaterThan(entropyRate(chain) - 3 * 0.0008);
  }
});
