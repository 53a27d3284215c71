import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyEvent, text, whole } from "./events.fixtures.ts";
import { decodeFrame, encodeFrame, FrameReader, maxFrameBytes, type Frame } from "./frames.ts";

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ teller: fc.record({ runUid: text, rank: whole, process: text }) }),
  fc.record({ ack: fc.record({ sequence: whole }) }),
  fc.record({
    report: fc.record({ sequence: whole, event: anyEvent }),
  }),
);

describe("a frame of progress", () => {
  it("comes out as it went in, in whatever pieces the bytes arrive", () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 6 }),
        fc.integer({ min: 1, max: 64 }),
        (frames, pieceBytes) => {
          const bytes = Buffer.concat(frames.map((each) => encodeFrame(each)));
          const reader = new FrameReader();
          const out: (Frame | undefined)[] = [];
          for (let at = 0; at < bytes.length; at += pieceBytes) {
            out.push(...reader.push(bytes.subarray(at, at + pieceBytes))!.map((body) => decodeFrame(body)));
          }
          expect(out).toEqual(frames);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it("that is none is not taken for one, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const frame = decodeFrame(bytes);
        expect(frame === undefined || ["teller", "report", "ack"].some((name) => name in frame)).toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it("of more bytes than any event needs ends the stream", () => {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(maxFrameBytes + 1);
    expect(new FrameReader().push(prefix)).toBeUndefined();
  });
});
