import { describe, expect, it } from "@jest/globals";
import { exitCodes, type RunConfig } from "@plateau/proto";
import { kinds, type Checkpoint, type TrainingRunStatus } from "../../api/index.ts";
import { checkpointManifest } from "../../api/testing/manifests.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { at, condition, RunScene, stored, summary } from "../testing/builders.ts";
import { reconcileTrainingRun } from "./reconcile.ts";

/** No rank can be done without, unless a case says so. */
const scene = (): RunScene => new RunScene().withSpec({ workers: { count: 2, min: 2 } });
const decide = (of: RunScene): ReturnType<typeof reconcileTrainingRun> => reconcileTrainingRun(of.snapshot);
const started = { startTime: at(0) };
const wasReady = {
  conditions: [
    {
      type: "WorkersReady",
      status: "True" as const,
      reason: "x",
      message: "",
      lastTransitionTime: at(0),
      observedGeneration: 1,
    },
  ],
};

describe("a new run", () => {
  it("gets config, key, names and one Job, in this order, and all its conditions at once", () => {
    const decision = decide(scene());
    expect(summary(decision)).toEqual(
      [
        "Apply ConfigMap brown-small-4f7f8f-1",
        "Apply Secret brown-small-4f7f8f-key",
        "Apply Service brown-small-4f7f8f",
        "Apply Job brown-small-4f7f8f-1",
        "Announce GangStarted",
      ].map((line) => line.replace("4f7f8f", hashIn(decision))),
    );
    const { conditions } = decision.status as TrainingRunStatus;
    expect(conditions.map(({ type }) => type)).toEqual(Object.keys(kinds.TrainingRun.conditionTypes));
    expect(condition(decision, "Progressing")).toMatchObject({ status: "True", reason: "Starting" });
    expect(decision.status).toMatchObject({ attempt: 1, stopAtStep: 640, workers: "0/2", startTime: at(0) });
  });

  it("hands the labels of a queue on to its Job, and no others", () => {
    const given = scene();
    given.run.metadata.labels = { "kueue.x-k8s.io/queue-name": "lab", team: "a" };
    const job = decide(given).actions.flatMap((action) =>
      action.kind === "Apply" && action.object.kind === "Job" ? [action.object] : [],
    )[0];
    expect(job?.metadata.labels).toMatchObject({ "kueue.x-k8s.io/queue-name": "lab" });
    expect(job?.metadata.labels).not.toHaveProperty("team");
  });

  it("waits for its queue as long as it takes, and then gets the whole time to start", () => {
    const late = scene().withStatus(started).withGang().at(10_000);
    const [job] = late.related.filter(({ kind }) => kind === "Job");
    Object.assign(job!.spec as object, { suspend: true });
    const waiting = decide(late);
    expect(condition(waiting, "Progressing")).toMatchObject({ status: "True", reason: "Queued" });
    expect(waiting.actions).toEqual([]);
    Object.assign(job!.spec as object, { suspend: false });
    // Admitted, and the Job's controller has not looked yet.
    job!.status = { conditions: [{ type: "Suspended", status: "True" }] };
    expect(condition(decide(late), "Progressing")?.reason).toBe("Starting");
    job!.status = { conditions: [{ type: "Suspended", status: "False" }], startTime: at(9_900) };
    expect(condition(decide(late), "Progressing")?.reason).toBe("Starting");
    expect(condition(decide(late.at(11_000)), "Progressing")?.reason).toBe("StartTimeout");
  });

  it.each([
    ["ConfigMap", { data: { "run.json": "{}" } }],
    ["Service", { spec: { selector: { app: "mine" } } }],
  ])("writes its %s anew when it was edited by hand", (kind, edit) => {
    const edited = scene().withStatus(started).withGang();
    const [child] = edited.related.filter((object) => object.kind === kind);
    expect(summary(decide(edited)).filter((line) => line.startsWith("Apply"))).toEqual([]);
    Object.assign(child!, edit);
    expect(summary(decide(edited))).toContainEqual(expect.stringMatching(`^Apply ${kind} `));
  });

  it("does not start suspended", () => {
    const decision = decide(scene().withSpec({ suspend: true }));
    expect(decision.actions).toEqual([]);
    expect(condition(decision, "Progressing")).toMatchObject({ status: "False", reason: "Suspended" });
  });

  it("keeps the membership key out of the ConfigMap", () => {
    const decision = decide(scene());
    const map = decision.actions.find(
      (action) => action.kind === "Apply" && action.object.kind === "ConfigMap",
    );
    expect(JSON.stringify(map)).not.toContain(Buffer.from("key of").toString("hex"));
    expect(JSON.stringify(map)).toContain('\\"membershipKey\\": \\"\\"');
  });
});

