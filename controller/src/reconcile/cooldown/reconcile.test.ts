import { describe, expect, it } from "@jest/globals";
import { exitCodes } from "@plateau/proto";
import type { Checkpoint, Cooldown, CooldownStatus } from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { checkpointObject } from "../children/checkpoint.ts";
import { gangLabels } from "../children/gang.ts";
import { gangJob } from "../children/job.ts";
import { labels } from "../labels.ts";
import type { RunProgress, Snapshot } from "../reconciler.ts";
import { at, condition, cooldownFrom, RunScene, startMs, stored, summary } from "../testing/builders.ts";
import { emptyProgress } from "../testing/node.ts";
import { testPlatform } from "../testing/world.ts";
import { reconcileCooldown } from "./reconcile.ts";

const trunk = new RunScene().committed(640);
const committed = trunk.progress.checkpoints[0];
if (!committed) throw new Error("no state");
const fork = stored<Checkpoint>(
  checkpointObject(trunk.run, committed, { recipe: trunk.run.spec, phase: "Plateau" }),
);
const decided = {
  checkpoint: {
    name: fork.metadata.name,
    step: 640,
    manifestUri: committed.manifestUri,
    sha256: committed.sha256,
  },
  cooldownSteps: 160,
  readyWorkers: 0,
  attempt: 0,
  failures: 0,
  conditions: [],
};

function snapshot(
  object: Cooldown,
  related: KubeObject[] = [fork],
  progress: RunProgress = emptyProgress(),
): Snapshot<Cooldown> {
  return {
    nowMs: startMs,
    object,
    related,
    progress: { [object.metadata.uid]: progress },
    computed: {},
    platform: testPlatform,
    namespaceEnding: false,
  };
}

const fromRun = { run: "brown-small", at: { steps: 640 } };

/** The end of the branch, as its workers tell it. */
function ended(options: { evaluated: boolean }): RunProgress {
  const progress = new RunScene().committed(800).progress;
  if (options.evaluated)
    progress.evaluations.push({
      step: 800,
      weights: "raw",
      loss: 2.3456789,
      tokens: 99,
      domains: { news: { loss: 2.5, tokens: 9 } },
    });
  // A score along the way is not the result.
  progress.evaluations.unshift({ step: 700, weights: "raw", loss: 9, tokens: 99, domains: {} });
  return progress;
}

function jobOf(object: Cooldown, condition: { type: string; reason?: string }): KubeObject {
  const job = stored<KubeObject>(
    gangJob(object, { attempt: 1, ranks: 2, min: 2, podTemplate: undefined, platform: testPlatform }),
    { uid: "job-1" },
  );
  return { ...job, status: { conditions: [{ ...condition, status: "True" }] } };
}

