import { describe, expect, it } from "@jest/globals";
import { methodsOf, powerFactors, type ComparedRun, type Comparison } from "./comparison.ts";
import { comparisonCsv, comparisonPage } from "./page.ts";

function run(parts: Partial<ComparedRun>): ComparedRun {
  return {
    name: "run",
    codec: "None",
    isNoisy: true,
    learningRate: 0.1,
    seed: 0,
    state: "Completed",
    step: 100,
    tokens: 1000,
    loss: 2,
    lossOf: "validation",
    curve: [
      { tokens: 10, loss: 3 },
      { tokens: 1000, loss: 2 },
    ],
    gradientBytes: 4000,
    payloadBytes: 4000,
    ...parts,
  };
}

const line = (codec: string, points: [number, number][]): ComparedRun[] =>
  points.map(([power, loss]) => run({ codec, power, loss, payloadBytes: codec === "None" ? 4000 : 400 }));

/** Laser reaches with power P what None reaches with ten times as much. */
const runs = [
  run({ isNoisy: false, loss: 1 }),
  ...line("None", [
    [10, 2],
    [1, 3],
    [100, 1.5],
  ]),
  ...line("Laser", [
    [1, 2],
    [10, 1.5],
    [0.01, 4],
  ]),
];
const comparison: Comparison = {
  generatedAt: "2026-01-01T00:00:00Z",
  version: "0",
  runs,
  methods: methodsOf(runs),
};

describe("methods of a comparison", () => {
  it("stand in the order of channel, codec and power", () => {
    expect(comparison.methods.map(({ codec, power }) => [codec, power])).toEqual([
      ["None", undefined],
      ["Laser", 0.01],
      ["Laser", 1],
      ["Laser", 10],
      ["None", 1],
      ["None", 10],
      ["None", 100],
    ]);
  });

  it("take the best rate, by the mean over its seeds, and say how far the seeds lie apart", () => {
    const [method] = methodsOf(
      [
        run({ learningRate: 0.1, loss: 1.9, seed: 0 }),
        run({ learningRate: 0.1, loss: 2.1, seed: 1 }),
        // One lucky seed does not make a rate the best.
        run({ learningRate: 0.2, loss: 1.8, seed: 0 }),
        run({ learningRate: 0.2, loss: 2.6, seed: 1 }),
        run({ learningRate: 0.3, loss: undefined as never, seed: 0 }),
      ].map(({ loss, ...rest }) => (loss === undefined ? rest : { ...rest, loss })),
    );
    expect(method).toMatchObject({ learningRate: 0.1, rates: 2, seeds: 2 });
    expect(method!.loss).toBeCloseTo(2);
    expect(method!.spread).toBeCloseTo(0.1);
  });

  it("do not take a rate at which training diverged", () => {
    const diverged = run({ learningRate: 0.4, loss: NaN });
    for (const both of [
      [diverged, run({})],
      [run({}), diverged],
    ])
      expect(methodsOf(both)).toMatchObject([{ learningRate: 0.1, rates: 1, loss: 2 }]);
    expect(methodsOf([diverged])).toEqual([]);
  });

  it("tell how much more power uncompressed gradients need, where both reach the loss", () => {
    const factors = powerFactors(comparison.methods);
    // At 0.01 Laser is worse than anything that None was tried at.
    expect(factors.map(({ power }) => power)).toEqual([1, 10]);
    for (const { factor } of factors) expect(factor).toBeCloseTo(10);
  });
});

describe("the page of a comparison", () => {
  const page = comparisonPage(comparison);

  it("shows loss against power and against bytes, and every number in a table", () => {
    for (const text of [
      "Loss against power",
      "Loss against bytes",
      "Laser",
      "AWGN, P = 100",
      "10 times at P = 1",
    ])
      expect(page).toContain(text);
    expect(page.match(/<svg /g)).toHaveLength(3);
  });

  it("loads nothing from elsewhere and shows names as they are", () => {
    expect(page).not.toMatch(/<(script|link|img)|https?:\/\/(?!www\.w3\.org)/);
    const odd = comparisonPage({ ...comparison, runs: [run({ name: "<b>x</b>" })] });
    expect(odd).toContain("&lt;b&gt;x&lt;/b&gt;");
    expect(odd).not.toContain("<b>x</b>");
  });

  it("comes with a table for programs", () => {
    expect(comparisonCsv(comparison).split("\n").slice(0, 3)).toEqual([
      "codec,channel,power,snrDb,loss,spread,learningRate,seeds,payloadBytesPerStep,gradientBytesPerStep",
      "None,Noiseless,,,1,0,0.1,1,4000,4000",
      "Laser,AWGN,0.01,,4,0,0.1,1,400,4000",
    ]);
  });
});
