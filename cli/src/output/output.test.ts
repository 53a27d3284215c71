import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { drawBar } from "../live/bar.ts";
import { asText, readPath } from "./json-path.ts";
import { formatBytes, formatCount, formatDuration, formatFlops, formatLoss, formatValue } from "./numbers.ts";
import { formatTable, visibleLength } from "./table.ts";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1k"],
    [34_816, "34.8k"],
    [999_999, "1M"],
    [1_600_000, "1.6M"],
    [5.6e9, "5.6B"],
    [3.2e15, "3.20e+15"],
    [NaN, "?"],
  ])("writes the count %d as %s", (value, text) => expect(formatCount(value)).toBe(text));

  it("keeps counts within half a per cent of what they say", () => {
    const units: Record<string, number> = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 9e14, noNaN: true }), (value) => {
        const [, digits = "", unit = ""] = /^([\d.]+)([kMBT]?)$/.exec(formatCount(value)) ?? [];
        expect(Math.abs((Number(digits) * (units[unit] ?? 1)) / value - 1)).toBeLessThan(0.0051);
      }),
      { seed: 1 },
    );
  });

  it.each([
    [800, "1s"],
    [119_000, "119s"],
    [133_000, "2m13s"],
    [180_000, "3m"],
    [5_400_000, "90m"],
    [7_500_000, "2h5m"],
    [200_000_000, "2d7h"],
  ])("writes %d ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it("writes FLOPs, losses, values and bytes in one style each", () => {
    expect(formatFlops(3.5312e14)).toBe("3.53e14");
    expect(formatLoss(2.3456)).toBe("2.346");
    expect(formatLoss(undefined)).toBe("–");
    expect([1.81718, 482.013, 2085.43, 13_250, 1.5e-7].map((value) => formatValue(value))).toEqual([
      "1.817",
      "482.0",
      "2085",
      "13250",
      "1.500e-7",
    ]);
    expect(formatBytes(1536)).toBe("1.5 KiB");
  });
});

describe("formatTable", () => {
  it("lines columns up by what is seen, not by escape sequences", () => {
    expect(
      formatTable(
        [{ title: "NAME" }, { title: "STEP", align: "right" }, { title: "STATE" }],
        [
          ["\u001b[31mxs\u001b[39m", "7", "Training"],
          ["a-long-name", "1000", ""],
        ],
      ).map((line) => line.replaceAll("\u001b[31m", "").replaceAll("\u001b[39m", "")),
    ).toEqual(["NAME         STEP  STATE", "xs              7  Training", "a-long-name  1000"]);
  });
});

describe("drawBar", () => {
  it("is as wide as asked for, grows with the share, and is full only at the end", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (share, width) => {
          const bar = drawBar(share, width);
          expect(visibleLength(bar)).toBe(width);
          expect(bar === "█".repeat(width)).toBe(share === 1);
        },
      ),
      { seed: 2 },
    );
    expect(drawBar(NaN, 3)).toBe("░░░");
  });
});

describe("readPath", () => {
  const object = { status: { step: 7, conditions: [{ type: "Progressing", reason: "Training" }] } };
  it.each([
    [".status.step", 7],
    ['.status.conditions[?(@.type=="Progressing")].reason', "Training"],
    ['.status.conditions[?(@.type=="Failed")].reason', undefined],
    [".status.step.deeper", undefined],
    [".nothing.at.all", undefined],
  ])("reads %s", (path, value) => expect(readPath(object, path)).toEqual(value));

  it("turns what it finds into one line of text", () => {
    expect([7, "a", true, { b: 1 }, undefined].map(asText)).toEqual(["7", "a", "true", '{"b":1}', ""]);
  });
});
