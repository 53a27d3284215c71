/**
 * The main job on a real cluster: the chart is installed, the demo's study is applied with kubectl, and pods train it to its fit, while
 * controllers and workers are killed. What a user and an operator would look at is looked at.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Checkpoint, Cooldown, ScalingStudy, TrainingRun } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { brownDirectory, tokenize } from "@plateau/worker/data/tokenize/index.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, noCluster } from "./bed/index.ts";
import { rulesFile, unusedRights } from "./support/rights.ts";
import { until } from "./support/until.ts";

const namespace = "lab";
const system = "plateau-system";
const manifest = join(import.meta.dirname, "..", "..", "examples", "brown-study.yaml");
/** No such data, and no such state to branch off. */
const hopeless = [
  {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: { name: "hopeless" },
    spec: {
      model: { family: "Llama", layers: 1, width: 16, heads: 2, context: 16, vocabulary: 256 },
      data: { tokens: { uri: "data/none" } },
      optimizer: { name: "AdamW", learningRate: "4e-3" },
      schedule: { warmupSteps: 1 },
      batch: { sequences: 4, sequenceLength: 16 },
      checkpoints: { store: { uri: "checkpoints" } },
      stopAt: { steps: 10 },
      ttlSecondsAfterFinished: 10,
    },
  },
  {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "Cooldown",
    metadata: { name: "hopeless" },
    spec: { from: { run: "hopeless", at: { steps: 10 } }, length: { steps: 2 }, ttlSecondsAfterFinished: 10 },
  },
];
const studyTimeoutMs = 20 * 60_000;