describe("a run that begins with the weights of a Checkpoint", () => {
  const named = (): RunScene => scene().withSpec({ startFrom: { checkpoint: "gpt2" } });
  const checkpoint = (dying = false): KubeObject => {
    const object = stored<Checkpoint>(checkpointManifest());
    const deleted = dying ? { deletionTimestamp: at(0) } : {};
    return { ...object, metadata: { ...object.metadata, name: "gpt2", ...deleted } };
  };
  const configOf = (decision: ReturnType<typeof decide>): Partial<RunConfig> => {
    const [map] = decision.actions.flatMap((action) =>
      action.kind === "Apply" && action.object.kind === "ConfigMap" ? [action.object] : [],
    );
    return JSON.parse((map!["data"] as { "run.json": string })["run.json"]) as RunConfig;
  };

  it("waits until it is there, and for one that is not being deleted", () => {
    for (const related of [[], [checkpoint(true)]]) {
      const waiting = named();
      waiting.related = related;
      const decision = decide(waiting);
      expect(decision.actions).toEqual([]);
      expect(decision.requeueAfterMs).toBeGreaterThan(0);
      expect(condition(decision, "Progressing")).toMatchObject({ reason: "WaitingForCheckpoint" });
    }
  });

  it("decides once, and tells its workers what the status says, whatever becomes of the Checkpoint", () => {
    const found = named();
    found.related = [checkpoint()];
    const decided = decide(found);
    expect(summary(decided)).toEqual(["Announce CheckpointResolved"]);
    const { startedFrom } = decided.status as TrainingRunStatus;
    expect(startedFrom).toMatchObject({ name: "gpt2", step: 160, sha256: "ab".repeat(32) });
    const started = decide(named().withStatus({ startedFrom: startedFrom! }));
    const { manifestUri, sha256 } = startedFrom!;
    expect(configOf(started).weightsFrom).toEqual({ manifestUri, sha256 });
    expect(started.status).toMatchObject({ startedFrom });
    expect(configOf(decide(scene()))).not.toHaveProperty("weightsFrom");
  });
});

function hashIn(decision: ReturnType<typeof decide>): string {
  return /brown-small-([0-9a-f]{6})-1/.exec(summary(decision)[0] ?? "")?.[1] ?? "";
}

