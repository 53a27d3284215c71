import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readPoints } from "../points/read-points.ts";
import { smoothCurve } from "./curves.ts";
import { constantsOf, frontierAt, lawLoss } from "./law.ts";
import { reportPage } from "./page.ts";
import { plots, type PlotName } from "./plots/index.ts";
import { spreadLabels, standaloneSvg } from "./plots/style.ts";
import { logTicks, niceTicks } from "./plots/ticks.ts";
import { pointsCsv } from "./points-csv.ts";
import { fixtureReport, law } from "./testing/fixture.ts";
import { wellFormed } from "./testing/well-formed.ts";

const report = fixtureReport();
const names = Object.keys(plots) as PlotName[];

describe("plots", () => {
  it.each(names)("draws %s as well-formed SVG with a title and a description", (name) => {
    const svg = plots[name](report);
    expect(svg).toBeDefined();
    expect(wellFormed(svg ?? "")).toBe("ok");
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).toMatch(/<title>[^<]{5,}<\/title><desc>[^<]{20,}<\/desc>/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it.each(names)("gives %s nothing to draw before there is anything", (name) => {
    const { fit: _, ...bare } = fixtureReport({ finished: false });
    const empty = {
      ...bare,
      sizes: bare.sizes.map((size) => ({
        ...size,
        plateau: { name: size.plateau.name, state: "Waiting", curve: [] },
        branches: size.branches.map(({ name: branch, label, forkTokens, tokens, flops }) => ({
          name: branch,
          label,
          forkTokens,
          tokens,
          flops,
          state: "Waiting",
          curve: [],
          domains: [],
        })),
      })),
    };
    expect(plots[name](empty)).toBeUndefined();
  });

  it("draws a study that is half done", () => {
    const half = fixtureReport({ finished: false });
    for (const name of ["lossCurves", "lossAgainstCompute", "domains", "phases"] as const) {
      expect(wellFormed(plots[name](half) ?? "")).toBe("ok");
    }
  });

  it("draws points without any law where they do not identify one", () => {
    const unknown = fixtureReport({ identified: false });
    expect(plots.law(unknown)).toContain("<title>Points</title>");
    expect(plots.residuals(unknown)).toBeUndefined();
    expect(plots.intervals(unknown)).toBeUndefined();
  });

  it("marks every cooled final", () => {
    const finals = report.sizes.flatMap(({ branches }) => branches).length;
    expect(plots.lossCurves(report)?.match(/<circle /g)).toHaveLength(finals);
  });

  it("makes files of their own that need no style sheet", () => {
    const file = standaloneSvg(plots.law(report) ?? "");
    expect(wellFormed(file)).toBe("ok");
    expect(file).toMatch(/^<\?xml/);
    expect(file).not.toContain("var(");
  });
});

describe("reportPage", () => {
  const page = reportPage(report);

  it("holds every plot, its numbers as tables, the plan and the conditions", () => {
    expect(page.match(/<svg /g)).toHaveLength(names.length);
    for (const text of [
      "Loss curves",
      "Loss against compute",
      "Residuals",
      "Domains",
      "Time by phase",
      "Plan and savings",
      "Conditions",
    ]) {
      expect(page).toContain(`<h2>${text}</h2>`);
    }
    expect(page.match(/<table>/g)?.length).toBeGreaterThanOrEqual(6);
    expect(page).toContain("4 layers × 96");
  });

  it("asks nothing of the network", () => {
    const urls = [...page.matchAll(/https?:\/\/[^"'\s<)]+/g)].map(([url]) => url);
    // Names of XML vocabularies are no addresses.
    expect(urls.filter((url) => !url.startsWith("http://www.w3.org/"))).toEqual([]);
    expect(/<(script|link|img|iframe|object|embed)\b|@import|url\((?!#)/.exec(page)?.[0]).toBeUndefined();
  });

  it("escapes what comes from workers and manifests", () => {
    expect(page).toContain("Runs &lt;are&gt; over &amp; &quot;done&quot;.");
    expect(page).not.toContain("<are>");
  });

  it("is well-formed, so that any XML tool can take it apart", () => {
    expect(
      wellFormed(page.replace(/^<!doctype html>\n/, "").replaceAll(/<(meta) ([^>]*)>/g, "<$1 $2/>")),
    ).toBe("ok");
  });

  it("prints no constant where the points do not identify the law, but what to add", () => {
    const unknown = reportPage(fixtureReport({ identified: false }));
    expect(unknown).toContain(
      "The points do not identify the law, so no constant is given. All sizes are within a factor of two: add a size.",
    );
    expect(unknown).not.toContain("β/(α+β)");
  });
});

describe("pointsCsv", () => {
  it("can be read by plateau fit, to the last digit", () => {
    const { points } = readPoints(pointsCsv(report), "brown-points.csv");
    const expected = report.sizes.flatMap((size) =>
      size.branches.map(({ tokens, finalLoss }) => ({ N: size.parameters, D: tokens, loss: finalLoss })),
    );
    expect(points.map(({ N, D, loss }) => ({ N, D, loss }))).toEqual(expected);
  });
});

describe("frontierAt", () => {
  // With the cost 6ND the optimum has a closed form: N* = G (C/6)^(β/(α+β)), G = (αA/(βB))^(1/(α+β)).
  const sizes = report.sizes.map((size) => ({ ...size, flopsPerToken: 6 * size.parameters }));
  it.each([1e12, 3e12, 1e13])("finds the closed-form optimum for %d FLOPs when the cost is 6ND", (flops) => {
    const { A, B, alpha, beta } = law;
    const G = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta));
    const N = G * (flops / 6) ** (beta / (alpha + beta));
    const best = lawLoss(law, { N, D: flops / (6 * N) });
    const found = frontierAt(flops, law, sizes);
    // The grid over N has steps of 4 %, and the loss is flat at its optimum.
    expect(found.N / N).toBeGreaterThan(0.95);
    expect(found.N / N).toBeLessThan(1.05);
    expect(found.loss / best - 1).toBeLessThan(1e-4);
    expect(found.loss).toBeGreaterThanOrEqual(best);
  });

  it("never lies above what one of the study's own sizes reaches at that cost", () => {
    fc.assert(
      fc.property(fc.double({ min: 11, max: 15, noNaN: true }), (power) => {
        const found = frontierAt(10 ** power, law, report.sizes);
        for (const { parameters: N, flopsPerToken } of report.sizes) {
          expect(found.loss).toBeLessThanOrEqual(
            1.0005 * lawLoss(law, { N, D: 10 ** power / flopsPerToken }),
          );
        }
      }),
      { seed: 4 },
    );
  });

  it("has no constants to go by unless the law is identified", () => {
    expect(constantsOf(fixtureReport({ identified: false }).fit)).toBeUndefined();
  });
});

describe("smoothCurve", () => {
  it("keeps the mean, the order and the range, and needs no more points than a plot can show", () => {
    const step = fc.record({
      tokens: fc.integer({ min: 1, max: 1e6 }),
      loss: fc.double({ min: 1, max: 6, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(step, { minLength: 1, maxLength: 500, selector: ({ tokens }) => tokens }),
        (steps) => {
          const sorted = steps.toSorted((a, b) => a.tokens - b.tokens);
          const curve = smoothCurve(sorted, 50);
          expect(curve.length).toBeLessThanOrEqual(50);
          expect(curve).toEqual(curve.toSorted((a, b) => a.tokens - b.tokens));
          const losses = steps.map(({ loss }) => loss);
          for (const { loss } of curve) {
            expect(loss).toBeGreaterThanOrEqual(Math.min(...losses) - 1e-9);
            expect(loss).toBeLessThanOrEqual(Math.max(...losses) + 1e-9);
          }
        },
      ),
      { seed: 10, numRuns: 60 },
    );
  });

  it("leaves out losses that are no numbers", () => {
    expect(smoothCurve([{ tokens: 1, loss: NaN }])).toEqual([]);
  });
});

describe("ticks", () => {
  it("lie within the axis, ascend, and are neither too few to read nor too many to tell apart", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 18, noNaN: true }),
        fc.double({ min: 0.02, max: 12, noNaN: true }),
        (power, decades) => {
          const low = 10 ** power;
          const high = 10 ** (power + decades);
          // Evenly spaced ticks serve less than a decade; beyond, logTicks does not ask for them.
          for (const ticks of [logTicks(low, high), niceTicks(low, Math.min(high, 10 * low))]) {
            expect(ticks.length).toBeGreaterThanOrEqual(2);
            expect(ticks.length).toBeLessThanOrEqual(14);
            expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
            expect(ticks[0]).toBeGreaterThanOrEqual(low * 0.998);
            expect(ticks.at(-1)).toBeLessThanOrEqual(high * 1.002);
          }
        },
      ),
      { seed: 11 },
    );
  });

  it("pushes labels apart that would cover each other, and keeps their order", () => {
    const labels = [2, 2.001, 2.002, 3].map((y) => ({ y, text: String(y) }));
    const spread = spreadLabels(labels, [1.5, 4]);
    expect(spread.map(({ text }) => text)).toEqual(["2", "2.001", "2.002", "3"]);
    const gaps = spread.slice(1).map(({ y }, i) => Math.log(y / (spread[i]?.y ?? y)));
    expect(Math.min(...gaps)).toBeGreaterThan(0.03);
  });
});
