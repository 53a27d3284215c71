import { describe, expect, it } from "@jest/globals";
import type { Codec } from "./codecs/codec.ts";
import { createCodec } from "./codecs/index.ts";
import {
  createExchangeState,
  hasMemory,
  isExchangeVector,
  memoryVectors,
  restoreExchangeState,
  sharedVectors,
} from "./state.ts";

const base = createCodec(
  { name: "none" },
  { tensors: [{ name: "a", shape: [3], from: 0 }], size: 3, shards: 4, seed: 0 },
);
const codec: Codec = {
  ...base,
  name: "factors",
  createShared: () => ({ "left.layers.0.weight": new Float32Array(2) }),
  createMemory: () => ({ "residual.layers.0.weight": new Float32Array(3) }),
};

function filled(): ReturnType<typeof createExchangeState> {
  const state = createExchangeState(codec, [1, 2]);
  state.shared["left.layers.0.weight"]!.set([5, 6]);
  state.memory.get(1)!["residual.layers.0.weight"]!.set([1, 2, 3]);
  state.memory.get(2)!["residual.layers.0.weight"]!.set([4, 5, 6]);
  return state;
}

describe("the state of the exchange", () => {
  it("comes back from its named vectors, as a copy", () => {
    const state = filled();
    const vectors = {
      ...sharedVectors(state),
      ...memoryVectors(state),
      "something.else": new Float32Array(9),
    };
    const restored = restoreExchangeState(codec, [1, 2], vectors);
    expect(restored).toEqual(state);
    restored.shared["left.layers.0.weight"]![0] = 7;
    expect(state.shared["left.layers.0.weight"]![0]).toBe(5);
  });

  it("takes the memory of its own shards out of everybody's", () => {
    const vectors = { ...sharedVectors(filled()), ...memoryVectors(filled()) };
    const restored = restoreExchangeState(codec, [2], vectors);
    expect([...restored.memory.keys()]).toEqual([2]);
    expect([...restored.memory.get(2)!["residual.layers.0.weight"]!]).toEqual([4, 5, 6]);
  });

  it.each([
    [
      "is missing",
      { "codec.shard.1.residual.layers.0.weight": undefined },
      /"codec.shard.1.residual.layers.0.weight" is missing/,
    ],
    [
      "has another length",
      { "codec.shared.left.layers.0.weight": new Float32Array(4) },
      /has 4 numbers, not 2/,
    ],
    [
      "is unknown",
      { "codec.shared.right.layers.0.weight": new Float32Array(4) },
      /"codec.shared.right.layers.0.weight" \(4 numbers\) is not part of its state/,
    ],
    ["is unknown of a shard", { "codec.shard.2.momentum": new Float32Array(4) }, /"codec.shard.2.momentum"/],
  ])("is refused if a vector %s", (_name, changes, message) => {
    const vectors: Record<string, Float32Array> = { ...sharedVectors(filled()), ...memoryVectors(filled()) };
    for (const [name, vector] of Object.entries(changes)) {
      if (vector) vectors[name] = vector;
      else delete vectors[name];
    }
    const restore = (): unknown => restoreExchangeState(codec, [1, 2], vectors);
    expect(restore).toThrow(message);
    expect(restore).toThrow(expect.objectContaining({ code: "E_CODEC_STATE" }));
  });

  it("knows whether anything is lost with a host", () => {
    expect(hasMemory(filled())).toBe(true);
    expect(hasMemory(createExchangeState(base, [0, 1]))).toBe(false);
    expect(["codec.shared.a", "codec.shard.0.a", "other"].map(isExchangeVector)).toEqual([true, true, false]);
  });
});
