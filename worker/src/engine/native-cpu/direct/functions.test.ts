import { beforeAll, describe, expect, it } from "@jest/globals";
import { cacheFolder } from "../../install/installed.ts";
import { loadAddon, type Addon } from "../addon.ts";

let addon: Addon;
let instructionSets: string[];
beforeAll(async () => {
  addon = await loadAddon(cacheFolder(process.env));
  instructionSets = addon.instructionSets();
});

/** By its series, which converges for all x, and by the continued fraction of 1 - erf where the series would lose digits. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 3) {
    let rest = 0;
    for (let n = 60; n > 0; n--) rest = n / 2 / (size + rest);
    return Math.sign(x) * (1 - Math.exp(-x * x) / (size + rest) / Math.sqrt(Math.PI));
  }
  let [term, sum] = [x, x];
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Errors as worker/native/cpu/vector-math.h states them, in units of the last place. */
const functions = {
  exp: { reference: Math.exp, from: -87.3, to: 88.7, ulps: 1 },
  log: { reference: Math.log, from: 0, to: Infinity, ulps: 1 },
  tanh: { reference: Math.tanh, from: -20, to: 20, ulps: 2 },
  erf: { reference: erf, from: -6, to: 6, ulps: 3 },
} as const;
type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];

/** Floats of an interval, evenly over their bits: as many of each size. */
function floatsOf({ from, to }: { from: number; to: number }): Float32Array {
  const [step, all] = [50021, 0x7f800000];
  const positive = new Float32Array(
    Uint32Array.from({ length: Math.floor(all / step) }, (_, i) => i * step + 1).buffer,
  );
  return Float32Array.from([...positive, ...positive.map((x) => -x)].filter((x) => x >= from && x <= to));
}

function map(instructionSet: string, name: Name, input: Float32Array): Float32Array {
  const output = new Float32Array(input.length);
  addon.mapDirectly(instructionSet, name, input, output);
  return output;
}

function ulpOf(value: number): number {
  const exponent = value === 0 ? -149 : Math.floor(Math.log2(Math.abs(value))) - 23;
  return 2 ** Math.max(-149, exponent);
}

describe("functions of vectors", () => {
  it.each(names)("%s is within its error on every instruction set, the same on all that fuse", (name) => {
    const { reference, ulps } = functions[name];
    const input = floatsOf(functions[name]);
    const results = instructionSets.map((set) => map(set, name, input));
    for (const output of results) {
      let worst = 0;
      output.forEach((value, i) => {
        const expected = reference(input[i]!);
        worst = Math.max(worst, Math.abs(value - expected) / ulpOf(expected));
      });
      expect(worst).toBeLessThanOrEqual(ulps);
    }
    for (const output of results.slice(1)) expect(output).toEqual(results[1]);
  });

  it("has the limits of the functions", () => {
    const input = Float32Array.of(NaN, Infinity, -Infinity, 0, -0, -110, 100, -1);
    const expected: Record<Name, (number | undefined)[]> = {
      exp: [NaN, Infinity, 0, 1, 1, 0, Infinity, undefined],
      log: [NaN, Infinity, NaN, -Infinity, -Infinity, NaN, undefined, NaN],
      tanh: [NaN, 1, -1, 0, -0, -1, 1, undefined],
      erf: [NaN, 1, -1, 0, -0, -1, 1, undefined],
    };
    for (const set of instructionSets)
      for (const name of names)
        map(set, name, input).forEach((value, i) => {
          const limit = expected[name][i];
          if (limit !== undefined) expect([name, input[i], value]).toEqual([name, input[i], limit]);
        });
  });
});
