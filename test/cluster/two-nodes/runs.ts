/**
 * What befalls a run on a cluster of two nodes: suspended and resumed, scaled, evicted, its node cut off, held by a quota, impossible to
 * place. A small model on a Markov chain, whose states lie on a volume.
 */
import { afterEach, beforeAll, expect, it } from "@jest/globals";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import type { Bed } from "../bed/index.ts";
import { workerImage } from "../support/manifests.ts";
import { until as untilSo } from "../support/until.ts";

const namespace = "runs";
const patienceMs = 120_000;
const until = (isSo: () => Promise<boolean>): Promise<void> => untilSo(isSo, patienceMs);

interface Pod extends KubeObject {
  spec: { nodeName?: string };
  status: { phase: string };
}

/** Goes on until it is deleted, as far as a test is concerned. */
function markovRun(name: string, over: Record<string, unknown> = {}): object {
  return {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: { name, namespace },
    spec: {
      model: { family: "GPT2", layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 },
      data: { markov: { chain: "Binary", p: "0.2", q: "0.3" }, seed: 3 },
      optimizer: { name: "AdamW", learningRate: "2e-3" },
      schedule: { warmupSteps: 20 },
      batch: { sequences: 8, sequenceLength: 64, shards: 2 },
      workers: { count: 2, min: 1 },
      checkpoints: { store: { uri: "checkpoints" }, everySteps: 200 },
      stopAt: { steps: 1_000_000 },
      ...over,
    },
  };
}

