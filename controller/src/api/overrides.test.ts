import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exchangeConfig } from "./exchange-config.ts";
import { branchExchange, overriddenParts } from "./overrides.ts";
import { data } from "./parts/data.ts";
import { codecNames, exchange, exchangeOverride, type ExchangeOverride } from "./parts/exchange.ts";

const recipe = (written: unknown) => ({
  data: data.parse({ tokens: { uri: "a" } }),
  exchange: exchange.parse(written),
});
const override = (written: unknown) => ({ exchange: exchangeOverride.parse(written) });

const laser = {
  codec: "Laser",
  laser: { matrixRank: 8, warmStart: false },
  channel: "AWGN",
  awgn: { power: "160e3", allocation: "Uniform" },
  seed: 3,
  rejoinTimeoutSeconds: 7,
  encryption: "Off",
};

/** Written exchanges, whole or with any fields left out; every one of them is valid by itself. */
const members = {
  Laser: "laser",
  PowerSGD: "powerSGD",
  RandomK: "randomK",
  Sketch: "sketch",
  ADSGD: "adsgd",
};
const written: fc.Arbitrary<Record<string, unknown>> = fc
  .record(
    {
      codec: fc.constantFrom(...codecNames),
      withSettings: fc.boolean(),
      channel: fc.constantFrom("Noiseless", "AWGN"),
      seed: fc.nat(5),
      onNotFinite: fc.constantFrom("Stop", "SkipStep"),
      rejoinTimeoutSeconds: fc.integer({ min: 1, max: 90 }),
      encryption: fc.constantFrom("Auto", "Off"),
    },
    { requiredKeys: [] },
  )
  .map(({ withSettings, ...fields }) => ({
    ...fields,
    ...(withSettings && fields.codec && fields.codec in members
      ? { [members[fields.codec as keyof typeof members]]: {} }
      : {}),
    ...(fields.channel === "AWGN" ? { awgn: { power: "5" } } : {}),
  }));

describe("overrides of the exchange", () => {
  it("keep everything that they do not name", () => {
    const merged = branchExchange(override({ onNotFinite: "SkipStep" }), recipe(laser));
    expect(merged).toEqual({ ...exchange.parse(laser), onNotFinite: "SkipStep" });
  });

  it("bring a codec with its own settings, and leave the channel", () => {
    const merged = branchExchange(
      override({ codec: "RandomK", randomK: { fraction: "0.5" } }),
      recipe(laser),
    );
    const { laser: _laser, ...rest } = exchange.parse(laser);
    expect(merged).toEqual({
      ...rest,
      codec: "RandomK",
      randomK: { fraction: "0.5", errorFeedback: true },
    });
  });

  it("give the codec's defaults where the same codec is named without settings", () => {
    const merged = branchExchange(override({ codec: "Laser" }), recipe(laser));
    expect(exchangeConfig(merged).codec).toMatchObject({ name: "laser", matrixRank: 4, warmStart: true });
  });

  it("bring a channel with its own settings, and leave the codec", () => {
    const merged = branchExchange(override({ channel: "Noiseless" }), recipe(laser));
    const { awgn: _awgn, ...rest } = exchange.parse(laser);
    expect(merged).toEqual({ ...rest, channel: "Noiseless" });
  });

  it("lie over a recipe from before there was an exchange", () => {
    const old = { ...recipe({}), exchange: undefined } as unknown as ReturnType<typeof recipe>;
    expect(branchExchange(override({ seed: 4 }), old)).toEqual(exchange.parse({ seed: 4 }));
    expect(overriddenParts(override({ onNotFinite: "SkipStep" }), old)).toEqual([]);
  });

  it("give an exchange that says what the override says, and elsewhere what the recipe says", () => {
    fc.assert(
      fc.property(written, written, (under, over) => {
        const changes = override(over);
        const base = recipe(under);
        const merged = branchExchange(changes, base);
        expect(exchange.parse(merged)).toEqual(merged);
        expect(merged).toMatchObject(changes.exchange);
        for (const name of Object.keys(base.exchange) as (keyof ExchangeOverride)[]) {
          const replaced =
            name === "awgn" ? over.channel !== undefined : !(name in scalar) && over.codec !== undefined;
          if (changes.exchange[name] === undefined && !replaced)
            expect(merged[name]).toEqual(base.exchange[name]);
        }
        expect(branchExchange({ exchange: {} }, base)).toEqual(base.exchange);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  const scalar = {
    channel: true,
    seed: true,
    onNotFinite: true,
    rejoinTimeoutSeconds: true,
    encryption: true,
  };

  it.each([
    ["settings without their codec", { laser: {} }, "laser", /which is left out; add codec: Laser$/],
    ["settings of another codec", { codec: "None", laser: {} }, "laser", /but it is None; remove it$/],
    ["a noisy channel without a budget", { channel: "AWGN" }, "awgn", /set awgn\.power or awgn\.snrDb$/],
    ["a budget without its channel", { awgn: { power: "1" } }, "awgn", /add channel: AWGN$/],
  ])("refuse %s", (_title, fields, path, sentence) => {
    const issues = exchangeOverride.safeParse(fields).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join("."))).toEqual([path]);
    expect(issues[0]?.message).toMatch(sentence);
  });
});

describe("the differences that a branch states", () => {
  it.each([
    ["nothing", undefined, []],
    ["how it takes numbers that are not finite", { onNotFinite: "SkipStep" }, []],
    ["how long it waits", { rejoinTimeoutSeconds: 9 }, []],
    ["what the recipe says anyway", { codec: "Laser", laser: { matrixRank: 8, warmStart: false } }, []],
    ["a setting of the codec", { codec: "Laser", laser: { matrixRank: 7 } }, ["codec"]],
    ["the codec", { codec: "None" }, ["codec"]],
    ["the channel", { channel: "Noiseless" }, ["codec"]],
    ["the power", { channel: "AWGN", awgn: { power: "9", allocation: "Uniform" } }, ["codec"]],
    [
      "the same power, written otherwise",
      { channel: "AWGN", awgn: { power: "1.6e5", allocation: "Uniform" } },
      [],
    ],
    ["the seed", { seed: 4 }, ["codec"]],
  ])("when it overrides %s", (_title, fields, parts) => {
    expect(overriddenParts(fields && override(fields), recipe(laser))).toEqual(parts);
  });

  it("leave out a seed that chooses nothing", () => {
    expect(overriddenParts(override({ seed: 4 }), recipe({}))).toEqual([]);
  });

  it("name the data only if they are others", () => {
    const same = data.parse({ tokens: { uri: "a" } });
    expect(overriddenParts({ data: same }, recipe({}))).toEqual([]);
    expect(overriddenParts({ data: { ...same, seed: 1 } }, recipe({}))).toEqual(["data"]);
  });
});
