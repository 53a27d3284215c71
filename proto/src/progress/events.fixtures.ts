/** Any progress event, for tests of what carries it. */
import fc from "fast-check";
import type { ProgressEvent } from "./events.ts";

const double = fc.double();
export const whole = fc.nat();
const large = fc.maxSafeNat();
export const text = fc.string({ unit: "grapheme", maxLength: 40 });

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
      fc.record({
        ...reference,
        relation: fc.constantFrom("Continues" as const, "ForkOf" as const, "WeightsOf" as const),
      }),
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
    engine: fc.record({ name: text, description: text }),
  },
  { requiredKeys: ["type", "state", "reason", "message"] },
);
export const anyEvent: fc.Arbitrary<ProgressEvent> = fc.oneof(step, evaluated, checkpoint, lifecycle);
