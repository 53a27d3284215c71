/** What somebody on the way may do to a sealed stream, and a stream that nobody touched. */
import fc from "fast-check";
import { describe, expect, it } from "@jest/globals";
import { createPortableSeal } from "../../loops/portable-seal.ts";
import type { Piece } from "./piece.ts";
import { TensorReceiver } from "./receiver.ts";
import { Opener, Sealer, streamName } from "./sealing.ts";

const token = Buffer.alloc(32, 1);
const headBytes = 64;

interface Sent {
  piece: Piece;
  numbers: Float32Array;
}

const sent = (step: number, count = 5): Sent => ({
  piece: { version: 1, step, round: 0, phase: "reduce", shard: 0, length: 100, offset: 10, count },
  numbers: Float32Array.from({ length: count }, (_, i) => step + i / 8),
});
const data = ({ numbers }: Sent): Buffer => Buffer.from(numbers.buffer);

/** Each piece as it stands in the stream. */
function sealAll(all: readonly Sent[], piecesPerKey?: number): Buffer[] {
  const sealer = new Sealer(token, createPortableSeal, piecesPerKey);
  return all.map((each) => {
    const bytes = sealer.seal(each.piece, data(each));
    const copy = Buffer.from(bytes);
    sealer.release(bytes);
    return copy;
  });
}

/** Reads bites of a stream. @returns pieces that have arrived, with their numbers, and whether the stream was found to be bad */
function read(
  stream: Buffer,
  { bite = 1 << 20, of = token, piecesPerKey }: { bite?: number; of?: Buffer; piecesPerKey?: number } = {},
) {
  const arrived: { piece: Piece; data: Buffer }[] = [];
  let target = Buffer.alloc(0);
  const receiver = new TensorReceiver(
    {
      place: ({ count }) => ({ kind: "into", target: (target = Buffer.alloc(4 * count)) }),
      arrived: (piece) => arrived.push({ piece, data: target }),
    },
    new Opener(of, createPortableSeal, piecesPerKey),
  );
  for (let at = 0; at < stream.length && !receiver.isBad; at += bite)
    receiver.consume(stream.subarray(at, at + bite));
  return { arrived, isBad: receiver.isBad };
}

const asSent = (all: readonly Sent[]): { piece: Piece; data: Buffer }[] =>
  all.map((each) => ({ piece: each.piece, data: data(each) }));

const three = [sent(1), sent(2, 3), sent(3)];
const frames = sealAll(three);

describe("a sealed stream", () => {
  it("brings every piece, however it is cut and over any number of keys", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (counts, bite, piecesPerKey) => {
          const all = counts.map((count, i) => sent(i, count));
          const stream = Buffer.concat(sealAll(all, piecesPerKey));
          expect(read(stream, { bite, piecesPerKey })).toEqual({ arrived: asSent(all), isBad: false });
        },
      ),
    ));

  it("uses memory again for long pieces, each of which arrives as it was", () => {
    const all = [1, 2, 3].map((step) => sent(step, 60_000));
    expect(read(Buffer.concat(sealAll(all)))).toEqual({ arrived: asSent(all), isBad: false });
  });

  it("shows nothing of what it carries, nor of its token in its name", () => {
    const stream = Buffer.concat(frames);
    for (const each of three) expect(stream.includes(data(each).subarray(0, 8))).toBe(false);
    expect(streamName(token).includes(token.subarray(0, 8))).toBe(false);
    expect(streamName(token)).not.toEqual(streamName(Buffer.alloc(32, 2)));
  });

  it.each([2, 100])(
    "never seals two things alike: not within a key, nor when counters begin again with the next one, after %i pieces",
    (piecesPerKey) => {
      const alike = Array.from({ length: 9 }, () => sent(1));
      const seen = new Set(sealAll(alike, piecesPerKey).map((frame) => frame.toString("hex")));
      expect(seen.size).toBe(9);
    },
  );
});

describe("somebody on the way", () => {
  it("who changes any one byte brings nothing in: what came before is there, nothing after it", () => {
    const stream = Buffer.concat(frames);
    const ends = [0, 1, 2].map((i) => Buffer.concat(frames.slice(0, i + 1)).length);
    for (let at = 0; at < stream.length; at++) {
      const changed = Buffer.from(stream);
      changed[at]! ^= 0x80;
      const whole = ends.filter((end) => end <= at).length;
      expect(read(changed)).toEqual({ arrived: asSent(three.slice(0, whole)), isBad: true });
    }
  });

  const [first, second, third] = frames as [Buffer, Buffer, Buffer];
  it.each<[string, Buffer[], number]>([
    ["repeats a piece", [first, first, second], 1],
    ["changes the order of pieces", [first, third, second], 1],
    ["leaves a piece out", [first, third], 1],
    ["plays the stream from its beginning again", [...frames, ...frames], 3],
    [
      "puts the numbers of one piece behind the header of another",
      [first.subarray(0, headBytes), third.subarray(headBytes)],
      0,
    ],
    ["puts in a piece of its own in plain text", [first, Buffer.alloc(84, "PLT1")], 1],
  ])("who %s is found out", (_what, changed, whole) => {
    expect(read(Buffer.concat(changed))).toEqual({ arrived: asSent(three.slice(0, whole)), isBad: true });
  });

  it("who cuts the stream anywhere leaves only whole pieces", () => {
    const stream = Buffer.concat(frames);
    for (let end = 0; end < stream.length; end++) {
      const whole = [1, 2].filter((i) => Buffer.concat(frames.slice(0, i)).length <= end).length;
      expect(read(stream.subarray(0, end))).toEqual({ arrived: asSent(three.slice(0, whole)), isBad: false });
    }
  });

  it("who has another token has another key", () => {
    expect(read(Buffer.concat(frames), { of: Buffer.alloc(32, 2) })).toEqual({ arrived: [], isBad: true });
  });
});
