import { expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { describeChannel } from "./channel.conformance.ts";
import { channelConfig } from "@plateau/proto";
import { channels, createChannel } from "./index.ts";

const options = { shards: 2, seed: 3 };
const power = { kind: "power", power: 1000 };
const snr = { kind: "snr", snrDb: 10 };

describeChannel("noiseless", createChannel({ name: "noiseless" }, options));
for (const allocation of ["norm", "uniform"]) {
  for (const budget of [power, snr]) {
    const config = channelConfig.parse({ name: "awgn", budget, allocation });
    describeChannel("awgn", createChannel(config, options));
  }
}

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
  const noiseless = createChannel({ name: "noiseless" }, options);
  const plan = noiseless.plan(at, segments, [Float64Array.of(1)]);
  noiseless.transmit(at, block, 0, { plan, segments });
  expect(block).toEqual(Float32Array.of(1, -2, 3));
});
