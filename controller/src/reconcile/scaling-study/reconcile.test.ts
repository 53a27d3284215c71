import { describe, expect, it } from "@jest/globals";
import type { StudyFit } from "@plateau/scaling";
import type { Cooldown, ScalingStudy, ScalingStudyStatus, TrainingRun } from "../../api/index.ts";
import { studyManifest } from "../../api/testing/manifests.ts";
import type { DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { checkpointObject } from "../children/checkpoint.ts";
import type { Decision, Snapshot } from "../reconciler.ts";
import { at, condition, RunScene, startMs, stored, summary } from "../testing/builders.ts";
import { testPlatform } from "../testing/world.ts";
import { cooldownObject, runObject } from "./children.ts";
import type { FitInput } from "./fit.ts";
import { planOf, type Plan, type SizePlan } from "./plan.ts";
import { reconcileScalingStudy } from "./reconcile.ts";

const succeeded = [
  {
    type: "Succeeded",
    status: "True",
    reason: "Completed",
    message: "",
    lastTransitionTime: at(0),
    observedGeneration: 1,
  },
];
const failed = [{ ...succeeded[0], type: "Failed" }];

function studyWith(spec: Partial<ScalingStudy["spec"]> = {}, status?: unknown): ScalingStudy {
  const manifest = studyManifest();
  return stored<ScalingStudy>(
    { ...manifest, spec: { ...manifest.spec, ...spec } } as unknown as DesiredObject,
    { uid: "study", status },
  );
}

function planFor(study: ScalingStudy): Plan {
  const result = planOf(study);
  if (!result.ok) throw new Error(result.message);
  return result.plan;
}

function decide(
  study: ScalingStudy,
  related: KubeObject[] = [],
  computed: Record<string, unknown> = {},
): Decision {
  const snapshot: Snapshot<ScalingStudy> = {
    nowMs: startMs,
    object: study,
    related,
    progress: {},
    computed,
    platform: testPlatform,
    namespaceEnding: false,
  };
  return reconcileScalingStudy(snapshot);
}

const runOf = (study: ScalingStudy, size: SizePlan, status?: unknown): TrainingRun =>
  stored<TrainingRun>(runObject(study, size), { uid: `run-${size.size.name}`, status });

/** All states of a size, as its finished run leaves them. */
function statesOf(study: ScalingStudy, size: SizePlan) {
  const run = runOf(study, size, { conditions: succeeded, step: size.planned.trunkSteps });
  const steps = [...new Set(size.branches.map(({ horizon }) => horizon.forkStep))];
  const checkpoints = new RunScene()
    .committed(...steps)
    .progress.checkpoints.map((state) =>
      stored<KubeObject>(checkpointObject(run, state, { recipe: run.spec, phase: "Plateau" })),
    );
  return { run, checkpoints };
}

/** Everything done, with losses of a known law. */
function finishedChildren(study: ScalingStudy, plan: Plan): KubeObject[] {
  return plan.sizes.flatMap((size) => {
    const { run, checkpoints } = statesOf(study, size);
    const branches = size.branches.map((branch, index) => {
      const checkpoint = checkpoints[index] as never;
      const loss = 1.8 + 480 / size.planned.parameters ** 0.35 + 2000 / branch.horizon.tokens ** 0.36;
      return stored<Cooldown>(cooldownObject(study, { size, branch, checkpoint }), {
        status: { conditions: succeeded, finalLoss: loss.toFixed(6) },
      });
    });
    return [run, ...checkpoints, ...branches];
  });
}

/** What the fit gives, as far as a status shows it; the type is the fit's own. */
const fitted: Partial<StudyFit> = {
  identified: true,
  warnings: [],
  parameters: [{ name: "beta", value: 0.366, low: 0.35, high: 0.38 }],
  next: {
    N: 250_000,
    D: 6_400_000,
    flops: 9.6e12,
    loss: { value: 1.98, low: 1.96, high: 2.01 },
    target: "a",
    halfWidth: { now: 0.02, after: 0.01 },
  },
};

describe("a study", () => {
  it("plans fork points and savings to the step", () => {
    const study = studyWith();
    const plan = planFor(study);
    // 500e3, 1000e3 and 2000e3 tokens at 1024 a step are 488, 977 and 1953 steps; the last fifth cools down.
    expect(
      plan.sizes[0]?.branches.map(({ horizon }) => [
        horizon.totalSteps,
        horizon.cooldownSteps,
        horizon.forkStep,
      ]),
    ).toEqual([
      [488, 97, 391],
      [977, 195, 782],
      [1953, 390, 1563],
    ]);
    const status = decide(study).status as ScalingStudyStatus;
    expect(status.steps).toEqual({
      planned: 4 * (1563 + 97 + 195 + 390),
      done: 0,
      independentRuns: 4 * (488 + 977 + 1953),
    });
    expect(status.pointsPlanned).toBe(12);
  });

  it("starts the longest critical path first, as many as it may", () => {
    const starts = (parallelRuns: number): string[] =>
      summary(decide(studyWith({ parallelRuns }))).filter((line) => line.startsWith("Apply"));
    expect(starts(1)).toEqual(["Apply TrainingRun brown-l"]);
    expect(starts(3)).toEqual([
      "Apply TrainingRun brown-l",
      "Apply TrainingRun brown-m",
      "Apply TrainingRun brown-s",
    ]);
    expect(starts(99)).toHaveLength(4);
  });

  it("counts every child that has not ended", () => {
    const study = studyWith({ parallelRuns: 1 });
    const [size] = planFor(study).sizes;
    expect(
      decide(study, [runOf(study, size as SizePlan)]).actions.filter(({ kind }) => kind === "Apply"),
    ).toEqual([]);
  });

  it("puts plateaus before branches, and the longest branch first", () => {
    const study = studyWith({ parallelRuns: 3 });
    const plan = planFor(study);
    const [xs, ...others] = plan.sizes as [SizePlan, ...SizePlan[]];
    const { run, checkpoints } = statesOf(study, xs);
    expect(summary(decide(study, [run, ...checkpoints])).filter((line) => line.startsWith("Apply"))).toEqual([
      "Apply TrainingRun brown-l",
      "Apply TrainingRun brown-m",
      "Apply TrainingRun brown-s",
    ]);
    const trunksDone = others.map((size) => runOf(study, size, { conditions: succeeded }));
    const decision = decide(study, [run, ...checkpoints, ...trunksDone]);
    expect(summary(decision).filter((line) => line.startsWith("Apply Cooldown"))).toEqual([
      "Apply Cooldown brown-xs-h3",
      "Apply Cooldown brown-xs-h2",
      "Apply Cooldown brown-xs-h1",
    ]);
    const cooldown = decision.actions.flatMap((action) =>
      action.kind === "Apply" && action.object.metadata.name === "brown-xs-h3" ? [action.object] : [],
    )[0];
    expect(cooldown?.spec).toMatchObject({
      from: { checkpoint: checkpoints[2]?.metadata.name },
      length: { steps: 390 },
    });
  });

  it("fits the final losses of the cooldowns, and ends", () => {
    const study = studyWith();
    const children = finishedChildren(study, planFor(study));
    const asked = decide(study, children);
    const compute = asked.actions.find((action) => action.kind === "Compute");
    if (compute?.kind !== "Compute") throw new Error("no fit was asked for");
    expect((compute.computation.input as FitInput).points).toHaveLength(12);
    expect(condition(asked, "Succeeded")).toMatchObject({ status: "Unknown" });
    const done = decide(study, children, { [compute.key]: fitted });
    expect(condition(done, "Succeeded")).toMatchObject({ status: "True", reason: "Completed" });
    expect(condition(done, "FitReady")).toMatchObject({ status: "True", reason: "Fitted" });
    expect((done.status as ScalingStudyStatus).fit).toEqual({
      key: compute.key,
      points: 12,
      identified: true,
      parameters: [{ name: "beta", value: "0.366", low: "0.35", high: "0.38" }],
      next: {
        parameters: "250000",
        tokens: "6400000",
        flops: "9600000000000",
        value: "1.98",
        low: "1.96",
        high: "2.01",
      },
    });
    // Asked once: the next pass over the new status does nothing.
    expect(decide({ ...study, status: done.status as ScalingStudyStatus }, children).actions).toEqual([]);
  });

  it("prints no constant when the fit could not be made", () => {
    const study = studyWith();
    const children = finishedChildren(study, planFor(study));
    const compute = decide(study, children).actions.find((action) => action.kind === "Compute");
    const key = compute?.kind === "Compute" ? compute.key : "";
    const done = decide(study, children, { [key]: { error: "out of memory" } });
    expect((done.status as ScalingStudyStatus).fit).toMatchObject({
      identified: false,
      parameters: [],
      message: "out of memory",
    });
  });

  it("stops early when the constant is known well enough, and finishes what runs", () => {
    const status = {
      points: [],
      pointsDone: 0,
      pointsPlanned: 12,
      conditions: [],
      fit: {
        key: "k",
        points: 9,
        identified: true,
        parameters: [{ name: "beta", value: "0.36", low: "0.35", high: "0.37" }],
      },
    };
    const stopWhen = { parameter: "beta" as const, relativeHalfWidth: "0.03" };
    const study = studyWith({ stopWhen }, status);
    expect(summary(decide(study)).filter((line) => line.startsWith("Apply"))).toEqual([]);
    expect(
      summary(decide(studyWith({ stopWhen: { ...stopWhen, relativeHalfWidth: "0.02" } }, status))),
    ).toContain("Apply TrainingRun brown-l");
  });

  it("goes on with the other sizes when one fails", () => {
    const study = studyWith({ parallelRuns: 9 });
    const [xs] = planFor(study).sizes as [SizePlan];
    const decision = decide(study, [runOf(study, xs, { conditions: failed })]);
    expect(summary(decision).filter((line) => line.startsWith("Apply"))).toHaveLength(3);
    const { points } = decision.status as ScalingStudyStatus;
    expect(points.filter(({ state }) => state === "Skipped").map(({ name }) => name)).toEqual([
      "brown-xs-h1",
      "brown-xs-h2",
      "brown-xs-h3",
    ]);
    expect(condition(decision, "Progressing")?.message).toContain("3 points are lost");
  });

  it("does not touch a run of its child's name that belongs to somebody else", () => {
    const study = studyWith({ parallelRuns: 9 });
    const [xs] = planFor(study).sizes as [SizePlan];
    const mine = runOf(study, xs);
    const foreign = { ...mine, metadata: { ...mine.metadata, ownerReferences: [] } };
    expect(summary(decide(study, [foreign]))).not.toContain("Apply TrainingRun brown-xs");
  });

  it.each([
    ["horizons too short for a cooldown", { horizons: { tokens: ["4096"] } }, /too short for a cooldown/],
    [
      "horizons that round to the same steps",
      { horizons: { tokens: ["400000", "400001"] } },
      /round to the same/,
    ],
    ["a budget that pays for nothing", { budget: { flops: "1" } }, /does not pay for the cheapest horizon/],
  ])("says why there can be no plan: %s", (_title, spec, message) => {
    const decision = decide(studyWith(spec));
    expect(condition(decision, "Failed")).toMatchObject({
      status: "True",
      reason: "PlanImpossible",
      message: expect.stringMatching(message),
    });
    expect(summary(decision)).toEqual(["Announce StudyFailed"]);
  });

  it("refuses to branch off during warm-up", () => {
    const study = studyWith();
    study.spec.runTemplate.spec.schedule.warmupSteps = 400;
    expect(condition(decide(study), "Failed")?.message).toContain(
      "branches off at step 391, within the warm-up of 400 steps",
    );
  });
});