(noCluster === undefined ? describe : describe.skip)("a scaling study on a cluster", () => {
  let bed: Bed;
  let volume: string | undefined;
  beforeAll(async () => {
    bed = await Bed.start();
    await bed.createNamespace(namespace);
    volume = (await bed.createVolume("store", namespace)).path;
    await tokenize({
      inputs: [brownDirectory()],
      format: "brown",
      output: join(volume!, "data", "brown"),
      tokenizer: { name: "byte" },
    });
  }, toolTimeoutMs);
  afterAll(() => bed?.stop(), 60_000);

  const list = async <T extends KubeObject>(kind: string): Promise<T[]> =>
    (JSON.parse(await bed.kubectl(["get", kind, "-n", namespace, "-o", "json"])) as { items: T[] }).items;
  const leaders = async (): Promise<string> => {
    const lease = await bed.get<KubeObject>("lease", "plateau-controller", system);
    return (lease.spec as { holderIdentity: string }).holderIdentity.split("_")[0]!;
  };

  it("begins with the chart: two controllers, one of which leads", async () => {
    await bed.helmInstall("plateau", { values: { replicas: 2, store: { claim: "store" } } });
    await bed.kubectl(["rollout", "status", "deployment/plateau", "-n", system, "--timeout=180s"]);
    expect(await leaders()).toMatch(/^plateau-/);
  }, 240_000);

  it("trains with real pods as soon as kubectl has applied it", async () => {
    await bed.kubectl(["apply", "-n", namespace, "-f", manifest]);
    await bed.kubectl([
      "wait",
      "-n",
      namespace,
      "scalingstudy/brown",
      "--for=condition=Planned",
      "--timeout=60s",
    ]);
    await bed.kubectl(["wait", "-n", namespace, "trainingrun/brown-l", "--for=create", "--timeout=60s"]);
    await bed.kubectl([
      "wait",
      "-n",
      namespace,
      "trainingrun/brown-l",
      "--for=condition=WorkersReady",
      "--timeout=180s",
    ]);
    const run = await bed.get<TrainingRun>("trainingrun", "brown-l", namespace);
    expect(run.status).toMatchObject({ readyWorkers: 2, workers: "2/2" });
    const described = await bed.kubectl(["describe", "-n", namespace, "trainingrun/brown-l"]);
    expect(described).toMatch(/Normal\s+GangStarted\s.*plateau-controller\s+Attempt 1: starting 2 workers\./);
    expect(described).not.toMatch(/membershipKey: *[0-9a-f]{8}/);
  }, 360_000);

  it("goes on under another controller when the leader is killed, without touching a worker", async () => {
    const pods = (await list<KubeObject>("pods")).map(({ metadata }) => metadata.uid).sort();
    const before = await leaders();
    await bed.kubectl(["delete", "pod", before, "-n", system, "--grace-period=0", "--force"]);
    await until(async () => (await leaders()) !== before, 60_000);
    const stepOf = async (): Promise<number> =>
      (await bed.get<TrainingRun>("trainingrun", "brown-l", namespace)).status?.step ?? 0;
    const step = await stepOf();
    await until(async () => (await stepOf()) > step, 60_000);
    expect((await list<KubeObject>("pods")).map(({ metadata }) => metadata.uid).sort()).toEqual(pods);
  }, 180_000);

  it("replaces a worker that is deleted, and the rest waits for it or goes on", async () => {
    const [pod] = await list<KubeObject>("pods");
    await bed.kubectl(["delete", "pod", pod!.metadata.name, "-n", namespace, "--grace-period=0", "--force"]);
    await until(async () => {
      const pods = await list<KubeObject & { status: { phase: string } }>("pods");
      return pods.filter(({ status }) => status.phase === "Running").length === 2;
    }, 120_000);
    const run = await bed.get<TrainingRun>("trainingrun", "brown-l", namespace);
    expect(run.status).toMatchObject({ attempt: 1, failures: 0 });
  }, 180_000);

  it(
    "ends with its fit, and with every point trained where its fork point was",
    async () => {
      await bed.kubectl([
        "wait",
        "-n",
        namespace,
        "scalingstudy/brown",
        "--for=condition=Succeeded",
        `--timeout=${studyTimeoutMs / 1000}s`,
      ]);
      const study = await bed.get<ScalingStudy>("scalingstudy", "brown", namespace);
      expect(study.status).toMatchObject({ pointsDone: 12, pointsPlanned: 12 });
      expect(study.status?.fit?.identified).toBe(true);
      expect(study.status?.fit?.parameters.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["alpha", "beta", "E"]),
      );
      const cooldowns = await list<Cooldown>("cooldowns");
      expect(cooldowns).toHaveLength(12);
      const losses = new Map(
        cooldowns.map(({ metadata, status }) => [metadata.name, Number(status?.finalLoss)]),
      );
      for (const loss of losses.values()) expect(loss).toBeGreaterThan(1);
      const checkpoints = await list<Checkpoint>("checkpoints");
      const byUid = new Set(checkpoints.map(({ spec }) => spec.manifest.uri));
      // Fork points and last states of 4 runs, final states of 12 cooldowns; each in a place of its own, and there.
      expect(byUid.size).toBe(checkpoints.length);
      for (const { spec } of checkpoints) {
        expect(spec.manifest.uri).toMatch(/^file:\/\/\/var\/lib\/plateau\/checkpoints\//);
        if (volume !== undefined) expect(existsSync(onHost(spec.manifest.uri, volume))).toBe(true);
      }
      expect(await bed.kubectl(["get", "scalingstudy", "brown", "-n", namespace])).toMatch(
        /brown\s+Completed\s+12\s+12\s+100 %/,
      );
    },
    studyTimeoutMs,
  );

  it("leaves no Job running, and no error in the log of a controller", async () => {
    const jobs = await list<KubeObject & { status?: { active?: number } }>("jobs");
    expect(jobs.filter(({ status }) => (status?.active ?? 0) > 0)).toEqual([]);
    const log = await bed.kubectl([
      "logs",
      "-n",
      system,
      "-l",
      "app.kubernetes.io/component=controller",
      "--tail=-1",
    ]);
    const grave = log
      .split("\n")
      .filter((line) => line !== "" && (JSON.parse(line) as { level: number }).level >= 50);
    expect(grave).toEqual([]);
  });

  it("tells in words why a run cannot be, and removes what has failed when its time to live is over", async () => {
    await bed.kubectl(
      ["apply", "-n", namespace, "-f", "-"],
      JSON.stringify({ apiVersion: "v1", kind: "List", items: hopeless }),
    );
    await bed.kubectl([
      "wait",
      "-n",
      namespace,
      "trainingrun/hopeless",
      "--for=condition=Failed",
      "--timeout=120s",
    ]);
    const { status } = await bed.get<TrainingRun>("trainingrun", "hopeless", namespace);
    const failed = status?.conditions.find(({ type }) => type === "Failed");
    expect(failed).toMatchObject({
      reason: "BadConfig",
      message: expect.stringContaining("/var/lib/plateau/data/none"),
    });
    await bed.kubectl([
      "wait",
      "-n",
      namespace,
      "cooldown/hopeless",
      "--for=condition=Failed",
      "--timeout=60s",
    ]);
    await bed.kubectl([
      "wait",
      "-n",
      namespace,
      "trainingrun/hopeless",
      "cooldown/hopeless",
      "--for=delete",
      "--timeout=60s",
    ]);
  }, 300_000);

  it("keeps Checkpoints when the study is deleted, and removes the files of one that is", async () => {
    await bed.kubectl(["delete", "scalingstudy", "brown", "-n", namespace, "--timeout=60s"]);
    await until(
      async () => (await list("cooldowns")).length + (await list("trainingruns")).length === 0,
      60_000,
    );
    const [checkpoint] = await list<Checkpoint>("checkpoints");
    const { name } = checkpoint!.metadata;
    await bed.kubectl(["delete", "checkpoint", name, "-n", namespace, "--timeout=120s"]);
    if (volume !== undefined) expect(existsSync(onHost(checkpoint!.spec.manifest.uri, volume))).toBe(false);
    expect((await list("checkpoints")).length).toBeGreaterThan(10);
  }, 240_000);

  it("uses every right that the chart gives its controller, and asks for no other", async () => {
    const asked = await bed.asked(system, "plateau");
    if (!asked) return;
    expect(asked.filter(({ code }) => code === 403)).toEqual([]);
    expect(unusedRights(await readFile(rulesFile, "utf8"), asked)).toEqual([]);
  });

  it("does not hold up the end of its namespace", async () => {
    await bed.kubectl(["delete", "namespace", namespace, "--timeout=120s"]);
  }, 150_000);
});

function onHost(uri: string, volume: string): string {
  return uri.replace("file:///var/lib/plateau", volume);
}
