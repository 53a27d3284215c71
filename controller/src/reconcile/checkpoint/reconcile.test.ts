import { describe, expect, it } from "@jest/globals";
import type { Checkpoint, CheckpointStatus } from "../../api/index.ts";
import type { DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { checkpointObject } from "../children/checkpoint.ts";
import type { Decision, Snapshot } from "../reconciler.ts";
import { at, condition, cooldownFrom, RunScene, startMs, stored, summary } from "../testing/builders.ts";
import { testPlatform } from "../testing/world.ts";
import { reconcileCheckpoint, removalAttempts } from "./reconcile.ts";

const { run, progress } = new RunScene().committed(160);
const committed = progress.checkpoints[0];
if (!committed) throw new Error("no state");

function checkpoint(over: { dying?: boolean; deletionPolicy?: "Retain" | "Delete" } = {}): Checkpoint {
  const recipe = {
    ...run.spec,
    checkpoints: { ...run.spec.checkpoints, deletionPolicy: over.deletionPolicy ?? "Retain" },
  };
  const object = stored<Checkpoint>(checkpointObject(run, committed as never, { recipe, phase: "Plateau" }), {
    uid: "ckpt",
  });
  return over.dying ? { ...object, metadata: { ...object.metadata, deletionTimestamp: at(0) } } : object;
}

function decide(object: Checkpoint, related: KubeObject[], seconds = 0): Decision {
  return reconcileCheckpoint(snapshotOf(object, related, seconds));
}

function snapshotOf(object: Checkpoint, related: KubeObject[], seconds = 0): Snapshot<Checkpoint> {
  return {
    nowMs: startMs + seconds * 1000,
    object,
    related,
    progress: {},
    computed: {},
    platform: testPlatform,
    namespaceEnding: false,
  };
}

/** The removal Job that the reconciler itself made as its n-th. */
function removal(number: number, end?: { type: "Complete" | "Failed"; seconds: number }): KubeObject {
  let jobs: KubeObject[] = [];
  for (let made = 1; made <= number; made++) {
    const decision = decide(checkpoint({ dying: true }), jobs, made * 1000);
    const job = decision.actions.flatMap((action) => (action.kind === "Apply" ? [action.object] : []))[0];
    const conditions = [{ type: "Failed", status: "True", lastTransitionTime: at(0), message: "disk gone" }];
    jobs = [{ ...stored<KubeObject>(job as DesiredObject), status: { conditions } }];
  }
  const conditions = end
    ? [{ type: end.type, status: "True", lastTransitionTime: at(end.seconds), message: "disk gone" }]
    : [];
  return { ...(jobs[0] as KubeObject), status: { conditions } };
}

const branch = cooldownFrom({ run: "brown-small", at: { steps: 160 } });
const elsewhere = cooldownFrom({ run: "brown-small", at: { steps: 320 } });

/** Another run than the one that it is of. */
function beginning(name: string, over: Parameters<RunScene["withStatus"]>[0] = {}): KubeObject {
  const { run: other } = new RunScene().withSpec({ startFrom: { checkpoint: name } }).withStatus(over);
  return { ...other, metadata: { ...other.metadata, uid: "other" } };
}

describe("a Checkpoint", () => {
  it("is free once the run that began with it has ended", () => {
    const succeeded = {
      type: "Succeeded",
      status: "True" as const,
      reason: "x",
      message: "",
      lastTransitionTime: at(0),
      observedGeneration: 1,
    };
    const ended = beginning(checkpoint().metadata.name, { conditions: [succeeded] });
    expect((decide(checkpoint(), [ended]).status as CheckpointStatus).holders).toBe(0);
  });

  it.each([
    ["its run", [run], "TrainingRun brown-small"],
    ["a Cooldown that may come to need it", [branch], "Cooldown brown-small-800"],
    [
      "a Cooldown that names it",
      [cooldownFrom({ checkpoint: checkpoint().metadata.name })],
      "Cooldown brown-small-800",
    ],
    [
      "a TrainingRun that begins with its weights",
      [beginning(checkpoint().metadata.name)],
      "TrainingRun brown-small",
    ],
  ])("is held by %s, and its deletion waits for it", (_title, related: KubeObject[], holder) => {
    expect((decide(checkpoint(), related).status as CheckpointStatus).holders).toBe(1);
    const dying = decide(checkpoint({ dying: true }), related);
    expect(dying.actions).toEqual([]);
    expect(condition(dying, "Held")).toMatchObject({
      status: "True",
      reason: "DeletionWaits",
      message: `Deletion waits: held by ${holder}.`,
    });
  });

  it.each([
    ["another step", elsewhere],
    ["a later run of the same name", { ...run, metadata: { ...run.metadata, uid: "other" } }],
  ])("is not held by %s", (_title, other: KubeObject) => {
    expect((decide(checkpoint(), [other]).status as CheckpointStatus).holders).toBe(0);
  });

  it("that nothing holds stays until it is deleted, unless its run said otherwise", () => {
    const retained = decide(checkpoint(), []);
    expect(retained.actions).toEqual([]);
    expect(condition(retained, "Held")).toMatchObject({ status: "False", reason: "Retained" });
    const seen = { ...checkpoint({ deletionPolicy: "Delete" }), status: retained.status as CheckpointStatus };
    expect(summary(decide(seen, []))).toEqual([
      "Announce ReleasedWithRun",
      `Delete Checkpoint ${seen.metadata.name}`,
    ]);
    expect(decide(seen, [branch]).actions).toEqual([]);
  });

  it("is removed by a Job that is told the manifest, and goes when the Job is done", () => {
    // First it is made sure that nobody came just before.
    expect(decide(checkpoint({ dying: true }), [], 4).actions).toEqual([]);
    const start = decide(checkpoint({ dying: true }), [], 5);
    expect(summary(start)).toEqual([
      expect.stringMatching(/^Apply Job .*-rm-[0-9a-f]{6}-1$/),
      "Announce RemovalStarted",
    ]);
    expect(JSON.stringify(start.actions)).toContain(committed.manifestUri);
    expect(decide(checkpoint({ dying: true }), [removal(1)]).actions).toEqual([]);
    const done = decide(checkpoint({ dying: true }), [removal(1, { type: "Complete", seconds: 5 })]);
    expect(summary(done)).toEqual(["Announce BlobRemoved", "SetFinalizer"]);
  });

  it("holds up the end of its namespace by nothing: no Job could be made there, and no holder stays", () => {
    const snapshot: Snapshot<Checkpoint> = {
      ...snapshotOf(checkpoint({ dying: true }), [run]),
      namespaceEnding: true,
    };
    expect(summary(reconcileCheckpoint(snapshot))).toEqual(["SetFinalizer"]);
  });

  it("is tried again after a pause that doubles, then given up loudly", () => {
    const failedOnce = removal(1, { type: "Failed", seconds: 10 });
    expect(decide(checkpoint({ dying: true }), [failedOnce], 39).actions).toEqual([]);
    expect(summary(decide(checkpoint({ dying: true }), [failedOnce], 40))[0]).toMatch(/-2$/);
    const last = removal(removalAttempts, { type: "Failed", seconds: 10 });
    const end = decide(checkpoint({ dying: true }), [last], 11);
    expect(summary(end)).toEqual(["Announce RemovalFailed", "SetFinalizer"]);
    expect(JSON.stringify(end.actions)).toContain("disk gone");
  });

  it("never blocks a namespace for ever, even when no Job can be made", () => {
    expect(summary(decide(checkpoint({ dying: true }), [], 3600))).toEqual([
      "Announce RemovalFailed",
      "SetFinalizer",
    ]);
    expect(summary(decide(checkpoint({ dying: true }), [removal(1)], 3600))).toEqual([
      "Announce RemovalFailed",
      "SetFinalizer",
    ]);
  });
});
