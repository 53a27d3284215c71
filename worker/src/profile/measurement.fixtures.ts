/** Measurements as they may come out, for laws. */
import fc from "fast-check";
import type { CallTimes, KernelTime, Span } from "../engine/engine.ts";
import type { Measurement, MeasuredStep } from "./measurement.ts";

/** Any length that a clock may tell, also none at all. */
const length = fc.double({ min: 0, max: 1e4, noNaN: true });

const kernel = fc.record({
  kernel: fc.constantFrom("BatchMatMul", "Multiply", "Transpose"),
  operator: fc.constantFrom("Gemm", "MatMul", "Mul", "Transpose"),
  kind: fc.constantFrom("product", "batchedProduct", "copy", "other"),
  place: fc.constantFrom("", "models/llama/model.ts:70", "models/llama/model.ts:70 (backward)"),
  gap: length,
  ms: length,
});

const call = fc.record({
  read: length,
  before: length,
  kernels: fc.array(kernel, { maxLength: 6 }),
  after: length,
});

const step = fc.record({
  wait: length,
  calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  exchange: length,
  script: length,
  update: length,
});

type Drawn<T> = T extends fc.Arbitrary<infer V> ? V : never;

/** Reads a clock on. */
class Clock {
  nowMs: number;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  span(ms: number): Span {
    const fromMs = this.nowMs;
    this.nowMs += ms;
    return { fromMs, toMs: this.nowMs };
  }
}

function callTimes({ kernels }: Drawn<typeof call>): CallTimes {
  let atMs = 0;
  const times = kernels.map(({ gap, ...each }): KernelTime => {
    const fromMs = atMs + gap;
    atMs = fromMs + each.ms;
    return { ...each, fromMs };
  });
  return { ms: atMs, kernels: times };
}

function measuredStep(drawn: Drawn<typeof step>, clock: Clock, hasTimes: boolean): MeasuredStep {
  clock.span(drawn.wait);
  const fromMs = clock.nowMs;
  const inside = drawn.calls.map(callTimes);
  const reads: Span[] = [];
  const calls = drawn.calls.map(({ read, before, after }, i) => {
    reads.push(clock.span(read));
    return clock.span(before + inside[i]!.ms + after);
  });
  const exchange = clock.span(drawn.exchange);
  clock.span(drawn.script);
  const update = clock.span(drawn.update);
  return {
    span: { fromMs, toMs: clock.nowMs },
    reads,
    calls,
    inside: hasTimes ? inside : undefined,
    exchange,
    update,
  };
}

export const anyMeasurement: fc.Arbitrary<Measurement> = fc
  .record({
    start: length,
    preparation: fc.tuple(length, length, length),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    hasTimes: fc.boolean(),
  })
  .map(({ start, preparation, steps, hasTimes }) => {
    const clock = new Clock(start);
    const parts = (["record", "lower", "compile"] as const).map((part, i) => ({
      part,
      span: clock.span(preparation[i]!),
    }));
    return { preparation: parts, steps: steps.map((each) => measuredStep(each, clock, hasTimes)) };
  });