describe("a running gang", () => {
  it("trains once all ranks have joined", () => {
    const decision = decide(
      scene().withStatus(started).withGang().withPod(0).withPod(1).atStep(200).committed(160),
    );
    expect(condition(decision, "WorkersReady")).toMatchObject({ status: "True" });
    expect(condition(decision, "Progressing")).toMatchObject({ reason: "Training" });
    expect(decision.status).toMatchObject({
      step: 200,
      progress: "31 %",
      tokens: "409600",
      loss: "3.250000",
      workers: "2/2",
      // 2048 tokens in 20 ms.
      tokensPerSecond: "102000",
      forkPoints: [
        { step: 160, committed: true },
        { step: 320, committed: false },
        { step: 640, committed: false },
      ],
    });
  });

  it("names what computes as specs name it, and keeps that when it is over", () => {
    const engine = { name: "pjrt", description: "PJRT 0.115" };
    const now = decide(scene().withStatus(started).withGang().withPod(0).withPod(1).on(engine));
    expect(now.status).toMatchObject({ engine: { name: "Pjrt", description: "PJRT 0.115" } });
    const later = decide(
      scene()
        .withStatus({ ...started, engine: { name: "Pjrt", description: "of before" } })
        .withGang(),
    );
    expect(later.status).toMatchObject({ engine: { description: "of before" } });
  });

  const image = "plateau/worker:none";
  const pulling = (reason: string): object => ({
    containerStatuses: [
      { name: "mesh", state: { waiting: { reason: "ContainerCreating" } } },
      { name: "worker", image, state: { waiting: { reason, message: "back-off 10s" } } },
    ],
  });
  const unplaced = {
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: "0/1 nodes are available: 1 Insufficient nvidia.com/gpu.",
      },
    ],
  };
  it.each([
    [pulling("ErrImagePull"), `its image ${image} cannot be pulled`],
    [pulling("ImagePullBackOff"), `its image ${image} cannot be pulled`],
    [pulling("CreateContainerConfigError"), "CreateContainerConfigError: back-off 10s"],
    [unplaced, "no node takes it: 0/1 nodes are available: 1 Insufficient nvidia.com/gpu"],
  ])("says what is in a pod's way, while it waits and when it gives up", (status, why) => {
    const waiting = scene()
      .withStatus(started)
      .withGang()
      .withPod(0)
      .withPod(1, { phase: "Pending", status });
    expect(condition(decide(waiting), "Progressing")?.message).toContain(` Rank 1 waits: ${why}.`);
    const { message } = condition(decide(waiting.at(10_000_000)), "Progressing") ?? {};
    expect(message).toContain(`(spec.startTimeoutSeconds); rank 1: ${why}`);
  });

  it("has nothing to say of a pod that is on its way", () => {
    const decision = decide(
      scene()
        .withStatus(started)
        .withGang()
        .withPod(0, { phase: "Pending", status: pulling("ContainerCreating") }),
    );
    expect(condition(decision, "Progressing")?.message).not.toContain("waits");
  });

  it("is as far as the last state that was committed where nobody heard of the steps before it", () => {
    const decision = decide(scene().withStatus(started).withGang().atStep(70).committed(40, 100));
    expect(decision.status).toMatchObject({ step: 100, tokens: "204800", flops: "100000000" });
    const after = decide(scene().withStatus(started).withGang().atStep(101).committed(40, 100));
    expect(after.status).toMatchObject({ step: 101, flops: "101000000", lastCheckpoint: { step: 100 } });
  });

  it("records each fork point once", () => {
    const first = decide(
      scene().withStatus(started).withGang().withPod(0).withPod(1).atStep(330).committed(100, 160, 320),
    );
    const records = first.actions.flatMap((action) => (action.kind === "Apply" ? [action.object] : []));
    // Step 100 was a periodic checkpoint: no object.
    expect(records.map(({ spec }) => (spec as { step: number }).step)).toEqual([160, 320]);
    const known = scene()
      .withStatus(started)
      .withGang()
      .withPod(0)
      .withPod(1)
      .atStep(330)
      .committed(100, 160, 320);
    known.related.push(...(records as never[]));
    expect(decide(known).actions).toEqual([]);
  });

  it("knows its fork points by their records when what was told is lost", () => {
    const told = scene().withStatus(started).withGang({ job: "complete" }).committed(160, 320, 640);
    const records = decide(told).actions.flatMap((action) =>
      action.kind === "Apply" ? [action.object] : [],
    );
    const forgotten = scene().withStatus(started).withGang({ job: "complete" });
    forgotten.related.push(...(records as never[]));
    const decision = decide(forgotten);
    expect(condition(decision, "Succeeded")?.status).toBe("True");
    const { forkPoints } = decision.status as TrainingRunStatus;
    expect(forkPoints.map(({ committed }) => committed)).toEqual([true, true, true]);
  });

  it.each([
    [
      "holds when a rank is lost",
      scene()
        .withStatus({ ...started, ...wasReady })
        .withGang()
        .withPod(0)
        .withPod(1, { phase: "Pending" })
        .atStep(9),
      "Holding",
    ],
    ["starts while ranks are missing", scene().withStatus(started).withGang().withPod(0), "Starting"],
    [
      "counts no rank that runs but has not joined",
      scene().withStatus(started).withGang().withPod(0).withPod(1, { joined: false }),
      "Starting",
    ],
  ])("%s", (_title, given, reason) => {
    const decision = decide(given);
    expect(condition(decision, "Progressing")?.reason).toBe(reason);
    expect(condition(decision, "WorkersReady")).toMatchObject({
      status: "False",
      message: "1 of 2 ranks have joined.",
    });
    expect(decision.actions).toEqual([]);
  });

  it("is taken down when it is not complete in time, and tried again after a pause", () => {
    const decision = decide(scene().withStatus(started).withGang().withPod(0).at(600));
    expect(summary(decision).map((line) => line.replace(/[0-9a-f]{6}/, "#"))).toEqual([
      "Apply ConfigMap brown-small-#-2",
      "Delete Job brown-small-#-1",
      "Announce GangRestarted",
    ]);
    expect(condition(decision, "Progressing")).toMatchObject({ reason: "StartTimeout" });
    expect(decision.status).toMatchObject({ attempt: 2, failures: 1 });
  });

  it("gets another number of ranks in place: no pod goes that need not, and it is no failure", () => {
    const decision = decide(scene().withStatus(started).withGang({ ranks: 1 }).withPod(0).atStep(10));
    expect(summary(decision)).toContain("Announce GangRescaled");
    expect(decision.status).toMatchObject({ attempt: 1, failures: 0, workers: "1/2" });
    const applied = decision.actions.flatMap((action) => (action.kind === "Apply" ? [action.object] : []));
    expect(applied.map(({ kind }) => kind)).toEqual(["ConfigMap", "Job"]);
    expect(applied[1]!["spec"]).toMatchObject({ completions: 2, parallelism: 2 });
    expect(decision.actions.some(({ kind }) => kind === "Delete")).toBe(false);
  });

  it("trains on with the ranks that are left, down to the minimum, and is not given up", () => {
    const left = (min: number): ReturnType<typeof decide> =>
      decide(
        scene()
          .withSpec({ workers: { count: 2, min } })
          .withStatus({ ...started, conditions: [] })
          .withGang()
          .withPod(0)
          .atStep(10),
      );
    expect(condition(left(1), "Progressing")).toMatchObject({
      reason: "Training",
      message: "Training with 1 of 2 ranks.",
    });
    expect(condition(left(1), "WorkersReady")).toMatchObject({ status: "False" });
    expect(condition(left(2), "Progressing")?.reason).not.toBe("Training");
  });

  it("is stopped by suspend, and no other starts while its pods end", () => {
    const stop = decide(
      scene().withSpec({ suspend: true }).withStatus(started).withGang().withPod(0).withPod(1),
    );
    expect(summary(stop).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "Delete Job",
      "Announce GangSuspended",
    ]);
    const resumed = decide(scene().withStatus(started).withGang({ job: "none" }).withPod(0));
    expect(resumed.actions).toEqual([]);
    expect(condition(resumed, "Progressing")).toMatchObject({
      reason: "Stopping",
      message: "Waiting for 1 pod of an earlier gang to end.",
    });
  });
});

