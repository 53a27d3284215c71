/**
 * The half of the dashboards' world that is on an API server: a controller with an event stream on a nats-server that serves by the
 * accounts in its Secret, and the worker of a run that it started, which tells both of them.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKubernetes, type KubernetesCluster } from "@plateau/controller/cluster/kubernetes/index.ts";
import type { Job } from "@plateau/controller/cluster/local/node/kube.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { ApiServer, eventually } from "../../fixtures/api-server.ts";
import { installKinds, startController, trainingRun } from "../../fixtures/controller.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { freePorts } from "../../fixtures/ports.ts";
import { RankProcess } from "../../fixtures/rank-process.ts";

/** Run of one shard, without an end. */
export const told = "told";
const natsSecret = "plateau-nats";
const patienceMs = 60_000;

interface Part {
  stop(): Promise<unknown>;
}

interface Started {
  metricsPort: number;
  server: ApiServer;
  rank: RankProcess;
  parts: Part[];
}

export class ClusterSide {
  readonly metricsPort: number;
  readonly #server: ApiServer;
  readonly #rank: RankProcess;
  readonly #parts: Part[];

  private constructor({ metricsPort, server, rank, parts }: Started) {
    this.metricsPort = metricsPort;
    this.#server = server;
    this.#rank = rank;
    this.#parts = parts;
  }

  static async start(): Promise<ClusterSide> {
    const parts: Part[] = [];
    try {
      const [metricsPort, natsPort] = (await freePorts(2)) as [number, number];
      const folder = mkdtempSync(join(tmpdir(), "plateau-store-"));
      parts.push({ stop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })) });
      const server = await ApiServer.start();
      parts.push(server);
      const cluster = openKubernetes({ kubeconfig: server.kubeconfig });
      parts.push({ stop: () => cluster.close() });
      await installKinds(server);
      const controller = await startController(server, [
        // Nothing starts it again when the API server is away for longer than a lead holds.
        "--leader-elect=false",
        `--metrics-port=${metricsPort}`,
        `--base-uri=file://${folder}`,
        `--events-url=nats://127.0.0.1:${natsPort}`,
        `--events-server-secret=${natsSecret}`,
      ]);
      parts.push({ stop: () => controller.end() });
      await controller.leading;
      parts.push(await NatsServer.start({ config: await accountsOf(cluster), port: natsPort }));
      await server.applyYaml(JSON.stringify(runOfOneShard()));
      const rank = await RankProcess.start(cluster, await jobOf(cluster, told));
      parts.push(rank);
      await controller.ready();
      return new ClusterSide({ metricsPort, server, rank, parts });
    } catch (error) {
      await stopAll(parts);
      throw error;
    }
  }

  /** One that nothing here trains. */
  async addWaitingRun(): Promise<void> {
    await this.#server.applyYaml(JSON.stringify(trainingRun("waits-for-nodes")));
  }

  /** It takes no step until it is thawed. */
  freezeRank(): void {
    this.#rank.freeze();
  }

  thawRank(): void {
    this.#rank.thaw();
  }

  restartApiServer(): Promise<void> {
    return this.#server.restartApiServer();
  }

  stop(): Promise<void> {
    return stopAll(this.#parts);
  }
}

export async function stopAll(parts: readonly Part[]): Promise<void> {
  for (const part of parts.toReversed()) await part.stop();
}

function runOfOneShard(): object {
  const run = trainingRun(told);
  const spec = {
    ...(run.spec as object),
    data: { markov: { chain: "Symmetric", p: "0.3", states: 16 }, seed: 17 },
    batch: { sequences: 8, sequenceLength: 64, shards: 1 },
    workers: { count: 1, min: 1 },
    stopAt: { steps: 1_000_000 },
  };
  return { ...run, spec };
}

/** What a nats-server of the installation is configured with, as the leading controller has left it. */
function accountsOf(cluster: KubernetesCluster): Promise<string> {
  return eventually(async () => {
    const ref = { apiVersion: "v1", kind: "Secret", namespace: "default", name: natsSecret };
    const secret = await cluster.get(ref);
    if (!secret) throw new Error(`the controller has not made the Secret ${natsSecret}`);
    return Buffer.from((secret.data as Record<string, string>)["accounts.conf"]!, "base64").toString();
  }, patienceMs);
}

function jobOf(cluster: KubernetesCluster, run: string): Promise<Job> {
  return eventually(async () => {
    const { items } = await cluster.list("batch/v1", "Job", { labels: { [labels.run]: run } });
    const [job] = items as Job[];
    if (!job) throw new Error(`the controller has made no Job for ${run}`);
    return job;
  }, patienceMs);
}
