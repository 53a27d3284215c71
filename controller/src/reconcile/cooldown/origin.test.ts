import { describe, expect, it } from "@jest/globals";
import type { Checkpoint, TrainingRun } from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { checkpointObject } from "../children/checkpoint.ts";
import { at, cooldownFrom, RunScene, stored } from "../testing/builders.ts";
import { resolveOrigin } from "./origin.ts";

const run = new RunScene().withStatus({ step: 200 }).run;
const ended: TrainingRun = new RunScene().withStatus({
  step: 200,
  conditions: [
    {
      type: "Failed",
      status: "True",
      reason: "BadConfig",
      message: "",
      lastTransitionTime: at(0),
      observedGeneration: 1,
    },
  ],
}).run;

function state(
  step: number,
  over: { producer?: KubeObject; phase?: Checkpoint["spec"]["phase"]; dying?: number } = {},
): Checkpoint {
  const committed = new RunScene().committed(step).progress.checkpoints[0];
  if (!committed) throw new Error("no state");
  const object = stored<Checkpoint>(
    checkpointObject(over.producer ?? run, committed, { recipe: run.spec, phase: over.phase ?? "Plateau" }),
  );
  return over.dying
    ? { ...object, metadata: { ...object.metadata, deletionTimestamp: at(over.dying) } }
    : object;
}

const other: TrainingRun = {
  ...run,
  metadata: { ...run.metadata, uid: "bbbbbbbb-0000-4000-8000-000000000000" },
};
const name = (checkpoint: Checkpoint): string => checkpoint.metadata.name;
const from160 = { run: "brown-small", at: { steps: 160 } };

describe("where a Cooldown branches off", () => {
  it.each([
    ["a fork point that the run has not reached", from160, [run], "Waiting", "NotYetReached"],
    ["one that is committed", from160, [run, state(160)], "Ready", undefined],
    [
      "the same in tokens",
      { run: "brown-small", at: { tokens: "327680" } },
      [run, state(160)],
      "Ready",
      undefined,
    ],
    [
      "the last fork point where none is named",
      { run: "brown-small" },
      [run, state(640)],
      "Ready",
      undefined,
    ],
    [
      "a step that is no fork point",
      { run: "brown-small", at: { steps: 161 } },
      [run],
      "Impossible",
      "NotAForkPoint",
    ],
    [
      "a fork point that the run will never reach",
      { run: "brown-small", at: { steps: 320 } },
      [ended],
      "Impossible",
      "RunEnded",
    ],
    ["a state of a run that has been deleted", from160, [state(160)], "Ready", undefined],
    [
      "the last state of a run that has been deleted",
      { run: "brown-small" },
      [state(160), state(320)],
      "Ready",
      undefined,
    ],
    [
      "a state that a deleted run has not left",
      { run: "brown-small", at: { steps: 320 } },
      [state(160)],
      "Impossible",
      "NotAForkPoint",
    ],
    [
      "a state of an earlier run of the same name, while the present one is on its way",
      from160,
      [run, state(160, { producer: other })],
      "Waiting",
      "NotYetReached",
    ],
    [
      "one of two deleted runs of one name",
      from160,
      [state(160), state(160, { producer: other })],
      "Impossible",
      "Ambiguous",
    ],
    ["a run that is not there yet", from160, [], "Waiting", "NotFound"],
    ["a Checkpoint that is not there yet", { checkpoint: "none" }, [], "Waiting", "NotFound"],
    ["a Checkpoint by name", { checkpoint: name(state(160)) }, [state(160)], "Ready", undefined],
    [
      "the end of another cooldown",
      { checkpoint: name(state(160)) },
      [state(160, { phase: "Cooled" })],
      "Impossible",
      "NotAPlateau",
    ],
    [
      "a state of a cosine run",
      { checkpoint: name(state(160)) },
      [state(160, { phase: "Cosine" })],
      "Impossible",
      "NotAPlateau",
    ],
    [
      "imported weights",
      { checkpoint: name(state(160)) },
      [state(160, { phase: "Imported" })],
      "Impossible",
      "NotAPlateau",
    ],
    [
      "a Checkpoint that is being deleted",
      { checkpoint: name(state(160)) },
      [state(160, { dying: -1 })],
      "Impossible",
      "BeingDeleted",
    ],
    [
      "a Checkpoint that was deleted after the Cooldown had been made",
      { checkpoint: name(state(160)) },
      [state(160, { dying: 1 })],
      "Ready",
      undefined,
    ],
  ])("%s", (_title, from, related: KubeObject[], wanted, reason) => {
    const origin = resolveOrigin(cooldownFrom(from), related);
    expect([origin.state, "reason" in origin ? origin.reason : undefined]).toEqual([wanted, reason]);
    if (origin.state !== "Ready") expect(origin.message).toMatch(/^[A-Z].*\.$/);
  });

  it("is decided once: a Checkpoint that is deleted afterwards stays usable until the branch has ended", () => {
    const dying = state(160, { dying: -1 });
    const status = {
      checkpoint: { name: name(dying), step: 160, manifestUri: "m", sha256: "s" },
      conditions: [],
    };
    expect(resolveOrigin(cooldownFrom(from160, status), [dying]).state).toBe("Ready");
    expect(resolveOrigin(cooldownFrom(from160, status), [])).toMatchObject({
      state: "Impossible",
      reason: "CheckpointGone",
    });
  });

  it("lists the fork points there are when the step is not one of them", () => {
    const origin = resolveOrigin(cooldownFrom({ run: "brown-small", at: { steps: 7 } }), [run]);
    expect(origin).toMatchObject({
      message:
        "Step 7 is not a fork point of TrainingRun brown-small; its fork points are the steps 160, 320, 640 (spec.checkpoints.forkAt, spec.stopAt).",
    });
  });
});