describe("the end of a run", () => {
  it("is success only when the last state is committed, not when the Job says so", () => {
    const without = decide(
      scene().withStatus(started).withGang({ job: "complete" }).atStep(640).committed(160, 320),
    );
    expect(condition(without, "Succeeded")?.status).toBe("Unknown");
    expect(condition(without, "Progressing")).toMatchObject({ reason: "ResultMissing" });
    const complete = decide(
      scene().withStatus(started).withGang({ job: "complete" }).atStep(640).committed(160, 320, 640),
    );
    expect(condition(complete, "Succeeded")).toMatchObject({ status: "True", reason: "Completed" });
    expect(complete.status).toMatchObject({ progress: "100 %", completionTime: at(0) });
  });

  it("waits until the workers have left", () => {
    const decision = decide(
      scene().withStatus(started).withGang().withPod(0).withPod(1).atStep(640).committed(640),
    );
    expect(condition(decision, "Progressing")).toMatchObject({ reason: "Finishing" });
    expect(condition(decision, "Succeeded")?.status).toBe("Unknown");
  });

  it("tells the worker's own words when its config is wrong, and does not try again", () => {
    const words = JSON.stringify({ code: "E_DATA_WIDTH", message: "data/brown has ids of 2 bytes, not 4" });
    const decision = decide(
      scene()
        .withStatus(started)
        .withGang({ job: { failed: "PodFailurePolicy" } })
        .withPod(0, {
          phase: "Failed",
          exitCode: exitCodes.peerLost,
          message: JSON.stringify({ code: "E_PEER", message: "lost" }),
        })
        .withPod(1, { phase: "Failed", exitCode: exitCodes.badConfig, message: words }),
    );
    expect(condition(decision, "Failed")).toMatchObject({
      status: "True",
      reason: "BadConfig",
      message: "Trying again cannot help: rank 1: data/brown has ids of 2 bytes, not 4 (E_DATA_WIDTH)",
    });
    expect(summary(decision)).toEqual(["Announce RunFailed"]);
  });

  it("takes last words that are no JSON as they are", () => {
    const decision = decide(
      scene()
        .withSpec({ maxAttempts: 1 })
        .withStatus(started)
        .withGang({ job: { failed: "MaxFailedIndexesExceeded" } })
        .withPod(0, { phase: "Failed", exitCode: 1, message: "Segmentation fault" }),
    );
    expect(condition(decision, "Failed")?.message).toContain("rank 0: Segmentation fault (E_UNKNOWN)");
  });

  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [6, 300],
  ])("after lost gang number %d waits %d s", (number, seconds) => {
    const decision = decide(
      scene()
        .withSpec({ maxAttempts: 99 })
        .withStatus(started)
        .withGang({ failures: number - 1, job: { failed: "BackoffLimitExceeded" } }),
    );
    const note = decision.actions.flatMap((action) =>
      action.kind === "Apply" && action.object.kind === "ConfigMap"
        ? [action.object.metadata.annotations ?? {}]
        : [],
    )[0];
    expect(note?.["plateau.dev/not-before-ms"]).toBe(String(Date.parse(at(seconds))));
  });

  it("fails at its deadline, running or not", () => {
    const late = scene()
      .withSpec({ activeDeadlineSeconds: 100 })
      .withStatus(started)
      .withGang()
      .withPod(0)
      .withPod(1)
      .at(100);
    expect(condition(decide(late), "Failed")).toMatchObject({ status: "True", reason: "DeadlineExceeded" });
    expect(summary(decide(late))[0]).toMatch(/^Delete Job/);
  });

  it("is followed by deletion when its time to live is over", () => {
    const conditions = [
      {
        type: "Succeeded",
        status: "True" as const,
        reason: "Completed",
        message: "",
        lastTransitionTime: at(0),
        observedGeneration: 1,
      },
    ];
    const given = (seconds: number): RunScene =>
      scene()
        .withSpec({ ttlSecondsAfterFinished: 60 })
        .withStatus({ conditions, completionTime: at(0) })
        .at(seconds);
    expect(decide(given(59))).toEqual({ actions: [], requeueAfterMs: 1000 });
    expect(summary(decide(given(60)))).toEqual([
      "Announce FinishedExpired",
      "Delete TrainingRun brown-small",
    ]);
  });
});
