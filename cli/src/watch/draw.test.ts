/** What `plateau watch` draws: golden pictures, and laws of its size. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createColors } from "picocolors";
import { visibleLength } from "../output/table.ts";
import { drawWatch, watchSentence } from "./draw.ts";
import { plotCurve } from "./plot.ts";
import type { WatchView } from "./view.ts";

const plain = createColors(false);
const view = (change: Partial<WatchView> = {}): WatchView => ({
  title: "TrainingRun brown-s",
  state: "Training",
  isOver: false,
  curve: Array.from({ length: 400 }, (_, i) => ({ x: i + 1, y: 2 + 3 * Math.exp(-i / 60) })),
  step: 400,
  stopAtStep: 1500,
  loss: 2.004,
  tokensPerSecond: 123_400,
  secondsLeft: 330,
  ranks: { ready: 2, wanted: 2 },
  lastCheckpoint: 250,
  evaluation: { step: 250, loss: 2.1234 },
  ...change,
});

describe("drawWatch", () => {
  it("shows where the run is and the curve of its loss", () => {
    expect(drawWatch(view(), { columns: 60, rows: 12, colours: plain }).join("\n")).toMatchInlineSnapshot(`
      "TrainingRun brown-s   Training   step 400 of 1500 (27 %)
      loss 2.004   123k tok/s   about 5m30s left   ranks 2/2
      checkpoint 250   validation 2.123 at 250
      5.000│ ⠱⡀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
           │ ⠀⠑⡄⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
           │ ⠀⠀⠈⠢⡀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
      3.502│ ⠀⠀⠀⠀⠈⠢⡀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
           │ ⠀⠀⠀⠀⠀⠀⠈⠑⠤⣀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
           │ ⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠉⠒⠤⢄⣀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀
      2.004│ ⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠉⠉⠑⠒⠒⠢⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
             step 1                                           400"
    `);
  });

  it("draws no curve where there is no room for one, or nothing to draw", () => {
    expect(drawWatch(view(), { columns: 25, rows: 6, colours: plain }).join("\n")).toMatchInlineSnapshot(`
      "TrainingRun brown-s
      Training
      step 400 of 1500 (27 %)
      loss 2.004   123k tok/s
      about 5m30s left"
    `);
    const empty = view({ curve: [], step: 0, state: "Starting" });
    expect(drawWatch(empty, { columns: 80, rows: 24, colours: plain }).join("")).not.toMatch(
      /[\u2800-\u28ff]/,
    );
  });

  it("never draws a line as wide as the terminal, nor more lines than it has", () => {
    const curve = fc.array(fc.double({ min: -10, max: 1e6, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(
        curve,
        fc.integer({ min: 10, max: 200 }),
        fc.integer({ min: 2, max: 60 }),
        fc.boolean(),
        (losses, columns, rows, colour) => {
          const shown = view({ curve: losses.map((y, i) => ({ x: i, y })) });
          const lines = drawWatch(shown, { columns, rows, colours: createColors(colour) });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(visibleLength(line)).toBeLessThan(columns);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it("says the same as a sentence where nothing can be redrawn", () => {
    expect(watchSentence(view())).toBe(
      "Training  step 400 of 1500 (27 %)  loss 2.004  123k tok/s  about 5m30s left  ranks 2/2  checkpoint 250  validation 2.123 at 250",
    );
  });
});

describe("plotCurve", () => {
  /** Column and row of every dot. */
  const dots = (lines: readonly string[]): [number, number][] =>
    lines.flatMap((line, y) =>
      Array.from(line).flatMap((cell, x) =>
        [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80].flatMap((bit, i): [number, number][] =>
          (cell.charCodeAt(0) - 0x2800) & bit ? [[2 * x + (i % 2), 4 * y + (i >> 1)]] : [],
        ),
      ),
    );

  it("goes from the top left to the bottom right for losses that fall", () => {
    const points = Array.from({ length: 40 }, (_, x) => ({ x, y: 40 - x }));
    const found = dots(plotCurve(points, { x: [0, 39], y: [1, 40] }, { width: 20, height: 10 }));
    expect(found).toContainEqual([0, 0]);
    expect(found).toContainEqual([39, 39]);
    for (const [x, y] of found) expect(Math.abs(x - y)).toBeLessThan(2);
  });

  it("has a dot in every column that has a point, and none outside of the range of its neighbours", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 64 }),
        (ys) => {
          const points = ys.map((y, x) => ({ x, y }));
          const found = dots(
            plotCurve(points, { x: [0, ys.length - 1], y: [0, 1] }, { width: 32, height: 4 }),
          );
          const columns = new Set(found.map(([x]) => x));
          expect(columns.size).toBe(
            new Set(points.map(({ x }) => Math.min(63, Math.floor((x / (ys.length - 1)) * 64)))).size,
          );
        },
      ),
      { seed: 5 },
    );
  });
});
