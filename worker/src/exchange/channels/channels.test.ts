import { expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { describeChannel } from "./channel.conformance.ts";
import { channels } from "./index.ts";

for (const [name, channel] of Object.entries(channels)) describeChannel(name, channel);

it("every channel's folder is in the map", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(channels).sort());
});

it("the noiseless channel changes nothing", () => {
  const block = Float32Array.of(1, -2, 3);
  const at = { step: 0, round: 0 };
  const segments = [{ name: "a", from: 0, to: 3, raw: true }];
  const plan = channels.noiseless.plan(at, segments, [Float64Array.of(1)]);
  channels.noiseless.transmit(at, block, 0, { plan, segments });
  expect(block).toEqual(Float32Array.of(1, -2, 3));
});
