import { describe, expect, it } from "@jest/globals";
import type { RunConfig } from "@plateau/proto";
import { createAverages } from "../averaging/averages.ts";
import { createCodec } from "../exchange/codecs/index.ts";
import { createExchangeState } from "../exchange/state.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { packState, unpackState, withShards } from "./catch-up.ts";
import type { StartParts } from "./start.ts";
import type { TrainingState } from "./state.ts";

const size = 12;
const averaging = { ema: { intervalSteps: 1, decay: 0.5, startStep: 0 } };
const codec = createCodec(
  {
    name: "laser",
    matrixRank: 1,
    errorFeedback: true,
    warmStart: true,
    minCompressionRatio: 1,
    startAfterStep: 0,
  },
  { tensors: [{ name: "w", shape: [3, 4], from: 0 }], size, shards: 2, seed: 1 },
);
const parts: StartParts = {
  config: { averaging, schedule: { kind: "constant", warmupSteps: 0 } } as unknown as RunConfig,
  model: { size } as Model,
  optimizer: { slots: ["m", "v"] } as unknown as Optimizer,
  dataIdentity: "",
  codec,
  shards: [1],
};
const vector = (salt: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(salt + i));

function stateAt(step: number): TrainingState {
  const averages = createAverages(averaging, size, 0);
  for (let i = 1; i <= step; i++) averages.observe(i, vector(i));
  const exchange = createExchangeState(codec, [0]);
  for (const values of Object.values(exchange.shared)) values.fill(0.25);
  return {
    step,
    parameters: vector(1),
    slots: [vector(2), vector(3)],
    averages,
    smoothedLoss: 2.5,
    evaluations: [],
    exchange,
    extra: { "of.another.program": Float32Array.of(1, 2) },
    forkedFrom: { manifestUri: "/trunk", sha256: "ab" },
  };
}

describe("a state that travels to a peer", () => {
  it("arrives with everything that later steps depend on", () => {
    const state = stateAt(3);
    // As the mesh does: text and vectors, copied.
    const arrived = unpackState(structuredClone(packState(state, ["m", "v"])), parts);
    expect(arrived).toMatchObject({
      step: 3,
      parameters: state.parameters,
      slots: state.slots,
      smoothedLoss: 2.5,
      extra: state.extra,
      forkedFrom: state.forkedFrom,
    });
    expect(arrived.averages.state()).toEqual(state.averages.state());
    expect(arrived.exchange.shared).toEqual(state.exchange.shared);
    // It averages on where the sender's would.
    arrived.averages.observe(4, vector(4));
    state.averages.observe(4, vector(4));
    expect(arrived.averages.weights("ema")).toEqual(state.averages.weights("ema"));
    expect([...arrived.exchange.memory.keys()]).toEqual([1]);
  });

  it("is refused if it is of another model", () => {
    const sent = packState({ ...stateAt(0), parameters: new Float32Array(size + 1) }, ["m", "v"]);
    expect(() => unpackState(sent, parts)).toThrow(/has 13 numbers for "parameters" where this run has 12/);
  });

  it("keeps the memory of shards that stay, and begins that of others", () => {
    const { exchange } = stateAt(0);
    const kept = withShards(codec, [0, 1], exchange);
    expect(kept.memory.get(0)).toBe(exchange.memory.get(0));
    expect(kept.memory.get(1)).toEqual(codec.createMemory());
    expect(kept.shared).toBe(exchange.shared);
  });
});
