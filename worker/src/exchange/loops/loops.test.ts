import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import { join } from "node:path";
import { cacheFolder } from "../../engine/install/installed.ts";
import { sharedVector } from "../shared-vector.ts";
import { portableLoops, type Loops } from "./loops.ts";
import { loadLoops } from "./native.ts";
import { keyBytes, tagBytes } from "./seal.ts";

const native = await loadLoops(cacheFolder(process.env));
const all: [string, Loops][] = [
  ["JavaScript", portableLoops],
  ["native code", native.loops],
];
/** A machine without a compiler has nothing to compare. */
const withNative = native.slowBecause === undefined ? describe : describe.skip;

const float = fc.float({ noDefaultInfinity: true, noNaN: true });
const rows = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 67 }))
  .chain(([count, length]) =>
    fc.array(fc.array(float, { minLength: length, maxLength: length }), {
      minLength: count,
      maxLength: count,
    }),
  );
const bits = (vector: Float32Array): number[] => [...new Uint32Array(vector.slice().buffer)];
const shared = (values: readonly number[]): Float32Array => {
  const vector = sharedVector(values.length);
  vector.set(values);
  return vector;
};
const bytes = (length: number, first = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (first + 7 * i) % 256));
const key = bytes(keyBytes);

withNative("loops in native code", () => {
  it("average to the bits of those in JavaScript, wherever the pieces lie", () =>
    fc.assert(
      fc.property(rows, fc.nat(9), fc.nat(60), (shards, at, cut) => {
        const length = shards[0]!.length;
        const from = Math.min(cut, length - 1);
        const pieces = shards.map((row) => ({
          values: shared([...Array.from({ length: at }, () => 7), ...row]),
          at: at + from,
        }));
        const means = all.map(([, loops]) => {
          const mean = sharedVector(length);
          loops.average(pieces, mean, { from, to: length });
          return bits(mean);
        });
        expect(means[1]).toEqual(means[0]);
      }),
    ));

  it("have the bits of those in JavaScript for an energy, of any part of a vector and of what is not finite", () =>
    fc.assert(
      fc.property(
        fc.array(fc.float(), { minLength: 1, maxLength: 67 }),
        fc.nat(66),
        fc.nat(66),
        (row, a, b) => {
          const [from, to] = [a, b].map((each) => each % (row.length + 1)).sort((x, y) => x - y) as [
            number,
            number,
          ];
          const vector = shared(row);
          expect(native.loops.energy(vector, from, to)).toBe(portableLoops.energy(vector, from, to));
        },
      ),
    ));

  it("refuse what is not within a vector, or not one", () => {
    const [vector, mean] = [sharedVector(4), sharedVector(4)];
    const average = (at: number, to: number) => (): void =>
      native.loops.average([{ values: vector, at }], mean, { from: 0, to });
    expect(average(1, 4)).toThrow("a part of a vector is not within it");
    expect(average(0, 5)).toThrow("a part of a vector is not within it");
    expect(average(-1, 4)).toThrow("a count is out of range");
    expect(() => native.loops.energy(vector, 2, 1)).toThrow("a block ends before it begins");
    expect(() => native.loops.energy(new Float64Array(4) as never)).toThrow("a vector is no Float32Array");
    expect(() => native.loops.createSeal(bytes(16))).toThrow("a key or a tag has the wrong length");
  });
});

describe.each(all)("a seal by %s", (_name, loops) => {
  const sealed = (counter: number, plain: Buffer): { data: Buffer; tag: Buffer } => {
    const [data, tag] = [Buffer.alloc(plain.length), Buffer.alloc(tagBytes)];
    loops.createSeal(key).seal(counter, plain, data, tag);
    return { data, tag };
  };

  it("is AES-256-GCM: test case 14 of its specification", () => {
    const [data, tag] = [Buffer.alloc(16), Buffer.alloc(tagBytes)];
    loops.createSeal(Buffer.alloc(keyBytes)).seal(0, Buffer.alloc(16), data, tag);
    expect(data.toString("hex")).toBe("cea7403d4d606b6e074ec5d3baf39d18");
    expect(tag.toString("hex")).toBe("d0d1c8a799996bf0265b98b5d48ab919");
  });

  it.each(all)("is opened by %s", (_other, others) => {
    for (const [counter, length] of [
      [0, 0],
      [1, 1],
      [2 ** 40 + 3, 1000],
    ] as const) {
      const { data, tag } = sealed(counter, bytes(length));
      expect(others.createSeal(key).open(counter, data, tag)).toBe(true);
      expect(data).toEqual(bytes(length));
    }
  });

  it("reads from shared memory and leaves it as it was", () => {
    const plain = new Uint8Array(new SharedArrayBuffer(100));
    plain.set(bytes(100));
    const { data, tag } = { data: Buffer.alloc(100), tag: Buffer.alloc(tagBytes) };
    loops.createSeal(key).seal(5, plain, data, tag);
    expect(Buffer.from(plain)).toEqual(bytes(100));
    plain.set(data);
    expect(loops.createSeal(key).open(5, plain, tag)).toBe(true);
    expect(Buffer.from(plain)).toEqual(bytes(100));
  });

  it("does not open with another byte, tag, counter or key, and goes on with the next", () => {
    const seal = loops.createSeal(key);
    const { data, tag } = sealed(3, bytes(50));
    const flipped = (of: Buffer, at: number): Buffer => {
      const copy = Buffer.from(of);
      copy[at]! ^= 1;
      return copy;
    };
    for (let at = 0; at < data.length; at++) expect(seal.open(3, flipped(data, at), tag)).toBe(false);
    for (let at = 0; at < tagBytes; at++)
      expect(seal.open(3, Buffer.from(data), flipped(tag, at))).toBe(false);
    expect(seal.open(4, Buffer.from(data), tag)).toBe(false);
    expect(loops.createSeal(flipped(key, 31)).open(3, Buffer.from(data), tag)).toBe(false);
    expect(seal.open(3, data, tag)).toBe(true);
  });
});

it("loops are those in JavaScript where native code cannot be had, and it is said why", async () => {
  const { loops, slowBecause } = await loadLoops(join(import.meta.filename, "no-folder"));
  expect(loops).toBe(portableLoops);
  expect(slowBecause).toContain("no-folder");
});
