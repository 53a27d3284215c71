/** Quantities as Kubernetes writes them, and what a limit turns into. */
import { availableParallelism } from "node:os";
import { describe, expect, it } from "@jest/globals";
import { CoreBook, describeLimits, LimitError, readLimits } from "./limits.ts";

describe("readLimits", () => {
  it.each([
    ["512Mi", 536_870_912],
    ["1.5Gi", 1_610_612_736],
    ["1G", 1_000_000_000],
    ["1e9", 1_000_000_000],
    [1024, 1024],
  ])("reads memory %j as %i bytes", (memory, bytes) => {
    expect(readLimits({ memory }).memoryBytes).toBe(bytes);
  });

  it.each([
    ["500m", 1],
    ["1500m", 2],
    ["2", 2],
    [1, 1],
  ])("takes cpu %j for %i whole cores", (cpu, cores) => {
    expect(readLimits({ cpu }).cores).toBe(cores);
  });

  it.each([["lots"], ["-1"], ["1 Gi"], ["0"], ["1e400"], [""]])("refuses %j, with an example", (memory) => {
    expect(() => readLimits({ memory })).toThrow(LimitError);
    expect(() => readLimits({ memory })).toThrow(/resources\.limits\.memory.*512Mi/);
  });
});

describe("CoreBook", () => {
  it("spreads processes over the cores and takes released ones again", () => {
    const book = new CoreBook();
    const cores = availableParallelism();
    const taken = Array.from({ length: cores }, () => book.take(1));
    if (process.platform !== "linux" || cores < 2) return;
    expect(new Set(taken.flat()).size).toBe(cores);
    book.release(taken[1]!);
    expect(book.take(1)).toEqual(taken[1]);
  });

  it("pins nothing where as many cores are asked for as there are", () => {
    expect(new CoreBook().take(availableParallelism())).toEqual([]);
    expect(new CoreBook().take(undefined)).toEqual([]);
  });
});

describe("describeLimits", () => {
  it("says what is enforced and what is not", () => {
    expect(describeLimits({}, [])).toBe("");
    expect(describeLimits({ cores: 1 }, [0])).toBe("cpu limit: pinned to core 0");
    expect(describeLimits({ cores: 8 }, [])).toMatch(/not enforced/);
    if (process.platform === "linux")
      expect(describeLimits({ memoryBytes: 5 }, [])).toMatch(/5 bytes.*killed above/);
  });
});
