import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import { createChain, entropyRate, stationaryEntropy } from "@plateau/worker/data/markov/chain.ts";
import { Workplace } from "./plateau.ts";

/** One gang of one process, on machines that may be busy. */
jest.setTimeout(200_000);

const sequences = 256;
const length = 64;
const manifest = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: order-3 }
spec:
  model: { family: Llama, layers: 2, width: 32, heads: 2, context: ${length}, vocabulary: 2 }
  data:
    markov: { chain: OrderK, order: 3, p: "0.05", q: "0.95", tableSeed: 2, validationSequences: ${sequences} }
    seed: 3
  optimizer: { name: AdamW, learningRate: "4e-3" }
  schedule: { warmupSteps: 20 }
  batch: { sequences: 16, sequenceLength: ${length} }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 400 }
`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
});
afterAll(() => place.remove());

it("a run on an order-3 chain learns what three symbols say, and never more than can be known", async () => {
  writeFileSync(join(place.directory, "order.yaml"), manifest);
  const { code, stderr } = await place.run("run", "-f", "order.yaml");
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  const { stdout } = await place.run("get", "trainingruns", "-o", "json");
  const { items } = JSON.parse(stdout) as { items: TrainingRun[] };
  const loss = Number(items[0]?.status?.evaluation?.loss);
  const chain = createChain({
    chain: "order-k",
    p: 0.05,
    q: 0.95,
    lag: 1,
    states: 2,
    order: 3,
    tableSeed: 2,
  });
  // 0.460 nats with three symbols known, 0.580 with two, 0.689 with none: the bound lies half-way between the first two.
  expect(entropyRate(chain)).toBeCloseTo(0.4604, 4);
  expect(stationaryEntropy(chain)).toBeCloseTo(0.6887, 4);
  expect(loss).toBeLessThan(0.52);
  // Three standard errors of the validation set's own entropy.
  expect(loss).toBeGreaterThan(entropyRate(chain) - (3 * 0.5) / Math.sqrt(sequences * length));
});
