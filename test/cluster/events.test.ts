/**
 * The event stream of an installation, as the chart makes it: workers in pods tell it every step, people read it and command runs with the
 * plugin, through the API server; nats-server is killed meanwhile.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, ownsCluster } from "./bed/index.ts";
import { natsArchive } from "./support/program-image.ts";
import { plugin as kubectlPlateau } from "./support/plugin.ts";
import { until } from "./support/until.ts";

const namespace = "lab";
const system = "plateau-system";
const patienceMs = 120_000;
const told = {
  apiVersion: "plateau.dev/v1alpha1",
  kind: "TrainingRun",
  metadata: { name: "told", namespace },
  spec: {
    model: { family: "GPT2", layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 },
    data: { markov: { chain: "Binary", p: "0.2", q: "0.3" }, seed: 3 },
    optimizer: { name: "AdamW", learningRate: "2e-3" },
    schedule: { warmupSteps: 20 },
    batch: { sequences: 8, sequenceLength: 64, shards: 2 },
    workers: { count: 2, min: 1 },
    checkpoints: { store: { uri: "checkpoints" } },
    stopAt: { steps: 1_000_000 },
  },
};

(ownsCluster ? describe : describe.skip)("the event stream of a cluster", () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await Bed.start();
    await bed.loadImage(await natsArchive());
    for (const each of [namespace, system]) await bed.createNamespace(each);
    await bed.createVolume("store", namespace);
    await bed.createVolume("data-plateau-nats-0", system);
    await bed.helmInstall("plateau", { values: { store: { claim: "store" }, events: { enabled: true } } });
    for (const each of ["deployment/plateau", "statefulset/plateau-nats"])
      await bed.kubectl(["rollout", "status", each, "-n", system, "--timeout=180s"]);
    await bed.apply(told);
    await until(async () => (await stepOf()) > 0, patienceMs);
    // Progress comes directly; the stream is there as soon as the controller has reached NATS.
    await until(async () => (await steps().catch(() => [])).length > 0, patienceMs);
  }, toolTimeoutMs);
  afterAll(() => bed?.stop(), 60_000);

  const stepOf = async (): Promise<number> =>
    (await bed.get<TrainingRun>("trainingrun", "told", namespace)).status?.step ?? 0;
  const plugin = (...args: string[]): Promise<string> => kubectlPlateau(bed, namespace, args);
  const steps = async (): Promise<number[]> => {
    const [, ...rows] = (await plugin("get", "losses", "told", "-o", "csv")).trim().split("\n");
    return rows.map((row) => Number(row.split(",")[0]));
  };
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

  it(
    "has every step, and is read through the API server by whoever may read the Secret",
    async () => {
      const at = await stepOf();
      let all: number[] = [];
      await until(async () => (all = await steps()).length > at, patienceMs);
      expect(all).toEqual(upTo(all.length));
    },
    2 * patienceMs,
  );

  it(
    "carries commands: a checkpoint now, and a pause of all ranks",
    async () => {
      expect(await plugin("checkpoint", "told")).toMatch(/checkpoint/i);
      await plugin("pause", "told");
      // All ranks hold when the command has its answers; what they told before may be on its way for the first reading.
      await steps();
      const held = await steps();
      expect((await steps()).length).toBe(held.length);
      await plugin("resume", "told");
      await until(async () => (await steps()).length > held.length, patienceMs);
      expect((await bed.get<TrainingRun>("trainingrun", "told", namespace)).status).toMatchObject({
        attempt: 1,
        failures: 0,
      });
    },
    3 * patienceMs,
  );

  it(
    "misses no step although nats-server is killed while the run goes on",
    async () => {
      await bed.kubectl(["delete", "pod", "plateau-nats-0", "-n", system, "--grace-period=0", "--force"]);
      const at = await stepOf();
      await until(async () => (await stepOf()) > at + 20, patienceMs);
      await bed.kubectl(["rollout", "status", "statefulset/plateau-nats", "-n", system, "--timeout=120s"]);
      let all: number[] = [];
      await until(async () => (all = await steps().catch(() => [])).length > at + 20, patienceMs);
      expect(all).toEqual(upTo(all.length));
    },
    3 * patienceMs,
  );
});
