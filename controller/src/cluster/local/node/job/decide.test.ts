/** The Job controller's rules, and the law that a Job always comes to an end or is waiting for a Pod. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { marks, type Job, type JobSpec, type Pod, type PodStatus } from "../kube.ts";
import { newPod } from "../pod/new-pod.ts";
import { decideJob, type JobDecision, type NewPod } from "./decide.ts";
import { formatIndexes } from "./indexes.ts";

const startMs = Date.UTC(2026, 0, 1);
const backoff = { firstMs: 1_000, longestMs: 60_000 };

/** A Job with its Pods, played forward by hand. */
class Play {
  readonly job: Job;
  pods: Pod[] = [];
  nowMs = startMs;
  #uids = 0;

  constructor(spec: Partial<JobSpec>) {
    const metadata = { name: "j", namespace: "n", uid: "job-uid", resourceVersion: "1", generation: 1 };
    this.job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...metadata, creationTimestamp: new Date(startMs).toISOString() },
      spec: {
        completionMode: "Indexed",
        completions: 2,
        parallelism: 2,
        backoffLimit: 2_147_483_647,
        suspend: false,
        template: { spec: { containers: [{ name: "worker", command: ["x"] }] } },
        ...spec,
      },
    };
  }

  /** Decide once and do it: deleted Pods that have not ended are marked, others go. */
  step(): JobDecision {
    const decision = decideJob(this.job, this.pods, { nowMs: this.nowMs, backoff });
    for (const pod of decision.delete) {
      const over = pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
      if (over) this.pods = this.pods.filter((other) => other !== pod);
      else pod.metadata.deletionTimestamp = new Date(this.nowMs).toISOString();
    }
    for (const create of decision.create) this.pods.push(this.#pod(create));
    this.job.status = decision.status;
    return decision;
  }

  end(index: number, exitCode: number, extra: Partial<PodStatus> = {}): void {
    const pod = this.pods.find((entry) => slotOf(entry) === index && !isOver(entry))!;
    this.finish(pod, exitCode, extra);
  }

  finish(pod: Pod, exitCode: number, extra: Partial<PodStatus> = {}): void {
    if (pod.metadata.deletionTimestamp) {
      this.pods = this.pods.filter((other) => other !== pod);
      return;
    }
    const finishedAt = new Date(this.nowMs).toISOString();
    pod.status = {
      phase: exitCode === 0 ? "Succeeded" : "Failed",
      containerStatuses: [
        {
          name: "worker",
          image: "",
          ready: false,
          started: false,
          restartCount: 0,
          state: { terminated: { exitCode, reason: "Error", finishedAt } },
        },
      ],
      ...extra,
    };
  }

  condition(type: string): string | undefined {
    const found = this.job.status?.conditions?.find(
      (entry) => entry.type === type && entry.status === "True",
    );
    return found?.reason;
  }

  get live(): Pod[] {
    return this.pods.filter((pod) => !isOver(pod));
  }

  #pod(create: NewPod): Pod {
    const desired = newPod(this.job, create);
    this.#uids += 1;
    const server = { uid: `pod-${this.#uids}`, resourceVersion: "1", generation: 1, creationTimestamp: "" };
    return { ...desired, metadata: { ...desired.metadata, ...server }, status: { phase: "Running" } } as Pod;
  }
}

function slotOf(pod: Pod): number {
  return Number(pod.metadata.annotations?.[marks.slot]);
}

function isOver(pod: Pod): boolean {
  return pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
}

const disrupted = {
  conditions: [{ type: "DisruptionTarget", status: "True" as const, reason: "ControllerRestarted" }],
};

