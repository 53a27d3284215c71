import { readdirSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { constant, matrix, table } from "../models/parameters.ts";
import { optimizers } from "./index.ts";
import { decayMask, segmentsOf, within } from "./segments.ts";

describe("optimizers", () => {
  it("map each name to a folder of that name", () => {
    const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(Object.keys(optimizers).toSorted()).toEqual(folders.toSorted());
  });
});

describe("decay segments", () => {
  const parameters = [table("e", [2, 3]), matrix("a", [2, 2]), matrix("b", [1, 5]), constant("n", 3, 1)];

  it("join neighbours that decay alike and cover the whole vector", () => {
    expect(segmentsOf(parameters)).toEqual([
      { from: 0, to: 6, decay: false },
      { from: 6, to: 15, decay: true },
      { from: 15, to: 18, decay: false },
    ]);
    expect([...decayMask(parameters)].join("")).toBe("000000111111111000");
  });

  it("are cut to a range", () => {
    expect(within(segmentsOf(parameters), { from: 4, to: 9 })).toEqual([
      { from: 4, to: 6, decay: false },
      { from: 6, to: 9, decay: true },
    ]);
    expect(within(segmentsOf(parameters), { from: 6, to: 6 })).toEqual([]);
  });
});
