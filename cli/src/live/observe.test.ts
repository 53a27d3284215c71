import { describe, expect, it } from "@jest/globals";
import { trainingRunManifest } from "@plateau/controller/api/testing/manifests.ts";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import type { StepRecord } from "@plateau/controller/progress/index.ts";
import { observeView } from "./observe.ts";
import type { RunHistory } from "./observe-run.ts";
import type { RunView } from "./view.ts";

const nobody: RunHistory = { steps: () => [], lastStep: () => undefined };

function observed(status: object, history: RunHistory): RunView {
  const object = {
    ...trainingRunManifest(),
    metadata: { name: "a", namespace: "default", uid: "u", creationTimestamp: "2026-11-25T00:00:00Z" },
    status: { conditions: [{ type: "Progressing", status: "True", reason: "Training" }], ...status },
  } as unknown as TrainingRun;
  const view = observeView({ object, runs: [], history, nowMs: Date.UTC(2026, 10, 25) });
  return view.groups[0]!.plateau!;
}

describe("a run of the live view", () => {
  // The example takes 2048 tokens a step, and 640 steps.
  it("moves by its status where nobody tells of steps", () => {
    const status = { step: 40, loss: "2.5", tokensPerSecond: "20480" };
    expect(observed(status, nobody)).toMatchObject({
      state: "training",
      step: 40,
      toStep: 640,
      loss: 2.5,
      tokensPerSecond: 20480,
      secondsLeft: 60,
    });
    expect(observed({}, nobody)).toMatchObject({ step: 0 });
    expect(observed({}, nobody)).not.toHaveProperty("secondsLeft");
  });

  it("moves by its steps where they are told, which are younger", () => {
    const last = { step: 50, loss: 2.25, stepMs: 100, tokens: 50 * 2048 } as StepRecord;
    const history: RunHistory = { steps: () => [last], lastStep: () => last };
    expect(observed({ step: 40, loss: "2.5", tokensPerSecond: "1" }, history)).toMatchObject({
      step: 50,
      loss: 2.25,
      tokensPerSecond: 20480,
      secondsLeft: 59,
    });
  });
});