describe("Job", () => {
  it("starts a Pod per index, with index, names and owner", () => {
    const play = new Play({});
    play.step();
    expect(play.pods.map(slotOf)).toEqual([0, 1]);
    const [pod] = play.pods;
    expect(pod?.metadata.name).toMatch(/^j-0-[0-9a-f]{5}$/);
    expect(pod?.metadata.labels).toMatchObject({ [marks.index]: "0", [marks.jobUid]: "job-uid" });
    expect(pod?.metadata.ownerReferences).toMatchObject([{ kind: "Job", uid: "job-uid", controller: true }]);
    expect(play.step()).toMatchObject({ create: [], delete: [] });
  });

  it("is complete when every index has succeeded, and says so once nothing runs", () => {
    const play = new Play({});
    play.step();
    play.end(0, 0);
    play.step();
    expect(play.condition("Complete")).toBeUndefined();
    expect(play.job.status).toMatchObject({ active: 1, succeeded: 1, completedIndexes: "0" });
    play.end(1, 0);
    play.step();
    expect(play.condition("Complete")).toBe("CompletionsReached");
    expect(play.job.status).toMatchObject({ active: 0, succeeded: 2, completedIndexes: "0-1" });
    expect(play.job.status?.completionTime).toBeDefined();
  });

  it("starts only as many as parallelism allows, lowest index first", () => {
    const play = new Play({ completions: 4, parallelism: 2 });
    play.step();
    expect(play.live.map(slotOf)).toEqual([0, 1]);
    play.end(1, 0);
    play.step();
    expect(play.live.map(slotOf)).toEqual([0, 2]);
  });

  it("replaces a failed Pod after 1, 2, 4 … seconds while restarts remain, and only that one", () => {
    const play = new Play({ backoffLimitPerIndex: 4 });
    play.step();
    const survivor = play.live[1];
    for (const waitMs of [1_000, 2_000, 4_000]) {
      play.end(0, 1);
      const waiting = play.step();
      expect(waiting.create).toEqual([]);
      expect(waiting.requeueAfterMs).toBe(waitMs);
      play.nowMs += waitMs - 1;
      expect(play.step().create).toEqual([]);
      play.nowMs += 1;
      expect(play.step().create).toHaveLength(1);
    }
    expect(play.live).toContain(survivor);
    expect(play.job.status?.failed).toBe(3);
  });

  it("gives an index up after its last restart, and the Job after maxFailedIndexes", () => {
    const play = new Play({ backoffLimitPerIndex: 1, maxFailedIndexes: 0 });
    play.step();
    play.end(0, 1);
    play.step();
    play.nowMs += 1_000;
    play.step();
    play.end(0, 1);
    play.step();
    expect(play.condition("FailureTarget")).toBe("MaxFailedIndexesExceeded");
    // The other rank is still running: not failed yet.
    expect(play.condition("Failed")).toBeUndefined();
    play.finish(play.live[0]!, 75);
    play.step();
    expect(play.condition("Failed")).toBe("MaxFailedIndexesExceeded");
    expect(play.job.status?.failedIndexes).toBe("0");
  });

  it("lets the other indexes finish before it fails, where no maximum is set", () => {
    const play = new Play({ backoffLimitPerIndex: 0 });
    play.step();
    play.end(0, 1);
    play.step();
    expect(play.condition("FailureTarget")).toBeUndefined();
    play.end(1, 0);
    play.step();
    expect(play.condition("Failed")).toBe("FailedIndexes");
  });

  it("fails at once for an exit code that a rule calls hopeless", () => {
    const rules = [{ action: "FailJob" as const, onExitCodes: { operator: "In" as const, values: [64] } }];
    const play = new Play({ backoffLimitPerIndex: 4, podFailurePolicy: { rules } });
    play.step();
    play.end(1, 64);
    play.step();
    expect(play.condition("FailureTarget")).toBe("PodFailurePolicy");
    expect(play.job.status?.conditions?.[0]?.message).toMatch(
      /exit code 64 matching FailJob rule at index 0/,
    );
  });

  it("does not count a failure that a rule ignores, but waits longer each time", () => {
    const rules = [{ action: "Ignore" as const, onExitCodes: { operator: "In" as const, values: [70] } }];
    const play = new Play({
      completions: 1,
      parallelism: 1,
      backoffLimitPerIndex: 0,
      podFailurePolicy: { rules },
    });
    play.step();
    for (const waitMs of [1_000, 2_000, 4_000]) {
      play.end(0, 70);
      expect(play.step().requeueAfterMs).toBe(waitMs);
      play.nowMs += waitMs;
      play.step();
    }
    expect(play.job.status?.failed).toBe(0);
    expect(play.live).toHaveLength(1);
  });

  it("replaces a Pod that was lost with its controller at once and does not count it", () => {
    const play = new Play({ backoffLimitPerIndex: 0, maxFailedIndexes: 0 });
    play.step();
    for (let restart = 0; restart < 20; restart += 1) {
      play.end(0, 137, disrupted);
      expect(play.step().create).toHaveLength(1);
    }
    expect(play.job.status?.failed).toBe(0);
    // Pods of twenty restarts do not pile up.
    expect(play.pods.length).toBeLessThan(8);
  });

  it("keeps the count of failures across disruptions and the removal of old Pods", () => {
    const play = new Play({ completions: 1, parallelism: 1, backoffLimitPerIndex: 2 });
    play.step();
    for (const exit of [1, disrupted, 1, disrupted, disrupted, disrupted, 1]) {
      if (typeof exit === "number") play.end(0, exit);
      else play.end(0, 137, exit);
      play.step();
      play.nowMs += 60_000;
      play.step();
    }
    expect(play.condition("Failed")).toBe("FailedIndexes");
  });

  it("fails past its deadline, which counts from its start", () => {
    const play = new Play({ activeDeadlineSeconds: 10 });
    expect(play.step().requeueAfterMs).toBe(10_000);
    play.nowMs += 10_000;
    play.step();
    expect(play.condition("FailureTarget")).toBe("DeadlineExceeded");
    for (const pod of play.live) play.finish(pod, 75);
    play.step();
    expect(play.condition("Failed")).toBe("DeadlineExceeded");
  });

  it("stops its Pods when suspended and starts new ones when resumed, with a new start time", () => {
    const play = new Play({});
    play.step();
    play.job.spec.suspend = true;
    play.step();
    expect(play.live.every((pod) => pod.metadata.deletionTimestamp)).toBe(true);
    for (const pod of play.live) play.finish(pod, 75);
    play.step();
    expect(play.job.status?.startTime).toBeUndefined();
    play.job.spec.suspend = false;
    play.nowMs += 5_000;
    play.step();
    expect(play.live).toHaveLength(2);
    expect(play.job.status?.startTime).toBe(new Date(play.nowMs).toISOString());
  });

  it("ends Pods beyond a lowered number of completions", () => {
    const play = new Play({ completions: 3, parallelism: 3 });
    play.step();
    play.job.spec.completions = 1;
    play.job.spec.parallelism = 1;
    expect(play.step().delete.map(slotOf)).toEqual([1, 2]);
  });

  it("without indexes gives up after backoffLimit failures in all", () => {
    const play = new Play({ completionMode: "NonIndexed", completions: 1, parallelism: 1, backoffLimit: 1 });
    play.step();
    play.end(0, 1);
    play.step();
    play.nowMs += 1_000;
    play.step();
    play.end(0, 1);
    play.step();
    expect(play.condition("Failed")).toBe("BackoffLimitExceeded");
    expect(play.job.status?.completedIndexes).toBeUndefined();
  });

  it("goes when its time to live is over", () => {
    const play = new Play({ completions: 1, parallelism: 1, ttlSecondsAfterFinished: 5 });
    play.step();
    play.end(0, 0);
    play.step();
    expect(play.step()).toMatchObject({ deleteJob: false, requeueAfterMs: 5_000 });
    play.nowMs += 5_000;
    expect(play.step().deleteJob).toBe(true);
  });

  it("always either has a Pod to wait for, a time to wait for, or is over; and never two Pods of an index", () => {
    const spec = fc.record({
      completions: fc.integer({ min: 1, max: 3 }),
      parallelism: fc.integer({ min: 1, max: 3 }),
      backoffLimitPerIndex: fc.integer({ min: 0, max: 2 }),
      maxFailedIndexes: fc.integer({ min: 0, max: 2 }),
    });
    const end = fc.record({
      pick: fc.nat(5),
      exitCode: fc.constantFrom(0, 1, 64, 137),
      waitMs: fc.nat(3_000),
    });
    fc.assert(
      fc.property(spec, fc.array(end, { maxLength: 40 }), (given, ends) => {
        const play = new Play(given);
        for (const { pick, exitCode, waitMs } of ends) {
          const decision = play.step();
          const slots = play.live.map(slotOf);
          expect(new Set(slots).size).toBe(slots.length);
          const over = play.condition("Complete") !== undefined || play.condition("Failed") !== undefined;
          expect(over || play.live.length > 0 || decision.requeueAfterMs !== undefined).toBe(true);
          const pod = play.live[pick % Math.max(1, play.live.length)];
          if (pod) play.finish(pod, exitCode, exitCode === 137 ? disrupted : {});
          play.nowMs += waitMs;
        }
      }),
    );
  });
});

describe("formatIndexes", () => {
  it.each([
    [[], ""],
    [[3], "3"],
    [[0, 1, 2], "0-2"],
    [[4, 0, 1, 6, 7], "0-1,4,6-7"],
  ])("writes %j as %j", (indexes, text) => {
    expect(formatIndexes(indexes)).toBe(text);
  });
});
