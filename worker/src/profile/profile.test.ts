import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { kernelGroups } from "./kernels.ts";
import { anyMeasurement } from "./measurement.fixtures.ts";
import { fasterHalf, lengthOf, sum, type MeasuredStep } from "./measurement.ts";
import { partsOf } from "./parts.ts";
import { withTimes } from "./profile.ts";
import { breachesOfTraceFormat } from "./trace.fixtures.ts";
import { chromeTrace, type CompleteEvent } from "./trace.ts";

/** Sums of clock readings, which differ by rounding. */
const within = (ms: number): number => 1e-9 * (1 + ms);

describe("the parts of a step", () => {
  it("add up to it, and none is less than nothing", () => {
    fc.assert(
      fc.property(anyMeasurement, ({ steps }) => {
        const { stepMs, parts } = partsOf(steps);
        const totalMs = sum(steps.map(({ span }) => lengthOf(span)));
        expect(Math.abs(stepMs * steps.length - totalMs)).toBeLessThan(within(totalMs));
        expect(Math.abs(sum(parts.map(({ ms }) => ms)) - stepMs)).toBeLessThan(within(totalMs));
        if (totalMs > 1) expect(sum(parts.map(({ share }) => share))).toBeCloseTo(1, 9);
        for (const { ms } of parts) expect(ms).toBeGreaterThan(-within(totalMs));
      }),
    );
  });

  it("are told apart inside the engine where it keeps times, and are one piece where it does not", () => {
    const [known, unknown] = [partsOf([step]), partsOf([{ ...step, inside: undefined }])];
    expect(Object.fromEntries(known.parts.map(({ name, ms }) => [name, ms]))).toEqual({
      "matrix products": 30,
      "attention's products": 10,
      "other kernels": 5,
      copies: 2,
      "engine, between kernels": 13,
      "reading data": 4,
      exchange: 16,
      update: 15,
      JavaScript: 5,
    });
    expect(unknown.parts.map(({ name, ms, share }) => [name, ms, share])).toEqual([
      ["engine", 60, 0.6],
      ["reading data", 4, 0.04],
      ["exchange", 16, 0.16],
      ["update", 15, 0.15],
      ["JavaScript", 5, 0.05],
    ]);
  });
});

describe("the faster half", () => {
  it("is no step that is slower than one left out, in the order of the steps", () => {
    fc.assert(
      fc.property(anyMeasurement, ({ steps }) => {
        const fast = fasterHalf(steps);
        expect(fast).toHaveLength(Math.ceil(steps.length / 2));
        expect(fast).toEqual(steps.filter((each) => fast.includes(each)));
        const lengths = (list: readonly MeasuredStep[]): number[] => list.map(({ span }) => lengthOf(span));
        const others = lengths(steps.filter((each) => !fast.includes(each)));
        expect(Math.max(...lengths(fast))).toBeLessThanOrEqual(Math.min(Infinity, ...others));
      }),
    );
  });
});

describe("groups of kernels", () => {
  it("hold the time of all kernels, the longest first", () => {
    fc.assert(
      fc.property(anyMeasurement, ({ steps }) => {
        const groups = kernelGroups(steps);
        const kernels = steps.flatMap(({ inside }) => inside ?? []).flatMap((call) => call.kernels);
        const totalMs = sum(kernels.map(({ ms }) => ms));
        expect(Math.abs(sum(groups.map(({ ms }) => ms)) * steps.length - totalMs)).toBeLessThan(
          within(totalMs),
        );
        expect(Math.round(sum(groups.map(({ count }) => count)) * steps.length)).toBe(kernels.length);
        expect(groups.map(({ ms }) => ms)).toEqual(groups.map(({ ms }) => ms).toSorted((a, b) => b - a));
      }),
    );
  });

  it("tell the line of the model", () => {
    expect(kernelGroups([step])[0]).toEqual({
      kernel: "BatchMatMul",
      operator: "Gemm",
      kind: "product",
      place: "models/llama/model.ts:70",
      count: 2,
      ms: 30,
      share: 0.3,
    });
  });
});

describe("times of calls", () => {
  it("go to the steps in whose order they come", () => {
    const [one, two, three] = [1, 2, 3].map((ms) => ({ ms, kernels: [] }));
    const steps = [
      { ...step, calls: [step.span, step.span] },
      { ...step, calls: [step.span] },
    ];
    const found = withTimes(steps, [one!, two!, three!]);
    expect(found.map(({ inside }) => inside)).toEqual([[one, two], [three]]);
    expect(() => withTimes(steps, [one!])).toThrow("times of 1 of 3 calls; measure fewer --steps");
  });
});