/** @param bedOf the bed once it is up; with two nodes */
export function runsOnTwoNodes(bedOf: () => Bed): void {
  beforeAll(async () => {
    const bed = bedOf();
    await bed.createNamespace(namespace);
    await bed.createVolume("store", namespace);
    await bed.helmInstall("plateau", { values: { replicas: 2, store: { claim: "store" } } });
    await bed.kubectl(["rollout", "status", "deployment/plateau", "-n", "plateau-system", "--timeout=180s"]);
  }, toolTimeoutMs);
  afterEach(async () => {
    await bedOf().kubectl(["delete", "trainingruns", "--all", "-n", namespace, "--timeout=60s"]);
    await until(async () => (await pods()).length === 0);
  }, 2 * patienceMs);

  const pods = async (): Promise<Pod[]> =>
    (JSON.parse(await bedOf().kubectl(["get", "pods", "-n", namespace, "-o", "json"])) as { items: Pod[] })
      .items;
  const get = (name: string): Promise<TrainingRun> =>
    bedOf().get<TrainingRun>("trainingrun", name, namespace);
  const reason = async (name: string, type = "Progressing"): Promise<string | undefined> =>
    (await get(name)).status?.conditions.find((condition) => condition.type === type)?.reason;
  const stepOf = async (name: string): Promise<number> => (await get(name)).status?.step ?? 0;
  const isTraining = (name: string): Promise<void> =>
    until(async () => (await reason(name, "WorkersReady")) === "GroupFormed" && (await stepOf(name)) > 0);
  const goesOn = async (name: string, from: number): Promise<void> => {
    await isTraining(name);
    await until(async () => (await stepOf(name)) > from);
  };

  it(
    "saves its state when it is suspended and goes on from it, and pods have no token to misuse",
    async () => {
      await bedOf().apply(markovRun("pause"));
      await isTraining("pause");
      const [pod] = await pods();
      const look = ["exec", pod!.metadata.name, "-n", namespace, "--", "node", "-e"];
      const program = "console.log(require('fs').existsSync('/var/run/secrets/kubernetes.io'))";
      expect((await bedOf().kubectl([...look, program])).trim()).toBe("false");

      await patch("pause", { suspend: true });
      await until(async () => (await reason("pause")) === "Suspended" && (await pods()).length === 0);
      const { status } = await get("pause");
      // Saved when they were told to leave, not at the last multiple of 200.
      expect(status?.lastCheckpoint?.step).toBe(status?.step);
      await patch("pause", { suspend: false });
      await goesOn("pause", status!.step!);
      expect((await get("pause")).status).toMatchObject({ failures: 0 });
    },
    3 * patienceMs,
  );

  it(
    "is scaled by kubectl while it trains, with the same processes",
    async () => {
      await bedOf().apply(markovRun("scale", { workers: { count: 1, min: 1 } }));
      await isTraining("scale");
      const [first] = await pods();
      await bedOf().kubectl(["scale", "trainingrun/scale", "--replicas=2", "-n", namespace]);
      await until(async () => (await get("scale")).status?.workers === "2/2");
      expect((await pods()).map(({ metadata }) => metadata.uid)).toContain(first!.metadata.uid);
      const step = await stepOf("scale");
      await goesOn("scale", step);
      expect((await get("scale")).status).toMatchObject({ attempt: 1, failures: 0 });
    },
    3 * patienceMs,
  );

  it(
    "goes on after a pod is evicted, and after a node is cut off, which is not its failure",
    async () => {
      await bedOf().apply(markovRun("lost", { podTemplate: spread, exchange: { rejoinTimeoutSeconds: 20 } }));
      await isTraining("lost");
      const [one] = (await pods()).filter(({ spec }) => spec.nodeName === "node-1");
      expect(one).toBeDefined();
      const eviction = {
        apiVersion: "policy/v1",
        kind: "Eviction",
        metadata: { name: one!.metadata.name, namespace },
      };
      const path = `/api/v1/namespaces/${namespace}/pods/${one!.metadata.name}/eviction`;
      await bedOf().kubectl(["create", "--raw", path, "-f", "-"], JSON.stringify(eviction));
      await until(async () => (await pods()).every(({ metadata }) => metadata.uid !== one!.metadata.uid));
      await goesOn("lost", await stepOf("lost"));

      await bedOf().faults.cut(2);
      try {
        const step = await stepOf("lost");
        // Who is left takes over after the time in which the other might come back.
        await until(async () => (await stepOf("lost")) > step + 200);
      } finally {
        await bedOf().faults.join(2);
      }
      await isTraining("lost");
      expect((await get("lost")).status).toMatchObject({ attempt: 1, failures: 0 });
    },
    5 * patienceMs,
  );

  it(
    "waits for room under a quota, and trains when there is",
    async () => {
      const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none", namespace } };
      await bedOf().apply({ ...quota, spec: { hard: { pods: "0" } } });
      await bedOf().apply(markovRun("quota"));
      await until(async () => (await reason("quota")) === "Starting");
      expect(await pods()).toEqual([]);
      await bedOf().kubectl(["delete", "resourcequota", "none", "-n", namespace]);
      await isTraining("quota");
    },
    3 * patienceMs,
  );

  it(
    "is given up with the number of ranks that came when they cannot be placed",
    async () => {
      const podTemplate = { spec: { nodeSelector: { gpu: "none" } } };
      await bedOf().apply(markovRun("nowhere", { podTemplate, startTimeoutSeconds: 5, maxAttempts: 1 }));
      await until(async () => (await reason("nowhere", "Failed")) === "AttemptsExhausted");
      const failed = (await get("nowhere")).status?.conditions.find(({ type }) => type === "Failed");
      expect(failed?.message).toMatch(/0 of 2 ranks were there after 5 s \(spec\.startTimeoutSeconds\)/);
      expect(failed?.message).toMatch(/rank 0: no node takes it: 0\/2 nodes are available/);
    },
    patienceMs,
  );

  it(
    "cannot reach for the node: a host path is refused with the field",
    async () => {
      const podTemplate = { spec: { volumes: [{ name: "h", hostPath: { path: "/" } }] } };
      await expect(bedOf().apply(markovRun("reach", { podTemplate }))).rejects.toThrow(
        /podTemplate\.spec\.volumes: only configMap/,
      );
    },
    patienceMs,
  );

  it(
    "says that its image cannot be had, and trains when it can",
    async () => {
      await bedOf().faults.hide(workerImage);
      await bedOf().apply(markovRun("image"));
      const message = async (): Promise<string | undefined> =>
        (await get("image")).status?.conditions.find(({ type }) => type === "Progressing")?.message;
      const wanted = `Rank 0 waits: its image ${workerImage} cannot be pulled`;
      try {
        await until(async () => (await message())?.includes(wanted) ?? false);
      } finally {
        await bedOf().faults.show(workerImage);
      }
      await isTraining("image");
    },
    3 * patienceMs,
  );

  const patch = (name: string, spec: object): Promise<string> =>
    bedOf().kubectl([
      "patch",
      "trainingrun",
      name,
      "-n",
      namespace,
      "--type=merge",
      "-p",
      JSON.stringify({ spec }),
    ]);
}

/** A rank on each node. */
const spread = {
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { "app.kubernetes.io/instance": "lost" } },
      },
    ],
  },
};
