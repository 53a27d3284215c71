import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createColors } from "picocolors";
import { visibleLength } from "../output/table.ts";
import { drawView } from "./draw.ts";
import { anyView, run, view } from "./testing/views.ts";

const plain = createColors(false);
const draw = (shown: Parameters<typeof drawView>[0], columns = 80, rows = 24): string[] =>
  drawView(shown, { columns, rows, colours: plain });

describe("drawView", () => {
  it("never draws a line as wide as the terminal, nor more lines than it has, in colour or without", () => {
    fc.assert(
      fc.property(
        anyView,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 4, max: 60 }),
        fc.boolean(),
        (shown, columns, rows, colour) => {
          const lines = drawView(shown, { columns, rows, colours: createColors(colour) });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(visibleLength(line)).toBeLessThan(columns);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it("closes every colour that it opens, even where a line is cut", () => {
    fc.assert(
      fc.property(anyView, fc.integer({ min: 20, max: 90 }), (shown, columns) => {
        for (const line of drawView(shown, { columns, rows: 40, colours: createColors(true) })) {
          // oxlint-disable-next-line no-control-regex
          const codes = [...line.matchAll(/\u001b\[(\d+)m/g)].map(([, code]) => Number(code));
          const open = codes.filter((code) => (code >= 30 && code <= 37) || code === 1 || code === 2).length;
          const closed = codes.filter((code) => code === 39 || code === 22).length;
          expect(closed).toBeGreaterThanOrEqual(open === 0 ? 0 : 1);
          expect(codes.length === 0 || codes.at(-1) === 39 || codes.at(-1) === 22).toBe(true);
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it("shows step, loss, pace, time left and workers of a run that trains", () => {
    const lines = draw(
      view([
        {
          plateau: run({
            label: "m",
            step: 231,
            loss: 2.5,
            tokensPerSecond: 16_234,
            secondsLeft: 122,
            workers: { ready: 1, wanted: 2 },
          }),
          cooldowns: [],
        },
      ]),
    );
    expect(lines.find((line) => line.startsWith("m "))).toMatch(
      /^m +█+[▏▎▍▌▋▊▉]?░+ +231\/625 +2\.500 +16\.2k +2m2s +1\/2$/,
    );
    expect(lines.at(-1)).toBe("FLOPs 3.20e12 of 1.09e13 planned; independent runs would cost 1.66e13");
    expect(lines[0]).toBe("ScalingStudy brown   29 %   0 of 12 points   2m13s");
  });

  it("fills a bar only when a run is done", () => {
    const nearly = draw(view([{ plateau: run({ label: "xs", step: 624 }), cooldowns: [] }])).join("\n");
    const done = draw(view([{ plateau: run({ label: "xs", step: 625, state: "done" }), cooldowns: [] }]));
    expect(nearly).toContain("░".repeat(0) + "▉");
    expect(done.join("\n")).toMatch(/█{26} +625\/625/);
  });

  it("shrinks finished sizes to a line with their final losses before it drops anything", () => {
    const finished = {
      plateau: run({ label: "xs", state: "done" }),
      cooldowns: ["400k", "800k", "1.6M"].map((label, i) =>
        run({ label, kind: "cooldown", state: "done", loss: 2.5 - i / 10 }),
      ),
    };
    const active = {
      plateau: run({ label: "s" }),
      cooldowns: [run({ label: "400k", kind: "cooldown", state: "waiting" })],
    };
    const lines = draw(view([finished, active]), 80, 8);
    expect(lines).toContainEqual(expect.stringMatching(/^xs +✓ 400k 2\.500 {3}800k 2\.400 {3}1\.6M 2\.300$/));
    expect(lines.some((line) => line.startsWith("└ 400k"))).toBe(true);
  });

  it("has no escape sequence in it when there are no colours", () => {
    expect(
      draw(view([{ plateau: run({ label: "xs", state: "failed" }), cooldowns: [] }])).join(""),
    ).not.toContain("\u001b");
  });

  it("puts a notice in place of the time", () => {
    const [title] = drawView(view([]), { columns: 100, rows: 24, colours: plain, notice: "stopping" });
    expect(title).toBe("ScalingStudy brown   29 %   0 of 12 points   stopping");
  });
});
