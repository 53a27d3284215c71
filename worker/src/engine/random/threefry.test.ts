import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { randomBitsOf, threefry, type Words } from "./threefry.ts";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const hex = (words: Words): string =>
  words.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join(" ");

describe("threefry", () => {
  // The known answers that come with Random123 (kat_vectors: threefry2x32 20).
  it.each([
    [[0, 0], [0, 0], "6b200159 99ba4efe"],
    [[-1, -1], [-1, -1], "1cb996fc bb002be7"],
    [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], "c4923a9c 483df7a0"],
  ] as const)("of key %j and counter %j gives the published answer", (key, counter, answer) => {
    expect(hex(threefry(key, counter))).toBe(answer);
  });
});

describe("randomBitsOf", () => {
  it("gives each key its own row, whatever other rows there are, of which shorter ones share the first quarter", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 4 }), word, (keys, site) => {
        const size = 9;
        const all = randomBitsOf(Int32Array.from(keys.flat()), { site, size });
        keys.forEach((key, row) => {
          const own = randomBitsOf(Int32Array.from(key), { site, size });
          expect(all.subarray(row * size, (row + 1) * size)).toEqual(own);
          const [first] = threefry(key, [site, 0]);
          expect([own[0], own[3]]).toEqual([first & 0xffff, first >>> 16]);
        });
      }),
    );
  });

  it("gives every number between 0 and 65 535 about as often", () => {
    const count = 2 ** 18;
    const bits = randomBitsOf(Int32Array.of(3, 4), { site: 1, size: count });
    const cells = new Float64Array(64);
    for (const value of bits) cells[value >> 10]! += 1;
    const expected = count / cells.length;
    const chiSquare = cells.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: beyond 115 once in ten thousand seeds, and this seed is fixed.
    expect(chiSquare).toBeLessThan(115);
  });
});
