import { expect, it } from "@jest/globals";
import { channelConfig } from "@plateau/proto";
import { createChannel } from "../../channels/index.ts";
import { Solo, type Problem } from "../codec.fixtures.ts";
import { createCodec } from "../index.ts";

const problem: Problem = { shapes: [[4]], kind: "random", shards: 3, seed: 1 };

it("takes the sign of the majority, zero where it is split or nobody says anything", async () => {
  const solo = new Solo(problem, (options) => createCodec({ name: "signum" }, options));
  const gradients = [
    [5, -1, 1e-30, 0],
    [1, -9, -1, 0],
    [-9, 3, 0, 0],
  ].map((values) => Float32Array.from(values));
  expect([...(await solo.step(0, gradients)).mean]).toEqual([1, -1, 0, 0]);
});

it("reckons power and noise by √n, the norm of what travels, whatever the size of the gradient", () => {
  const codec = createCodec(
    { name: "signum" },
    { tensors: [{ name: "a", shape: [4], from: 0 }], size: 4, shards: 1, seed: 0 },
  );
  const channel = createChannel(channelConfig.parse({ name: "awgn", budget: { kind: "power", power: 16 } }), {
    shards: 1,
    seed: 0,
  });
  const payload = new Float32Array(4);
  const at = { step: 0, round: 0 };
  codec.encode(at, { gradient: Float32Array.of(1e-9, -1e-9, 3e-9, 1e-9), memory: {} }, {}, payload);
  const plan = channel.plan(at, codec.layout(at), [Float64Array.of(Math.hypot(...payload))]);
  expect(plan.noiseStd[0]).toBeCloseTo(Math.sqrt(4) / Math.sqrt(16), 12);
});
