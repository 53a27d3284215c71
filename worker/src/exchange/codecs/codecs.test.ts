import { expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { describeCodec } from "./codec.conformance.ts";
import { codecs, createCodec } from "./index.ts";

describeCodec("none", (options) => createCodec({ name: "none" }, options));

it("every codec's folder is in the map", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(codecs).sort());
});

it("the codec `none` may encode in place, and loses nothing", () => {
  const tensors = [{ name: "a", shape: [3], from: 0 }];
  const codec = createCodec({ name: "none" }, { tensors, size: 3, shards: 1, seed: 0 });
  const at = { step: 0, round: 0 };
  const gradient = Float32Array.of(1.5, -0, 1e-40);
  codec.encode(at, { gradient, memory: codec.createMemory() }, codec.createShared(), gradient);
  const decoded = new Float32Array(3);
  codec.decode(at, { payload: gradient, noiseStd: new Float64Array(1) }, codec.createShared(), decoded);
  expect(decoded).toEqual(Float32Array.of(1.5, -0, 1e-40));
});