describe("a Chrome trace", () => {
  const complete = (measurement: Parameters<typeof chromeTrace>[0]): CompleteEvent[] =>
    chromeTrace(measurement, "a run").filter((event) => event.ph === "X");

  it("keeps to the format's rules, and in each row events nest or follow one another", () => {
    fc.assert(
      fc.property(anyMeasurement, (measurement) => {
        const file = JSON.stringify(chromeTrace(measurement, "a run"));
        expect(breachesOfTraceFormat(JSON.parse(file))).toEqual([]);
      }),
    );
  });

  it("has each step, call and kernel, and where a kernel belongs", () => {
    const events = complete({
      preparation: [{ part: "compile", span: { fromMs: 0, toMs: 9 } }],
      steps: [step],
    });
    expect(events.map(({ name }) => name)).toEqual([
      "compile",
      "step 1",
      "read data",
      "gradients",
      "exchange",
      "update",
      "call",
      "BatchMatMul",
      "BatchMatMul",
      "BatchMatMul",
      "Multiply",
      "Transpose",
    ]);
    // The call took 50 of the 60 ms that its caller waited: 5 there and 5 back.
    expect(events.find(({ name }) => name === "call")).toMatchObject({ ts: 109_000, dur: 50_000 });
    expect(events[7]).toMatchObject({
      ts: 110_000,
      dur: 20_000,
      args: { place: "models/llama/model.ts:70" },
    });
  });
});

it.each<[string, object[], RegExp]>([
  ["a negative length", [{ dur: -1 }], /ts and dur/],
  [
    "an end before the beginning of what is around",
    [
      { ts: 0, dur: 5 },
      { ts: 3, dur: 5 },
    ],
    /cross/,
  ],
  ["a row without a name", [{ tid: 9 }], /the row 1\/9 has no name/],
  ["an unknown phase", [{ ph: "B" }], /phase/],
  ["a field of no meaning", [{ duration: 3 }], /fields of no meaning/],
  ["no number", [{ ts: null }], /ts and dur/],
])("the rules of the trace format see %s", (_, changes, words) => {
  const good = { ph: "X", name: "a", cat: "step", pid: 1, tid: 1, ts: 0, dur: 1 };
  const row = { ph: "M", name: "thread_name", pid: 1, tid: 1, args: { name: "row" } };
  expect(breachesOfTraceFormat([row, good])).toEqual([]);
  const found = breachesOfTraceFormat([row, ...changes.map((change) => ({ ...good, ...change }))]);
  expect(found.join()).toMatch(words);
});

describe("the trace of a call that took longer by the engine's clock than by its caller's", () => {
  it("stays within the caller's", () => {
    const short = { ...step, calls: [{ fromMs: 104, toMs: 134 }] };
    const events = chromeTrace({ preparation: [], steps: [short] }, "a run").filter(({ tid }) => tid === 2);
    const ends = events.flatMap((event) => (event.ph === "X" ? [[event.ts, event.ts + event.dur]] : []));
    expect(ends.length).toBe(6);
    // The first event, the step, begins at 100 ms.
    expect(ends.flat().filter((us) => us < 4000 || us > 34_000)).toEqual([]);
  });
});

const place = "models/llama/model.ts:70";

const step: MeasuredStep = {
  span: { fromMs: 100, toMs: 200 },
  reads: [{ fromMs: 100, toMs: 104 }],
  calls: [{ fromMs: 104, toMs: 164 }],
  inside: [
    {
      ms: 50,
      kernels: [
        { kernel: "BatchMatMul", operator: "Gemm", kind: "product", place, fromMs: 1, ms: 20 },
        { kernel: "BatchMatMul", operator: "MatMul", kind: "batchedProduct", place, fromMs: 21, ms: 10 },
        { kernel: "BatchMatMul", operator: "Gemm", kind: "product", place, fromMs: 31, ms: 10 },
        { kernel: "Multiply", operator: "Mul", kind: "other", place: "", fromMs: 41, ms: 5 },
        { kernel: "Transpose", operator: "Transpose", kind: "copy", place: "", fromMs: 46, ms: 2 },
      ],
    },
  ],
  exchange: { fromMs: 164, toMs: 180 },
  update: { fromMs: 185, toMs: 200 },
};
