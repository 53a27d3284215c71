import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { ProgressEvent } from "./events.ts";
import { decodeFrame, encodeFrame, FrameReader, maxFrameBytes, type Frame } from "./frames.ts";

const double = fc.double();
const whole = fc.nat();
const large = fc.maxSafeNat();
const text = fc.string({ unit: "grapheme", maxLength: 40 });

const step: fc.Arbitrary<ProgressEvent> = fc.record(
  {
    type: fc.constant("step" as const),
    step: whole,
    tokens: large,
    flops: double,
    // A diverged run has NaN to say.
    loss: double,
    learningRate: double,
    gradientNorm: double,
    stepMs: double,
    phaseMs: fc.record({
      compute: double,
      encode: double,
      wire: double,
      wait: double,
      decode: double,
      update: double,
    }),
    rawBytes: large,
    payloadBytes: large,
    sentBytes: large,
    receivedBytes: large,
    snrDb: double,
    residualNorm: double,
  },
  {
    requiredKeys: [
      "type",
      "step",
      "tokens",
      "flops",
      "loss",
      "learningRate",
      "gradientNorm",
      "stepMs",
      "phaseMs",
      "rawBytes",
      "payloadBytes",
      "sentBytes",
      "receivedBytes",
    ],
  },
);
const evaluated: fc.Arbitrary<ProgressEvent> = fc.record({
  type: fc.constant("evaluated" as const),
  result: fc.record({
    step: whole,
    weights: fc.constantFrom("raw" as const, "swa" as const, "ema" as const),
    loss: double,
    tokens: large,
    domains: fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
      fc.record({ loss: double, tokens: large }),
      { noNullPrototype: true },
    ),
  }),
});
const reference = { manifestUri: text, sha256: text };
const checkpoint: fc.Arbitrary<ProgressEvent> = fc.record({
  type: fc.constant("checkpoint" as const),
  stallMs: double,
  checkpoint: fc.record({
    ...reference,
    step: whole,
    tokens: large,
    flops: text,
    bytes: large,
    fork: fc.boolean(),
    holds: fc.array(text),
    parents: fc.array(
      fc.record({ ...reference, relation: fc.constantFrom("Continues" as const, "ForkOf" as const) }),
    ),
  }),
});
const lifecycle: fc.Arbitrary<ProgressEvent> = fc.record(
  {
    type: fc.constant("lifecycle" as const),
    state: fc.constantFrom("starting" as const, "joined" as const, "holding" as const),
    reason: text,
    message: text,
    step: whole,
  },
  { requiredKeys: ["type", "state", "reason", "message"] },
);
const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ teller: fc.record({ runUid: text, rank: whole, process: text }) }),
  fc.record({ ack: fc.record({ sequence: whole }) }),
  fc.record({
    report: fc.record({ sequence: whole, event: fc.oneof(step, evaluated, checkpoint, lifecycle) }),
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
