import { describe, expect, it } from "@jest/globals";
import { exchangeConfig as workerSchema } from "@plateau/proto";
import { exchangeConfig } from "./exchange-config.ts";
import { codecNames, exchange } from "./parts/exchange.ts";

const config = (spec: unknown) => exchangeConfig(exchange.parse(spec));

describe("exchange of a spec", () => {
  it("is uncompressed and noiseless unless something is said", () => {
    expect(config(undefined)).toMatchObject({
      codec: { name: "none" },
      channel: { name: "noiseless" },
      seed: 0,
    });
    expect(config({ codec: "None" })).toEqual(config(undefined));
  });

  it.each(codecNames)("gives the worker a codec %s that its own schema leaves as it is", (codec) => {
    const resolved = config({ codec });
    expect(workerSchema.parse(resolved)).toEqual(resolved);
    // The defaults of the kinds are those of the worker.
    expect(resolved.codec).toEqual(workerSchema.shape.codec.parse({ name: resolved.codec.name }));
  });

  it("turns decimal strings and seconds into the worker's numbers", () => {
    const spec = {
      codec: "Laser",
      laser: { matrixRank: 8, minCompressionRatio: "1.5" },
      channel: "AWGN",
      awgn: { power: "160e3", allocation: "Uniform", schedule: { rising: { from: "0.5", steps: 100 } } },
      seed: 3,
      onNotFinite: "SkipStep",
      rejoinTimeoutSeconds: 5,
    };
    expect(config(spec)).toMatchObject({
      codec: { name: "laser", matrixRank: 8, minCompressionRatio: 1.5, errorFeedback: true },
      channel: {
        name: "awgn",
        budget: { kind: "power", power: 160_000 },
        allocation: "uniform",
        schedule: { kind: "rising", from: 0.5, steps: 100 },
      },
      seed: 3,
      onNotFinite: "SkipStep",
      rejoinTimeoutMs: 5000,
    });
  });

  it.each([
    [10, 10],
    ["12.5", 12.5],
    ["-0.25", -0.25],
    ["-2e1", -20],
  ])("takes a signal-to-noise ratio of %j dB", (snrDb, value) => {
    expect(config({ channel: "AWGN", awgn: { snrDb } }).channel).toMatchObject({
      budget: { kind: "snr", snrDb: value },
    });
  });

  it.each([
    [{ codec: "Laser", randomK: {} }, "randomK", /only when codec is RandomK, but it is Laser; remove it/],
    [{ channel: "AWGN" }, "awgn", /set awgn.power or awgn.snrDb/],
    [{ awgn: { power: "1" } }, "awgn", /only when channel is AWGN, but it is Noiseless/],
    [{ channel: "AWGN", awgn: { power: "1", snrDb: 3 } }, "awgn", /exactly one of "power", "snrDb"/],
    [{ channel: "AWGN", awgn: { power: "0" } }, "awgn.power", /must be more than 0/],
    [{ codec: "Laser", laser: { matrixRank: 0 } }, "laser.matrixRank", /must be at least 1/],
    [{ codec: "RandomK", randomK: { fraction: "1.5" } }, "randomK.fraction", /at most 1/],
  ])("refuses %j with a sentence at %s", (spec, path, sentence) => {
    const issues = exchange.safeParse(spec).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toContain(path);
    expect(issues.map(({ message }) => message).join("\n")).toMatch(sentence);
  });
});
