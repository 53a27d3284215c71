/** One controller under the measure: what it does to 1,000 objects, counted by the API server, not by itself. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { DesiredObject, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { openKubernetes, type KubernetesCluster } from "@plateau/controller/cluster/kubernetes/index.ts";
import { ApiServer } from "../../test/fixtures/api-server.ts";
import { quantile } from "../quantile.ts";
import { quantileBoundMs, queueBuckets } from "./queue.ts";
import { Requests } from "./requests.ts";

/** A process of a subject. */
export interface Running {
  name: string;
  child: ChildProcess;
}

export interface Subject {
  name: string;
  /** Installs its kinds. */
  install(server: ApiServer): Promise<void>;
  /** Starts its processes; resolves as soon as they are spawned. */
  start(server: ApiServer): Promise<readonly Running[]>;
  /** Resolves when they lead and have read everything. */
  ready(): Promise<void>;
  /** An object that leads to one Job. */
  object(index: number): DesiredObject;
  /** The object that a Job is for. */
  ownerOf(job: KubeObject): string | undefined;
  /** Where it tells how long objects wait for their reconcile, if it does without asking for rights. */
  queue?(): { url: string; name: string };
}

export interface Numbers {
  coldSeconds: number;
  writesPerObject: number;
  readsPerObject: number;
  restart: { seconds: number; writes: number };
  createToJobMs: { p50: number; p99: number };
  /** From a watch event to the begin of the reconcile, as bounds of its histogram, while single objects come. */
  eventToReconcileMs?: { p50: number; p99: number };
  /** Of all its processes together: the sum of their peaks, and from their start to all Jobs. */
  rssMb: number;
  cpuSeconds: number;
  /** Of each by itself, where there are several. */
  processes?: Record<string, Cost>;
}

interface Cost {
  rssMb: number;
  cpuSeconds: number;
}

/** Single creations, one at a time. */
const singles = 200;
/** Without a write for so long, nothing is left to do. */
const quietMs = 3_000;

export async function measure(subject: Subject, objects: number): Promise<Numbers> {
  const server = await ApiServer.start();
  const cluster = openKubernetes({ kubeconfig: server.kubeconfig, qps: 10_000, burst: 10_000 });
  let running: readonly Running[] = [];
  try {
    await subject.install(server);
    const requests = new Requests(server);
    await createAll(cluster, objects, (index) => subject.object(index));
    const jobs = await watchJobs(cluster, subject);
    const before = await requests.count();
    const begun = performance.now();
    running = await subject.start(server);
    await whileAlive(running, jobs.count(objects));
    const coldSeconds = (performance.now() - begun) / 1000;
    const after = await requests.whenQuiet(quietMs);
    const cost = costOf(running);
    await endAll(running);

    const restarted = performance.now();
    running = await subject.start(server);
    await subject.ready();
    const readySeconds = (performance.now() - restarted) / 1000;
    const settled = await requests.whenQuiet(quietMs);

    const delays: number[] = [];
    const queue = subject.queue?.();
    const waitsBefore = queue && (await queueBuckets(queue.url, queue.name));
    for (let index = objects; index < objects + singles; index += 1) {
      const asked = performance.now();
      const object = subject.object(index);
      const job = jobs.of(object.metadata.name);
      await cluster.create(object);
      await job;
      delays.push(performance.now() - asked);
    }
    jobs.stop();
    const waits = queue && (await queueBuckets(queue.url, queue.name));
    const waitMs = (q: number): number => quantileBoundMs(waitsBefore!, waits!, q);
    delays.sort((a, b) => a - b);
    return {
      coldSeconds: round(coldSeconds, 1),
      writesPerObject: round((after.writes - before.writes) / objects, 2),
      readsPerObject: round((after.reads - before.reads) / objects, 2),
      restart: { seconds: round(readySeconds, 2), writes: settled.writes - after.writes },
      createToJobMs: { p50: round(quantile(delays, 0.5), 1), p99: round(quantile(delays, 0.99), 1) },
      ...(waits && { eventToReconcileMs: { p50: waitMs(0.5), p99: waitMs(0.99) } }),
      ...cost,
    };
  } finally {
    await endAll(running);
    await cluster.close();
    await server.stop();
  }
}

/** Twenty at a time. */
export async function createAll(
  cluster: KubernetesCluster,
  objects: number,
  object: (index: number) => DesiredObject,
): Promise<void> {
  const left = Array.from({ length: objects }, (_, index) => index);
  const lanes = Array.from({ length: 20 }, async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      await cluster.create(object(index));
    }
  });
  await Promise.all(lanes);
}

interface JobWatch {
  count(total: number): Promise<void>;
  of(owner: string): Promise<void>;
  stop(): void;
}

async function watchJobs(cluster: KubernetesCluster, subject: Subject): Promise<JobWatch> {
  const stop = new AbortController();
  const { resourceVersion } = await cluster.list("batch/v1", "Job");
  const seen = new Set<string>();
  const waiting: { isDone: () => boolean; resolve: () => void }[] = [];
  const when = (isDone: () => boolean): Promise<void> =>
    isDone() ? Promise.resolve() : new Promise((resolve) => waiting.push({ isDone, resolve }));
  void (async () => {
    for await (const event of cluster.watch("batch/v1", "Job", { resourceVersion, signal: stop.signal })) {
      const owner = event.type === "ADDED" ? subject.ownerOf(event.object) : undefined;
      if (owner === undefined) continue;
      seen.add(owner);
      for (const each of waiting.filter(({ isDone }) => isDone())) {
        waiting.splice(waiting.indexOf(each), 1);
        each.resolve();
      }
    }
  })();
  return {
    count: (total) => when(() => seen.size >= total),
    of: (owner) => when(() => seen.has(owner)),
    stop: () => stop.abort(),
  };
}

function costOf(running: readonly Running[]): Pick<Numbers, "rssMb" | "cpuSeconds" | "processes"> {
  const each = running.map(({ name, child }) => [name, processCost(child.pid!)] as const);
  const sum = (of: (cost: Cost) => number): number => each.reduce((total, [, cost]) => total + of(cost), 0);
  return {
    rssMb: sum(({ rssMb }) => rssMb),
    cpuSeconds: round(
      sum(({ cpuSeconds }) => cpuSeconds),
      1,
    ),
    ...(each.length > 1 && { processes: Object.fromEntries(each) }),
  };
}

/** From its start to now. */
function processCost(pid: number): Cost {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]!;
  return { rssMb: Math.round(Number(peak) / 1024), cpuSeconds: round(ticks / 100, 1) };
}

/** What is waited for. Rejects if a process ends meanwhile. */
async function whileAlive(running: readonly Running[], what: Promise<void>): Promise<void> {
  const end = new AbortController();
  const deaths = running.map(async ({ name, child }) => {
    await once(child, "exit", { signal: end.signal });
    throw new Error(`${name} has ended before all its Jobs were there`);
  });
  await Promise.race([what, ...deaths]);
  end.abort();
  await Promise.allSettled(deaths);
}

async function endAll(running: readonly Running[]): Promise<void> {
  for (const { child } of running) await ended(child);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
