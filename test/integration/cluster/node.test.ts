/** Jobs on the embedded node, with real processes. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { isAlive, startedOf } from "@plateau/controller/cluster/local/node/process/identity.ts";
import { terminated, TestHome } from "./support.ts";

// Processes take a second to start on a busy machine.
jest.setTimeout(60_000);

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(async () => {
  await home.stopNode();
  const left = home.processes();
  await home.dispose();
  expect(left).toEqual([]);
});

const running = async (count: number) => {
  const pods = (await home.pods()).filter(({ status }) => status?.phase === "Running");
  return pods.length === count && pods;
};
const pidOf = (podUid: string): number =>
  Number(home.db.one("SELECT pid FROM processes WHERE pod = ?", podUid)?.pid);

describe("embedded node", () => {
  it("runs one process per index until all have succeeded", async () => {
    await home.startNode();
    await home.createJob("ok", ["exit", "0"], { spec: { completions: 3, parallelism: 2 } });
    expect(await home.finished("ok")).toEqual({ type: "Complete", reason: "CompletionsReached" });
    expect((await home.job("ok")).status).toMatchObject({ succeeded: 3, active: 0, completedIndexes: "0-2" });
    for (const pod of await home.pods()) {
      expect(pod.status?.phase).toBe("Succeeded");
      expect(terminated(pod)).toMatchObject({ exitCode: 0, reason: "Completed" });
      expect(pod.metadata.finalizers ?? []).toEqual([]);
    }
  });

  it("gives up after the restarts of an index, with exit code and last words in the Pod", async () => {
    await home.startNode();
    await home.createJob("bad", ["say", '{"code":"E_TEST","message":"no luck"}'], {
      spec: { backoffLimitPerIndex: 2 },
    });
    expect(await home.finished("bad")).toEqual({ type: "Failed", reason: "FailedIndexes" });
    expect((await home.job("bad")).status).toMatchObject({ failed: 3, failedIndexes: "0" });
    const pods = await home.pods();
    expect(terminated(pods.at(-1))).toMatchObject({
      exitCode: 1,
      reason: "Error",
      message: '{"code":"E_TEST","message":"no luck"}',
    });
  });

  it("fails at once on an exit code that the failure policy calls hopeless", async () => {
    await home.startNode();
    const rules = [{ action: "FailJob" as const, onExitCodes: { operator: "In" as const, values: [64] } }];
    await home.createJob("hopeless", ["exit", "64"], {
      spec: { backoffLimitPerIndex: 5, podFailurePolicy: { rules } },
    });
    expect(await home.finished("hopeless")).toEqual({ type: "Failed", reason: "PodFailurePolicy" });
    expect(await home.pods()).toHaveLength(1);
  });

  it("restarts only the rank that was killed", async () => {
    await home.startNode();
    await home.createJob("gang", ["sleep"], {
      spec: { completions: 2, parallelism: 2, backoffLimitPerIndex: 3 },
    });
    const pods = await home.until(() => running(2));
    const [victim, survivor] = pods;
    const survivorPid = pidOf(survivor!.metadata.uid);
    process.kill(pidOf(victim!.metadata.uid), "SIGKILL");
    await home.until(async () => {
      const now = await running(2);
      return now && now.every(({ metadata }) => metadata.uid !== victim!.metadata.uid);
    });
    expect(pidOf(survivor!.metadata.uid)).toBe(survivorPid);
    expect(startedOf(survivorPid)).toBeDefined();
    const dead = (await home.pods()).find(({ metadata }) => metadata.uid === victim!.metadata.uid);
    expect(terminated(dead)).toMatchObject({ exitCode: 137, signal: 9, reason: "Error" });
  });

  it("stops the processes of a deleted Job, and the Pods go when their processes are gone", async () => {
    await home.startNode();
    await home.createJob("gone", ["sleep"], { spec: { completions: 2, parallelism: 2 } });
    const pods = await home.until(() => running(2));
    const pids = pods.map(({ metadata }) => pidOf(metadata.uid));
    await home.cluster.delete({ apiVersion: "batch/v1", kind: "Job", namespace: "default", name: "gone" });
    await home.until(async () => (await home.pods()).length === 0);
    expect(pids.map(startedOf)).toEqual([undefined, undefined]);
  });

  it("kills a process that does not stop within its grace period", async () => {
    await home.startNode();
    const notes = join(home.path, "notes");
    await home.createJob("stubborn", ["stubborn"], {
      pod: { terminationGracePeriodSeconds: 1 },
      env: [{ name: "NOTES", value: notes }],
    });
    const [pod] = await home.until(() => running(1));
    await home.heard(1);
    const pid = pidOf(pod!.metadata.uid);
    await home.cluster.delete({
      apiVersion: "batch/v1",
      kind: "Job",
      namespace: "default",
      name: "stubborn",
    });
    await home.until(async () => (await home.pods()).length === 0);
    expect(startedOf(pid)).toBeUndefined();
    expect(readFileSync(notes, "utf8")).toContain("asked to stop");
  });

  it("kills a process that uses more memory than its limit, and says so", async () => {
    await home.startNode();
    await home.createJob("big", ["grow"], {
      pod: {
        containers: [
          {
            name: "worker",
            command: [process.execPath, join(import.meta.dirname, "fixtures", "worker.ts")],
            args: ["grow"],
            resources: { limits: { memory: "300Mi", cpu: "1" } },
          },
        ],
      },
    });
    await home.finished("big");
    const [pod] = await home.pods();
    expect(terminated(pod)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
    expect(terminated(pod)?.message).toMatch(/more than its limit of 314572800/);
    expect(pod?.status?.message).toMatch(/memory limit 314572800 bytes/);
  });

  it("hands over ConfigMaps, Secrets and fields, and leaves no secret behind", async () => {
    await home.startNode();
    const data = { "run.json": '{"a":1}' };
    await home.createJob("env", ["env"], {
      pod: {
        containers: [
          {
            name: "worker",
            command: [process.execPath, join(import.meta.dirname, "fixtures", "worker.ts")],
            args: ["env"],
            volumeMounts: [{ name: "config", mountPath: "/etc/plateau" }],
            env: [
              { name: "PLATEAU_RUN_CONFIG", value: "/etc/plateau/run.json" },
              { name: "KEY", valueFrom: { secretKeyRef: { name: "key", key: "membershipKey" } } },
              {
                name: "PLATEAU_RANK",
                valueFrom: {
                  fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" },
                },
              },
              { name: "PLATEAU_TERMINATION_LOG", value: "/dev/termination-log" },
              { name: "WHO", value: "$(KEY)-$(PLATEAU_RANK)-$(NOBODY)-$$(KEY)" },
            ],
          },
        ],
        volumes: [{ name: "config", configMap: { name: "config" } }],
      },
    });
    // Neither is there yet: the Pod waits and says for what.
    await home.until(async () => {
      const waiting = (await home.pods())[0]?.status?.containerStatuses?.[0]?.state.waiting;
      return (
        waiting?.reason === "CreateContainerConfigError" &&
        waiting.message.includes("ConfigMap default/config")
      );
    });
    const metadata = { namespace: "default" };
    await home.cluster.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: "config" },
      data,
    });
    await home.cluster.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { ...metadata, name: "key" },
      data: { membershipKey: Buffer.from("s3cret").toString("base64") },
    });
    expect((await home.finished("env")).type).toBe("Complete");
    const [pod] = await home.pods();
    const folder = join(home.path, "pods", pod!.metadata.name);
    const env = JSON.parse(readFileSync(join(folder, "worker.log"), "utf8")) as Record<string, string>;
    expect(env.PLATEAU_RUN_CONFIG).toBe(join(folder, "volumes", "config", "run.json"));
    expect(env).toMatchObject({ KEY: "s3cret", PLATEAU_RANK: "0", WHO: "s3cret-0-$(NOBODY)-$(KEY)" });
    expect(env.PLATEAU_TERMINATION_LOG).toBe(join(folder, "termination-log"));
    expect(existsSync(join(folder, "volumes"))).toBe(false);
    expect(Object.keys(env)).not.toContain("JEST_WORKER_ID");
  });

  it.each([
    [{ containers: [] }, "UnsupportedPod"],
    [{ containers: [{ name: "w" }] }, "UnsupportedPod"],
    [{ containers: [{ name: "w", command: ["/no/such/program"] }] }, "StartError"],
    [
      { containers: [{ name: "w", command: ["x"], resources: { limits: { memory: "lots" } } }] },
      "InvalidLimits",
    ],
    [
      { containers: [{ name: "w", command: ["x"], volumeMounts: [{ name: "v", mountPath: "/v" }] }] },
      "InvalidVolumeMount",
    ],
  ])("fails a Pod that cannot be run: %j", async (pod, reason) => {
    await home.startNode();
    await home.createJob("odd", [], { pod });
    expect((await home.finished("odd")).type).toBe("Failed");
    const [failed] = await home.pods();
    expect(terminated(failed)).toMatchObject({ exitCode: 128, reason });
    expect(terminated(failed)?.message).not.toBe("");
  });

  it("passes messages on, with a loss that is not a number as what it is", async () => {
    await home.startNode();
    await home.createJob("count", ["count", "5", join(home.path, "count")]);
    await home.finished("count");
    expect(home.messages).toHaveLength(5);
    expect(home.messages[1]).toMatchObject({ sequence: 2, event: { loss: NaN } });
    expect(home.messages.at(-1)).toMatchObject({ sequence: 5, event: { type: "step", step: 5 } });
  });

  it("has heard everything that a process said by the time it calls it ended", async () => {
    let heardAtEnd = -1;
    await home.startNode({
      listener: {
        onMessage: (_pod, message) => home.messages.push(message),
        onStarted: () => {},
        onEnded: () => {
          heardAtEnd = home.messages.length;
        },
      },
    });
    await home.createJob("burst", ["burst", "3000"]);
    await home.finished("burst");
    expect(heardAtEnd).toBe(3000);
    expect(home.messages.at(-1)).toMatchObject({ sequence: 3000, event: { state: "finished" } });
  });

  it("when stopped, asks every process to end; a later node replaces them without counting it", async () => {
    await home.startNode();
    await home.createJob("long", ["sleep"], { spec: { completions: 2, parallelism: 2 } });
    const before = await home.until(() => running(2));
    await home.heard(2);
    await home.stopNode();
    for (const pod of await home.pods()) {
      expect(pod.status).toMatchObject({ phase: "Failed", reason: "NodeShutdown" });
      expect(terminated(pod)?.exitCode).toBe(75);
    }
    await home.startNode();
    const after = await home.until(() => running(2));
    expect(after.map(({ metadata }) => metadata.uid)).not.toEqual(before.map(({ metadata }) => metadata.uid));
    expect((await home.job("long")).status?.failed).toBe(0);
  });

  it("does not take another process of the same number for the one it started", () => {
    const started = startedOf(process.pid)!;
    expect(isAlive({ pid: process.pid, started })).toBe(true);
    expect(isAlive({ pid: process.pid, started: `${started}0` })).toBe(false);
  });
});
