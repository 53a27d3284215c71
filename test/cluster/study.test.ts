/**
 * The main job on a real cluster: the chart is installed, the demo's study is applied with kubectl, and pods train it to its fit, while
 * controllers and workers are killed. What a user and an operator would look at is looked at.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Checkpoint, Cooldown, ScalingStudy, TrainingRun } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { accessKubernetes } from "@plateau/controller/cluster/kubernetes/index.ts";
import { brownDirectory, tokenize } from "@plateau/worker/data/tokenize/index.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, noCluster, ownsCluster } from "./bed/index.ts";
import { hopeless, lateBranch, nowhere, single } from "./support/odd-runs.ts";
import { refused, rulesFile, unusedRights } from "./support/rights.ts";
import { plugin as kubectlPlateau } from "./support/plugin.ts";
import { until } from "./support/until.ts";

const namespace = "lab";
const system = "plateau-system";
const manifest = join(import.meta.dirname, "..", "..", "examples", "brown-study.yaml");
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
  const applyAll = (items: object[]): Promise<string> =>
    bed.kubectl(
      ["apply", "-n", namespace, "-f", "-"],
      JSON.stringify({ apiVersion: "v1", kind: "List", items }),
    );
  const waitFor = (what: string, forWhat: string, seconds: number): Promise<string> =>
    bed.kubectl(["wait", "-n", namespace, ...what.split(" "), `--for=${forWhat}`, `--timeout=${seconds}s`]);
  const plugin = (...args: string[]): Promise<string> => kubectlPlateau(bed, namespace, args);
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
    await waitFor("scalingstudy/brown", "condition=Planned", 60);
    await waitFor("trainingrun/brown-l", "create", 60);
    await waitFor("trainingrun/brown-l", "condition=WorkersReady", 180);
    const trained = await bed.get<TrainingRun>("trainingrun", "brown-l", namespace);
    expect(trained.status).toMatchObject({ readyWorkers: 2, workers: "2/2" });
    const described = await bed.kubectl(["describe", "-n", namespace, "trainingrun/brown-l"]);
    expect(described).toMatch(/Normal\s+GangStarted\s.*plateau-controller\s+Attempt 1: starting 2 workers\./);
    expect(described).not.toMatch(/membershipKey: *[0-9a-f]{8}/);
  }, 360_000);

  it("is followed with the plugin: ranks, logs, the study so far", async () => {
    const top = JSON.parse(await plugin("top", "--once", "-o", "json")) as {
      name: string;
      ranks: { node: string }[];
    }[];
    const large = top.find(({ name }) => name === "brown-l");
    expect(large?.ranks.map(({ node }) => node)).toEqual([expect.any(String), expect.any(String)]);
    const logs = (await plugin("logs", "trainingrun/brown-l", "--rank", "all")).trim().split("\n");
    expect(logs).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/"rank":0.*"msg":"starting"/),
        expect.stringMatching(/"rank":1.*"msg":"starting"/),
      ]),
    );
    expect(await plugin("describe", "scalingstudy", "brown")).toMatch(/Planned/);
  }, 120_000);

  it("has ports that a person reaches through the API server", async () => {
    const access = accessKubernetes({ kubeconfig: bed.kubeconfig, env: {} });
    const forwarded = await access.forward({ namespace: system, service: "plateau-metrics", port: 8080 });
    try {
      // Two at once: each has a connection of its own.
      const url = `http://127.0.0.1:${forwarded.port}/metrics`;
      for (const answer of await Promise.all([fetch(url), fetch(url)])) {
        expect(await answer.text()).toMatch(
          /^leader_election_master_status\{name="plateau-controller"\} [01]$/m,
        );
      }
      const nowhere = access.forward({ namespace: system, service: "none", port: 1 });
      await expect(nowhere).rejects.toMatchObject({ code: "E_UNAVAILABLE" });
    } finally {
      await forwarded.close();
      await access.close();
    }
  }, 60_000);

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
    const trained = await bed.get<TrainingRun>("trainingrun", "brown-l", namespace);
    expect(trained.status).toMatchObject({ attempt: 1, failures: 0 });
  }, 180_000);

  (ownsCluster ? it : it.skip)(
    "trains on while the API server is away for two minutes",
    async () => {
      const stepOf = async (): Promise<number> =>
        (await bed.get<TrainingRun>("trainingrun", "brown-l", namespace)).status?.step ?? 0;
      const step = await stepOf();
      await bed.faults.kill("kube-apiserver");
      // Nothing tells of what happens meanwhile: that is the fault.
      await delay(120_000);
      await bed.faults.start("kube-apiserver");
      // The lead was lost; whoever leads next knows of the steps made meanwhile.
      await until(async () => (await stepOf()) > step + 100, 120_000);
      const { status } = await bed.get<TrainingRun>("trainingrun", "brown-l", namespace);
      expect(status?.conditions.find(({ type }) => type === "Failed")).toMatchObject({ status: "False" });
      // It may have come to its end with nobody to tell it to: then one more gang finds its last state and tells that.
      expect(status?.attempt).toBeLessThanOrEqual(2);
    },
    360_000,
  );

  // The next two beside the rest of the study: most of what they wait for is no work.
  it("tells in words why a run cannot be, and removes what has failed when its time to live is over", async () => {
    await applyAll(hopeless);
    await waitFor("trainingrun/hopeless", "condition=Failed", 120);
    const { status } = await bed.get<TrainingRun>("trainingrun", "hopeless", namespace);
    const failed = status?.conditions.find(({ type }) => type === "Failed");
    expect(failed).toMatchObject({
      reason: "BadConfig",
      message: expect.stringContaining("/var/lib/plateau/data/none"),
    });
    await waitFor("cooldown/hopeless", "condition=Failed", 60);
    await waitFor("trainingrun/hopeless cooldown/hopeless", "delete", 60);
  }, 300_000);

  it("suspends and resumes, tries again what does not start, and removes what goes with its run", async () => {
    await applyAll([single, nowhere]);
    const set = (suspend: boolean): Promise<string> =>
      bed.kubectl([
        "patch",
        "trainingrun/single",
        "-n",
        namespace,
        "--type=merge",
        "-p",
        JSON.stringify({ spec: { suspend } }),
      ]);
    // Twice: the second time the same words are said again.
    for (let time = 0; time < 2; time += 1) {
      await until(
        async () => (await list("jobs")).some(({ metadata }) => metadata.name.startsWith("single-")),
        60_000,
      );
      await set(true);
      await until(
        async () => (await list("jobs")).every(({ metadata }) => !metadata.name.startsWith("single-")),
        120_000,
      );
      await set(false);
    }
    await waitFor("trainingrun/nowhere", "condition=Failed", 120);
    expect((await bed.get<TrainingRun>("trainingrun", "nowhere", namespace)).status).toMatchObject({
      attempt: 2,
      failures: 2,
    });
    await waitFor("trainingrun/single", "condition=Succeeded", 180);
    const made = (await list<Checkpoint>("checkpoints")).filter(
      ({ spec }) => spec.producedBy.name === "single",
    );
    expect(made).toHaveLength(1);
    await bed.kubectl([
      "delete",
      "trainingrun/single",
      "trainingrun/nowhere",
      "-n",
      namespace,
      "--timeout=120s",
    ]);
    await waitFor(`checkpoint/${made[0]!.metadata.name}`, "delete", 120);
    if (volume !== undefined) expect(existsSync(onHost(made[0]!.spec.manifest.uri, volume))).toBe(false);
  }, 600_000);

  it(
    "ends with its fit, and with every point trained where its fork point was",
    async () => {
      await waitFor("scalingstudy/brown", "condition=Succeeded", studyTimeoutMs / 1000);
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

  it("keeps Checkpoints when the study is deleted, and removes the files of one that is", async () => {
    await bed.kubectl(["delete", "scalingstudy", "brown", "-n", namespace, "--timeout=60s"]);
    await until(
      async () => (await list("cooldowns")).length + (await list("trainingruns")).length === 0,
      60_000,
    );
    const left = await list<Checkpoint>("checkpoints");
    // A branch off a run that is gone: all it needs is the state.
    const fork = left.find(({ spec }) => spec.phase === "Plateau" && spec.producedBy.name === "brown-xs");
    await applyAll([lateBranch(fork!.metadata.name)]);
    await waitFor("cooldown/late", "condition=Succeeded", 180);
    const late = await bed.get<Cooldown>("cooldown", "late", namespace);
    expect(Number(late.status?.finalLoss)).toBeGreaterThan(1);
    const checkpoint = left.find(({ metadata }) => metadata.name !== fork!.metadata.name);
    const { name } = checkpoint!.metadata;
    await bed.kubectl(["delete", "checkpoint", name, "-n", namespace, "--timeout=120s"]);
    if (volume !== undefined) expect(existsSync(onHost(checkpoint!.spec.manifest.uri, volume))).toBe(false);
    expect((await list("checkpoints")).length).toBeGreaterThan(10);
  }, 400_000);

  it("uses every right that the chart gives its controller, and asks for no other", async () => {
    const asked = await bed.asked(system, "plateau");
    if (!asked) return;
    expect(refused(asked)).toEqual([]);
    expect(unusedRights(await readFile(rulesFile, "utf8"), asked)).toEqual([]);
  });

  it("does not hold up the end of its namespace", async () => {
    await bed.kubectl(["delete", "namespace", namespace, "--timeout=120s"]);
  }, 150_000);
});

function onHost(uri: string, volume: string): string {
  return uri.replace("file:///var/lib/plateau", volume);
}
