import { expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { describeCodec } from "./codec.conformance.ts";
import { codecs } from "./index.ts";

for (const [name, create] of Object.entries(codecs)) describeCodec(name, create);

it("every codec's folder is in the map", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(codecs).sort());
});

it("the codec `none` may encode in place, and loses nothing", () => {
  const codec = codecs.none(3);
  const gradient = Float32Array.of(1.5, -0, 1e-40);
  codec.encode(gradient, codec.createState(), gradient);
  const decoded = new Float32Array(3);
  codec.decode(gradient, decoded);
  expect(decoded).toEqual(Float32Array.of(1.5, -0, 1e-40));
});
