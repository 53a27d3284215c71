/** Builders of views for tests: the irrelevant is filled in. */
import fc from "fast-check";
import type { GroupView, RunView, View } from "../view.ts";

export function run(part: Partial<RunView> & Pick<RunView, "label">): RunView {
  return {
    name: `brown-${part.label}`,
    kind: "plateau",
    state: "training",
    fromStep: 0,
    step: 0,
    toStep: 625,
    attempt: 1,
    failures: 0,
    forks: [],
    ...part,
  };
}

export function view(groups: GroupView[], part: Partial<View> = {}): View {
  return {
    title: "ScalingStudy brown",
    groups,
    points: { done: 0, planned: 12 },
    flops: { spent: 3.2e12, planned: 1.09e13, independentRuns: 1.66e13 },
    share: 0.29,
    fitting: false,
    elapsedMs: 133_000,
    ...part,
  };
}

const states = [
  "waiting",
  "starting",
  "training",
  "holding",
  "finishing",
  "suspended",
  "done",
  "failed",
  "skipped",
] as const;

const anyRun = (kind: RunView["kind"]): fc.Arbitrary<RunView> =>
  fc.record(
    {
      name: fc.constantFrom("brown-xs", "brown-s-h1", "a".repeat(60)),
      label: fc.constantFrom("xs", "400k", "a-very-long-size-name-24"),
      kind: fc.constant(kind),
      state: fc.constantFrom(...states),
      fromStep: fc.nat(1e6),
      step: fc.nat(2e6),
      toStep: fc.nat(2e6),
      loss: fc.double({ min: 0, max: 1e6 }),
      tokensPerSecond: fc.double({ min: 0, max: 1e9, noNaN: true }),
      secondsLeft: fc.double({ min: 0, max: 1e8, noNaN: true }),
      workers: fc.record({ ready: fc.nat(1024), wanted: fc.nat(1024) }),
      attempt: fc.nat(9),
      failures: fc.nat(9),
      forks: fc.array(fc.nat(1e6), { maxLength: 4 }),
    },
    { requiredKeys: ["name", "label", "kind", "state", "fromStep", "step", "attempt", "failures", "forks"] },
  );

/** Any view that could come up, and some that could not. */
export const anyView: fc.Arbitrary<View> = fc.record({
  title: fc.constantFrom("ScalingStudy brown", `TrainingRun ${"x".repeat(60)}`),
  groups: fc.array(
    fc.record({ plateau: anyRun("plateau"), cooldowns: fc.array(anyRun("cooldown"), { maxLength: 6 }) }),
    { maxLength: 8 },
  ),
  points: fc.record({ done: fc.nat(99), planned: fc.nat(99) }),
  flops: fc.record({
    spent: fc.double({ min: 0, max: 1e30, noNaN: true }),
    planned: fc.double({ min: 0, max: 1e30, noNaN: true }),
    independentRuns: fc.double({ min: 0, max: 1e30, noNaN: true }),
  }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  fitting: fc.boolean(),
  elapsedMs: fc.double({ min: 0, max: 1e10, noNaN: true }),
});
