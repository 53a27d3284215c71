import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { HeaderError, headerLength, parseHeader } from "./header.ts";
import { SafetensorsReader } from "./read.ts";
import { safetensorsChunks } from "./write.ts";

/** Saved by safetensors 0.6 for Python: b float32 [2,3] = 0, ¼ … 1¼; a float32 [1] = 1.5; i int64 [3]; metadata format = np. */
const byPython = Buffer.from(
  "yAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJpIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMCwyNF19LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMjQsMjhdfSwiYiI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwzXSwiZGF0YV9vZmZzZXRzIjpbMjgsNTJdfX0gIAAAAAAAAAAAAQAAAAAAAAACAAAAAAAAAAAAwD8AAAAAAACAPgAAAD8AAEA/AACAPwAAoD8=",
  "base64",
);

/** Reads a file in chunks that end at the given places. */
function read(file: Uint8Array, cuts: readonly number[] = []) {
  const found: Record<string, Uint8Array> = {};
  const reader = new SafetensorsReader(
    file.length,
    ({ name, begin, end }) => (found[name] = new Uint8Array(end - begin)),
  );
  const places = [0, ...cuts.map((cut) => cut % (file.length + 1)).toSorted((a, b) => a - b), file.length];
  for (const [i, place] of places.slice(1).entries()) reader.push(file.subarray(places[i], place));
  return { found, reader };
}
const floats = (bytes: Uint8Array | undefined): number[] => [...new Float32Array(bytes!.slice().buffer)];
const header = (document: unknown, dataBytes: number) =>
  parseHeader(Buffer.from(JSON.stringify(document)), dataBytes);
const tensor = (shape: number[], begin: number, end: number, dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe("safetensors", () => {
  it("reads what the reference library wrote", () => {
    const { found, reader } = read(byPython);
    expect(floats(found["b"])).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25]);
    expect(floats(found["a"])).toEqual([1.5]);
    expect(reader.header?.metadata).toEqual({ format: "np" });
    expect(reader.header?.tensors.map(({ name, dtype }) => [name, dtype])).toEqual([
      ["i", "I64"],
      ["a", "F32"],
      ["b", "F32"],
    ]);
    expect(reader.complete).toBe(true);
  });

  it("reads back what it wrote, however the file is cut into chunks; data begin at a multiple of 8", () => {
    const shapes = fc.array(fc.array(fc.nat(4), { maxLength: 3 }), { maxLength: 6 });
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(), { maxLength: 10 }), fc.string(), (all, cuts, note) => {
        const tensors = all.map((shape, i) => {
          const size = shape.reduce((product, length) => product * length, 1);
          return {
            name: `t${i}.${note}`,
            shape,
            data: Float32Array.from({ length: size }, (_, j) => i + j / 8),
          };
        });
        const file = Buffer.concat([...safetensorsChunks(tensors, { note })]);
        const { found, reader } = read(file, cuts);
        expect(reader.complete).toBe(true);
        expect(reader.header?.metadata).toEqual({ note });
        for (const { name, data } of tensors) expect(floats(found[name])).toEqual([...data]);
        expect(headerLength(file, file.length) % 8).toBe(0);
      }),
      { seed: 5 },
    );
  });

  it.each([
    [
      "an overlap",
      { a: tensor([2], 0, 8), b: tensor([2], 4, 12) },
      12,
      /"b" begins at 4 and overlaps tensor "a"/,
    ],
    [
      "a hole",
      { a: tensor([2], 0, 8), b: tensor([1], 12, 16) },
      16,
      /4 bytes lie between tensor "a" and tensor "b"/,
    ],
    ["an end beyond the file", { a: tensor([2], 0, 8) }, 4, /end at byte 8 of the data, the file at 4/],
    ["bytes that no tensor owns", { a: tensor([2], 0, 8) }, 12, /end at byte 8 of the data, the file at 12/],
    ["a shape that contradicts the offsets", { a: tensor([3], 0, 8) }, 8, /needs 12 bytes.*give 8/],
    ["an overflowing shape", { a: tensor([2 ** 40, 2 ** 40], 0, 8) }, 8, /needs 4\.8\d*e\+24 bytes/],
    ["a reversed range", { a: tensor([1], 8, 4) }, 8, /give -4/],
    ["an unknown type", { a: tensor([2], 0, 8, "F31") }, 8, /tensor "a"/],
    ["a negative length", { a: tensor([-2], 0, 8) }, 8, /tensor "a"/],
    ["a number as metadata", { __metadata__: { x: 1 } }, 0, /__metadata__/],
    ["an array", [], 0, /not a JSON object/],
  ])("refuses a header with %s", (_what, document, dataBytes, message) => {
    expect(() => header(document, dataBytes)).toThrow(HeaderError);
    expect(() => header(document, dataBytes)).toThrow(message);
  });

  it.each([
    [0xffffffffffffffffn, /more than the allowed/],
    [100_000_001n, /more than the allowed/],
    [1000n, /the file ends after/],
  ])("refuses a header length of %d before allocating for it", (length, message) => {
    const file = Buffer.alloc(64);
    file.writeBigUInt64LE(length);
    expect(() => read(file)).toThrow(message);
  });

  it("answers any bytes with a header or a HeaderError, never with anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (noise, at) => {
        const file = Buffer.from(byPython);
        file.set(noise.subarray(0, 4), at % (file.length - 4));
        for (const each of [noise, file]) {
          try {
            read(each);
          } catch (error) {
            expect(error).toBeInstanceOf(HeaderError);
          }
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});
