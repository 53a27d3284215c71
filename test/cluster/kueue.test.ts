/** Runs in a queue of Kueue: they wait for their turn without pods, give way to who is more important, and go on where they were. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { isBuilt, toolTimeoutMs } from "../tools/index.ts";
import { Bed, ownsCluster } from "./bed/index.ts";
import { installKueue, makeQueue } from "./support/kueue.ts";
import { until as untilSo } from "./support/until.ts";

const namespace = "lab";
const patienceMs = 120_000;
const until = (isSo: () => Promise<boolean>): Promise<void> => untilSo(isSo, patienceMs);

interface Options {
  priority?: "low" | "high";
  spec?: Record<string, unknown>;
}

/** Two ranks of a tenth of a CPU each. */
function queuedRun(name: string, { priority = "low", spec = {} }: Options = {}): object {
  return {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: {
      name,
      namespace,
      labels: { "kueue.x-k8s.io/queue-name": "lab", "kueue.x-k8s.io/priority-class": priority },
    },
    spec: {
      model: { family: "GPT2", layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 },
      data: { markov: { chain: "Binary", p: "0.2", q: "0.3" }, seed: 3 },
      optimizer: { name: "AdamW", learningRate: "2e-3" },
      schedule: { warmupSteps: 20 },
      batch: { sequences: 8, sequenceLength: 64, shards: 2 },
      workers: { count: 2, min: 1 },
      // The time that a run waits for its turn is not the time that it waits for its ranks.
      startTimeoutSeconds: 30,
      podTemplate: { spec: { containers: [{ name: "worker", resources: { requests: { cpu: "100m" } } }] } },
      checkpoints: { store: { uri: "checkpoints" }, everySteps: 100_000 },
      stopAt: { steps: 1_000_000 },
      ...spec,
    },
  };
}

// Five minutes of building: who wants it says so, and from then on it is part of the cluster suite.
const missing = (await isBuilt("kueue")) ? "" : " (npm run test:kueue builds Kueue)";

(ownsCluster && missing === "" ? describe : describe.skip)(`runs in a queue${missing}`, () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await Bed.start();
    await bed.createNamespace(namespace);
    await bed.createVolume("store", namespace);
    await bed.helmInstall("plateau", { values: { store: { claim: "store" } } });
    await installKueue(bed);
    await bed.kubectl(["rollout", "status", "deployment/plateau", "-n", "plateau-system", "--timeout=180s"]);
    await makeQueue(bed, { namespace, name: "lab", cpu: "200m" });
  }, toolTimeoutMs);
  afterEach(async () => {
    await bed.kubectl(["delete", "trainingruns", "--all", "-n", namespace, "--timeout=60s"]);
    await until(async () => (await podsOf()).length === 0);
  }, 2 * patienceMs);
  afterAll(() => bed?.stop(), 60_000);

  const get = (name: string): Promise<TrainingRun> => bed.get<TrainingRun>("trainingrun", name, namespace);
  const reason = async (name: string, type = "Progressing"): Promise<string | undefined> =>
    (await get(name)).status?.conditions.find((condition) => condition.type === type)?.reason;
  const podsOf = async (name?: string): Promise<KubeObject[]> => {
    const selector = name === undefined ? [] : ["-l", `app.kubernetes.io/instance=${name}`];
    const said = await bed.kubectl(["get", "pods", "-n", namespace, ...selector, "-o", "json"]);
    return (JSON.parse(said) as { items: KubeObject[] }).items;
  };
  const stepOf = async (name: string): Promise<number> => (await get(name)).status?.step ?? 0;
  const trains = (name: string, from = 0): Promise<void> =>
    until(async () => (await reason(name)) === "Training" && (await stepOf(name)) > from);

  it(
    "wait for their turn without pods, for longer than a start may take",
    async () => {
      await bed.apply(queuedRun("first"));
      await trains("first");
      await bed.apply(queuedRun("second"));
      await until(async () => (await reason("second")) === "Queued");
      const since = performance.now();
      // Measured by the progress of who is in: its turn is not over.
      await until(async () => performance.now() - since > 35_000 && (await stepOf("first")) > 0);
      expect(await reason("second")).toBe("Queued");
      expect(await podsOf("second")).toEqual([]);
      await bed.kubectl(["delete", "trainingrun", "first", "-n", namespace]);
      await trains("second");
      expect((await get("second")).status).toMatchObject({ attempt: 1, failures: 0 });
    },
    4 * patienceMs,
  );

  it(
    "give way to who is more important with their state saved, and go on from it",
    async () => {
      await bed.apply(queuedRun("patient"));
      await trains("patient", 50);
      await bed.apply(queuedRun("urgent", { priority: "high" }));
      await trains("urgent");
      await until(
        async () => (await reason("patient")) === "Queued" && (await podsOf("patient")).length === 0,
      );
      // What its workers said last may be written a moment after they have gone.
      await until(async () => {
        const { step, lastCheckpoint } = (await get("patient")).status ?? {};
        return lastCheckpoint !== undefined && lastCheckpoint.step === step;
      });
      const { status } = await get("patient");
      expect(status?.step).toBeGreaterThan(50);
      await bed.kubectl(["delete", "trainingrun", "urgent", "-n", namespace]);
      await trains("patient", status!.step!);
      expect((await get("patient")).status).toMatchObject({ attempt: 1, failures: 0 });
    },
    4 * patienceMs,
  );

  it(
    "are scaled within what the queue gives, and go on where they were",
    async () => {
      await bed.apply(queuedRun("scale", { spec: { workers: { count: 1, min: 1 } } }));
      await trains("scale", 20);
      const step = await stepOf("scale");
      await bed.kubectl(["scale", "trainingrun/scale", "--replicas=2", "-n", namespace]);
      await until(async () => (await get("scale")).status?.workers === "2/2");
      await trains("scale", step);
      expect((await get("scale")).status).toMatchObject({ failures: 0 });
    },
    4 * patienceMs,
  );
});
