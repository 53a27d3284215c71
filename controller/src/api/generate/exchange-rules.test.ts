/** The rules of `exchange` and of a Cooldown's override of it, as CEL on a server and as sentences of admission. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DesiredObject } from "../../cluster/cluster.ts";
import { admit, AdmissionError, kinds } from "../index.ts";
import { codecNames } from "../parts/exchange.ts";
import { serverVerdict } from "../testing/crd-server.ts";
import { cooldownManifest, trainingRunManifest } from "../testing/manifests.ts";
import { crd } from "./crd.ts";

const runCrd = crd(kinds.TrainingRun);
const cooldownCrd = crd(kinds.Cooldown);
const run = trainingRunManifest();
const cooldown = cooldownManifest();

interface Place {
  document: (exchange: unknown) => DesiredObject;
  server: (exchange: unknown) => string[];
}
const placeOf = (document: Place["document"], crdOf: typeof runCrd): Place => ({
  document,
  server: (exchange) => serverVerdict(crdOf, document(exchange).spec),
});
const inRun = placeOf((exchange) => ({ ...run, spec: { ...run.spec, exchange } }), runCrd);
const inOverride = placeOf(
  (exchange) => ({ ...cooldown, spec: { ...cooldown.spec, overrides: { exchange } } }),
  cooldownCrd,
);

function sentences({ document }: Place, exchange: unknown): string[] {
  try {
    admit(document(exchange));
    return [];
  } catch (error) {
    if (error instanceof AdmissionError) return error.issues.map(({ message }) => message);
    throw error;
  }
}

const awgn = (fields: object) => ({ channel: "AWGN", awgn: fields });

describe("what both enforcers take", () => {
  it.each([
    {},
    ...codecNames.map((codec) => ({ codec })),
    { codec: "Laser", laser: { matrixRank: 8, minCompressionRatio: "1.5" } },
    { codec: "PowerSGD", powerSGD: { startAfterStep: 10 } },
    { codec: "RandomK", randomK: { fraction: "1" } },
    { codec: "Sketch", sketch: { fraction: "0.01" } },
    { codec: "ADSGD", adsgd: { errorFeedback: false } },
    awgn({ power: "160e3" }),
    awgn({ power: "1", allocation: "Uniform", schedule: { rising: { from: "0.5", steps: 100 } } }),
    awgn({ power: "1", schedule: { stepped: [{ step: 0, factor: "0.5" }] } }),
    awgn({ snrDb: 10 }),
    awgn({ snrDb: -200 }),
    awgn({ snrDb: "200" }),
    awgn({ snrDb: "12.5" }),
    awgn({ snrDb: "-0.25" }),
    awgn({ snrDb: "-2e1" }),
  ])("%j", (exchange) => {
    for (const place of [inRun, inOverride]) {
      expect(place.server(exchange)).toEqual([]);
      expect(sentences(place, exchange)).toEqual([]);
    }
  });
});

describe("what both enforcers refuse, a server with its rule and admission with a sentence", () => {
  it.each([
    [
      { codec: "None", laser: {} },
      /laser may be set only when codec is Laser/,
      /codec is Laser, but it is None/,
    ],
    [{ codec: "Laser", powerSGD: {} }, /powerSGD may be set only when codec is PowerSGD/, /but it is Laser/],
    [{ codec: "Laser", randomK: {} }, /randomK may be set only when codec is RandomK/, /remove it/],
    [{ codec: "Signum", sketch: {} }, /sketch may be set only when codec is Sketch/, /but it is Signum/],
    [{ codec: "Sketch", adsgd: {} }, /adsgd may be set only when codec is ADSGD/, /but it is Sketch/],
    [
      { channel: "Noiseless", awgn: { power: "1" } },
      /awgn may be set only when channel is AWGN/,
      /Noiseless/,
    ],
    [{ channel: "AWGN" }, /awgn must be given when channel is AWGN/, /set awgn\.power or awgn\.snrDb/],
    [awgn({}), /exactly one of "power", "snrDb"/, /must have one of "power", "snrDb"; add one/],
    [
      awgn({ power: "1", snrDb: 3 }),
      /exactly one of "power", "snrDb"/,
      /has power and snrDb; remove all but one/,
    ],
    [awgn({ power: "0" }), /must be more than 0/, /awgn\.power must be more than 0/],
    [awgn({ power: "1", schedule: {} }), /exactly one of "rising", "stepped"/, /add one/],
    [
      awgn({ power: "1", schedule: { rising: { from: "2", steps: 1 } } }),
      /more than 0 and less than 2/,
      /rising\.from must be more than 0 and less than 2/,
    ],
    [
      awgn({ snrDb: 201 }),
      /at least -200 and at most 200/,
      /awgn\.snrDb must be at least -200 and at most 200/,
    ],
    [awgn({ snrDb: "-200.5" }), /at least -200 and at most 200/, /at least -200/],
    [awgn({ snrDb: "1e400" }), /at least -200 and at most 200/, /at most 200/],
    [
      awgn({ snrDb: 12.5 }),
      /must be integer or string/,
      /in quotes such as "12\.5"; it is the number 12\.5: write "12\.5"/,
    ],
    [awgn({ snrDb: "+3" }), /pattern/, /must be a decimal number, such as "12\.5"; it is the text "\+3"/],
    [awgn({ snrDb: "-Infinity" }), /pattern/, /must be a decimal number/],
    [
      awgn({ snrDb: true }),
      /must be integer or string/,
      /must be a whole number, or a decimal number in quotes/,
    ],
  ])("%j", (exchange, rule, sentence) => {
    for (const place of [inRun, inOverride]) {
      expect(place.server(exchange).join("\n")).toMatch(rule);
      expect(sentences(place, exchange).join("\n")).toMatch(sentence);
    }
  });

  it("settings in an override that does not name their codec, which in a run would be None", () => {
    expect(inOverride.server({ laser: {} })).toEqual([
      "spec.overrides.exchange: laser may be set only when codec is Laser",
    ]);
    expect(sentences(inOverride, { laser: {} })).toEqual([
      "spec.overrides.exchange.laser may be set only when codec is Laser, which is left out; add codec: Laser.",
    ]);
  });
});

describe("CEL and admission", () => {
  it("give the same verdict on any combination of the fields of an exchange", () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
    const rarely = <T>(value: fc.Arbitrary<T>) =>
      fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, value);
    const exchanges = fc
      .record({
        codec: some(fc.constantFrom(...codecNames, "laser", 3)),
        laser: rarely(fc.constantFrom({}, {}, { matrixRank: 0 })),
        randomK: rarely(fc.constantFrom({}, {}, { fraction: "1.5" })),
        adsgd: rarely(fc.constant({})),
        channel: some(fc.constantFrom("Noiseless", "AWGN")),
        awgn: some(
          fc.record(
            {
              power: fc.constantFrom("1", "0", "x"),
              snrDb: fc.oneof(
                fc.integer({ min: -300, max: 300 }),
                fc.double({ min: -300, max: 300, noNaN: true }).map(String),
                fc.constantFrom("", "--1", "1.", "٣", 0.5, null),
              ),
            },
            { requiredKeys: [] },
          ),
        ),
      })
      .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(exchanges, fc.constantFrom(inRun, inOverride), (exchange, place) => {
        const server = place.server(exchange);
        expect({ exchange, server, refused: sentences(place, exchange).length > 0 }).toEqual({
          exchange,
          server,
          refused: server.length > 0,
        });
        seen[server.length > 0 ? "refused" : "taken"]++;
      }),
      { numRuns: 600, seed: 21 },
    );
    expect(seen.taken).toBeGreaterThan(60);
    expect(seen.refused).toBeGreaterThan(200);
  });
});
