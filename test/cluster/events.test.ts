/**
 * The event stream of an installation, as the chart makes it: workers in pods tell it every step, people read it and command runs with the
 * plugin, through the API server; nats-server is killed meanwhile.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TrainingRun } from "@plateau/controller/api/index.ts";
import { toolTimeoutMs } from "../tools/index.ts";
import { Bed, ownsCluster } from "./bed/index.ts";
import { documentedJobs, monitorJobs } from "./support/monitors.ts";
import { letsIn, type Peer, type Policy } from "./support/policies.ts";
import { natsArchive } from "./support/program-image.ts";
import { monitoring, prometheusLabels, startPrometheus } from "./support/prometheus.ts";
import { plugin as kubectlPlateau } from "./support/plugin.ts";
import { until } from "./support/until.ts";

const namespace = "lab";
const system = "plateau-system";
const patienceMs = 120_000;
const named = (name: string): object => ({ matchLabels: { "kubernetes.io/metadata.name": name } });

/** As nats-server's monitoring tells it. */
interface Account {
  revoked_user?: Record<string, string>;
}

interface Pod {
  metadata: { name: string; namespace: string; labels: Record<string, string> };
}

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
    const values = {
      store: { claim: "store" },
      events: { enabled: true },
      watchNamespaces: [namespace],
      networkPolicy: { metricsFrom: [{ namespaceSelector: named(monitoring) }] },
    };
    await bed.helmInstall("plateau", { values });
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
    "is beside metrics that a Prometheus finds, as the chart's monitors and the documentation say where they are",
    async () => {
      const jobs = [...(await monitorJobs([namespace])), ...documentedJobs()];
      const prometheus = await startPrometheus(bed, jobs, [system, namespace]);
      const podsOf = async (selector: string, of: string): Promise<Pod[]> => {
        const text = await bed.kubectl(["get", "pods", "-l", selector, "-n", of, "-o", "json"]);
        return (JSON.parse(text) as { items: Pod[] }).items;
      };
      const controllers = await podsOf("app.kubernetes.io/component=controller", system);
      const workers = await podsOf("app.kubernetes.io/name=plateau-worker", namespace);
      const names = (pods: readonly Pod[]): string[] => pods.map(({ metadata }) => metadata.name);
      expect(workers).toHaveLength(2);
      const expected: Record<string, string[]> = {
        ServiceMonitor: names(controllers),
        PodMonitor: names(workers),
        plateau: names([...controllers, ...workers]),
      };
      for (const [job, pods] of Object.entries(expected)) {
        await until(async () => {
          const up = await prometheus.query(`up{job="${job}"} == 1`);
          return (
            up
              .map(({ metric }) => metric["pod"]!)
              .sort()
              .join() === [...pods].sort().join()
          );
        }, patienceMs);
        expect(await prometheus.query(`up{job="${job}"} == 0`)).toEqual([]);
      }
      // Of the run's namespace, not of the controller's.
      const [step] = await prometheus.query(`plateau_run_step{job="ServiceMonitor", run="told"}`);
      expect(step?.metric).toMatchObject({ namespace, kind: "TrainingRun" });
      const policies = JSON.parse(await bed.kubectl(["get", "networkpolicies", "-A", "-o", "json"])) as {
        items: Policy[];
      };
      const at = (of: string, labels: Record<string, string>): Peer => ({
        namespace: of,
        namespaceLabels: { "kubernetes.io/metadata.name": of },
        labels,
      });
      const reaches = (from: Peer, { metadata }: Pod, port: number): boolean =>
        letsIn(policies.items, from, at(metadata.namespace, metadata.labels), port);
      for (const [pod, port] of [
        ...controllers.map((each) => [each, 8_080] as const),
        ...workers.map((each) => [each, 9_464] as const),
      ]) {
        expect(reaches(at(monitoring, prometheusLabels), pod, port)).toBe(true);
        expect(reaches(at("elsewhere", prometheusLabels), pod, port)).toBe(false);
      }
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

  it(
    "lets in no worker of a run that is deleted",
    async () => {
      const ask = async <T>(path: string): Promise<T> => {
        const base = `/api/v1/namespaces/${system}/pods/plateau-nats-0:8222/proxy`;
        return JSON.parse(await bed.kubectl(["get", "--raw", `${base}/${path}`])) as T;
      };
      const turnedAway = async (): Promise<number> => {
        const { accounts } = await ask<{ accounts: string[] }>("accountz");
        const details = await Promise.all(
          accounts.map((each) => ask<{ account_detail?: Account }>(`accountz?acc=${each}`)),
        );
        return details.flatMap((each) => Object.keys(each.account_detail?.revoked_user ?? {})).length;
      };
      expect(await turnedAway()).toBe(0);
      await bed.kubectl(["delete", "trainingrun", "told", "-n", namespace, "--wait=false"]);
      await until(async () => (await turnedAway()) === 1, patienceMs);
    },
    2 * patienceMs,
  );
});