describe("a Cooldown", () => {
  it("waits for its fork point and says where the run is", () => {
    const run = new RunScene().withStatus({ step: 100 }).run;
    const decision = reconcileCooldown(snapshot(cooldownFrom(fromRun), [run]));
    expect(decision.actions).toEqual([]);
    expect(condition(decision, "CheckpointReady")).toEqual(
      expect.objectContaining({
        status: "False",
        reason: "NotYetReached",
        message: "TrainingRun brown-small is at step 100 of 640, where this branches off.",
      }),
    );
    expect(condition(decision, "Progressing")).toMatchObject({ reason: "WaitingForCheckpoint" });
    expect(decision.requeueAfterMs).toBeGreaterThan(0);
  });

  it("decides on its checkpoint before it starts anything", () => {
    const decision = reconcileCooldown(snapshot(cooldownFrom(fromRun), [trunk.run, fork]));
    expect(summary(decision)).toEqual(["Announce CheckpointResolved"]);
    expect(decision.status).toMatchObject({
      checkpoint: { name: fork.metadata.name, step: 640 },
      cooldownSteps: 160,
      stopAtStep: 800,
    });
  });

  it("then starts a gang that loads exactly that state, though the run has gone", () => {
    const decision = reconcileCooldown(snapshot(cooldownFrom(fromRun, decided)));
    const map = decision.actions.flatMap((action) =>
      action.kind === "Apply" && action.object.kind === "ConfigMap"
        ? [action.object.data as Record<string, string>]
        : [],
    )[0];
    expect(JSON.parse(map?.["run.json"] ?? "")).toMatchObject({
      startFrom: { manifestUri: committed.manifestUri, sha256: committed.sha256 },
      schedule: { kind: "cooldown", totalSteps: 800, cooldownSteps: 160 },
      stopAtStep: 800,
    });
    expect(summary(decision).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "Apply ConfigMap",
      "Apply Secret",
      "Apply Service",
      "Apply Job",
      "Announce GangStarted",
    ]);
  });

  it("succeeds with the loss of its last step, and records its end as a state that cannot be branched", () => {
    const object = cooldownFrom(fromRun, { ...decided, attempt: 1 });
    const decision = reconcileCooldown(
      snapshot(object, [fork, jobOf(object, { type: "Complete" })], ended({ evaluated: true })),
    );
    expect(decision.status).toMatchObject({
      finalLoss: "2.345679",
      step: 800,
      progress: "100 %",
      evaluation: { domains: [{ name: "news", loss: "2.500000", tokens: 9 }] },
    });
    expect(condition(decision, "Succeeded")).toMatchObject({ status: "True" });
    const record = decision.actions.flatMap((action) =>
      action.kind === "Apply" && action.object.kind === "Checkpoint" ? [action.object] : [],
    )[0];
    expect(record?.spec).toMatchObject({
      phase: "Cooled",
      step: 800,
      producedBy: { kind: "Cooldown", name: object.metadata.name },
    });
  });

  it("is not done when the state is committed but its loss has not been told", () => {
    const object = cooldownFrom(fromRun, { ...decided, attempt: 1 });
    const decision = reconcileCooldown(
      snapshot(object, [fork, jobOf(object, { type: "Complete" })], ended({ evaluated: false })),
    );
    expect(condition(decision, "Succeeded")).toMatchObject({ status: "Unknown" });
    expect((decision.status as CooldownStatus).finalLoss).toBeUndefined();
    expect(condition(decision, "Progressing")?.message).toContain(
      "the workers ended without telling the evaluation at step 800",
    );
  });

  it("says loudly that it differs from its run on purpose", () => {
    const plain = cooldownFrom(fromRun);
    const object = {
      ...plain,
      spec: { ...plain.spec, overrides: { data: { tokens: { uri: "other" }, seed: 0 } } },
    };
    const decision = reconcileCooldown(snapshot(object, [trunk.run, fork]));
    expect(summary(decision)).toContain("Announce IdentityOverridden");
    expect(condition(decision, "IdentityMatches")).toMatchObject({ status: "False", reason: "Overridden" });
  });

  it("equals a longer run as long as its overrides decide no number", () => {
    const plain = cooldownFrom(fromRun);
    const object = {
      ...plain,
      spec: { ...plain.spec, overrides: { exchange: { rejoinTimeoutSeconds: 5 } } },
    };
    const decision = reconcileCooldown(snapshot(object, [trunk.run, fork]));
    expect(summary(decision)).not.toContain("Announce IdentityOverridden");
    expect(condition(decision, "IdentityMatches")).toMatchObject({ status: "True", reason: "SameRecipe" });
  });

  it("says loudly that the worker found another recipe in the checkpoint", () => {
    const object = cooldownFrom(fromRun, { ...decided, attempt: 1 });
    const message = JSON.stringify({
      code: "E_CHECKPOINT_MISMATCH",
      message: "optimizer.learningRate is 0.004 there and 0.002 here",
    });
    const pod = stored<KubeObject>(
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name: "p",
          namespace: "default",
          labels: { ...gangLabels(object), [labels.completionIndex]: "0" },
          ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: "j", uid: "job-1" }],
        },
      },
      {
        status: {
          phase: "Failed",
          containerStatuses: [
            { name: "worker", state: { terminated: { exitCode: exitCodes.badConfig, message } } },
          ],
        },
      },
    );
    const decision = reconcileCooldown(
      snapshot(object, [fork, pod, jobOf(object, { type: "Failed", reason: "PodFailurePolicy" })]),
    );
    expect(condition(decision, "IdentityMatches")).toMatchObject({
      status: "False",
      reason: "IdentityMismatch",
      message: "optimizer.learningRate is 0.004 there and 0.002 here",
    });
    expect(condition(decision, "Failed")).toMatchObject({ status: "True", reason: "BadConfig" });
  });

  it("fails when its checkpoint cannot come any more", () => {
    const decision = reconcileCooldown(
      snapshot(cooldownFrom({ run: "brown-small", at: { steps: 7 } }), [trunk.run]),
    );
    expect(condition(decision, "Failed")).toMatchObject({ status: "True", reason: "NotAForkPoint" });
    expect(decision.status).toMatchObject({ completionTime: at(0) });
    expect(summary(decision)).toEqual(["Announce RunFailed"]);
  });
});
