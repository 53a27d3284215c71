import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import { decodeHeader, encodeHeader, pieceElements, type Piece } from "./piece.ts";
import { TensorReceiver, type Placement } from "./receiver.ts";

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const pieces: fc.Arbitrary<Piece> = fc.record({
  version: word,
  step: word,
  round: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  phase: fc.constantFrom("reduce" as const, "gather" as const),
  shard: word,
  length: word,
  offset: word,
  count: fc.integer({ min: 1, max: 60 }),
});
const some = (count: number): Piece => ({
  version: 1,
  step: 2,
  round: 3,
  phase: "reduce",
  shard: 4,
  length: 50,
  offset: 6,
  count,
});
type Kind = Placement["kind"];

/** A stream of pieces: piece i holds the numbers 100 i, 100 i + 1, … */
const numbersOf = ({ count }: Piece, i: number): Float32Array =>
  Float32Array.from({ length: count }, (_, j) => 100 * i + j);
const bytesOf = (piece: Piece, i: number): Buffer => Buffer.from(numbersOf(piece, i).buffer);
const streamOf = (all: readonly Piece[]): Buffer =>
  Buffer.concat(all.flatMap((piece, i) => [encodeHeader(piece), bytesOf(piece, i)]));

interface Plan {
  /** What there is for each piece when it is asked for, again and again until it is not "later". */
  kinds: readonly Kind[];
  bites: readonly number[];
  /** Bytes are read to where the receiver wants them, or elsewhere. */
  direct: boolean;
}

/** Reads a stream as a socket does, in bites of any size, and never while it must not. @returns what came to a place */
function readAll(stream: Buffer, { kinds, bites, direct }: Plan) {
  const arrived: { piece: Piece; bytes: Buffer }[] = [];
  let target: Uint8Array = new Uint8Array();
  let asked = 0;
  const receiver = new TensorReceiver({
    place(piece) {
      const kind = kinds[asked++ % kinds.length]!;
      if (kind !== "into") return { kind };
      target = new Uint8Array(4 * piece.count);
      return { kind, target };
    },
    arrived: (piece) => arrived.push({ piece, bytes: Buffer.from(target) }),
  });
  let goesOn = true;
  for (let at = 0, bite = 0; at < stream.length && !receiver.isBad; bite++) {
    while (!goesOn && !receiver.isBad) goesOn = receiver.resume();
    const buffer = receiver.next();
    const most = Math.min(direct ? buffer.length : stream.length, stream.length - at);
    const bytes = stream.subarray(at, at + Math.min(bites[bite % bites.length]!, most));
    at += bytes.length;
    if (direct) buffer.set(bytes);
    goesOn = direct ? receiver.read(bytes.length, buffer) : receiver.consume(bytes);
  }
  while (!goesOn && !receiver.isBad) goesOn = receiver.resume();
  return { arrived, receiver };
}

/** Which pieces `kinds` gives a place. */
function placedOf(all: readonly Piece[], kinds: readonly Kind[]): number[] {
  let asked = 0;
  return all.flatMap((_, i) => {
    let kind = kinds[asked++ % kinds.length]!;
    while (kind === "later") kind = kinds[asked++ % kinds.length]!;
    return kind === "into" ? [i] : [];
  });
}

describe("a piece's header", () => {
  it("comes back as it was written", () =>
    fc.assert(fc.property(pieces, (piece) => expect(decodeHeader(encodeHeader(piece))).toEqual(piece))));

  it.each([
    ["other bytes", Buffer.alloc(32, 7)],
    ["a piece of nothing", encodeHeader(some(0))],
    ["a piece that is too long", encodeHeader(some(pieceElements + 1))],
  ])("is not made of %s", (_name, bytes) => expect(decodeHeader(bytes)).toBeUndefined());
});

describe("the receiver of a tensor stream", () => {
  const plans: fc.Arbitrary<Plan> = fc.record({
    // One "into" at least: a stream of "later" would never end.
    kinds: fc
      .array(fc.constantFrom<Kind>("into", "later", "nowhere"), { maxLength: 5 })
      .map((each) => [...each, "into" as const]),
    bites: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
    direct: fc.boolean(),
  });

  it("brings every number of every piece to its place, however the stream is cut and whenever there is none yet", () =>
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), plans, (all, plan) => {
        const { arrived } = readAll(streamOf(all), plan);
        const expected = placedOf(all, plan.kinds).map((i) => ({
          piece: all[i]!,
          bytes: bytesOf(all[i]!, i),
        }));
        expect(arrived).toEqual(expected);
      }),
    ));

  it("stops at what is no header", () => {
    const stream = Buffer.concat([streamOf([some(3)]), Buffer.from("GET / HTTP/1.1 and so on, long enough")]);
    const { arrived, receiver } = readAll(stream, { kinds: ["into"], bites: [1000], direct: false });
    expect(arrived).toHaveLength(1);
    expect(receiver.isBad).toBe(true);
  });

  it("says when nothing is read any more to a place that was given", async () => {
    const stream = streamOf([some(3)]);
    const target = new Uint8Array(12);
    const receiver = new TensorReceiver({ place: () => ({ kind: "into", target }), arrived: () => {} });
    await receiver.settled();
    receiver.consume(stream.subarray(0, 34));
    let isSettled = false;
    const settled = receiver.settled().then(() => (isSettled = true));
    await Promise.resolve();
    expect(isSettled).toBe(false);
    receiver.consume(stream.subarray(34));
    await settled;
    expect(isSettled).toBe(true);
  });
});
