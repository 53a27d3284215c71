/**
 * Logs of a run on Kubernetes: all of its pods, as they come and go, until the run is over. A rank whose pod is replaced goes on
 * with the new pod.
 */
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { KubernetesAccess } from "@plateau/controller/cluster/kubernetes/index.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { isFinished } from "../live/observe.ts";
import { Mirror } from "../place/mirror.ts";
import { Channel } from "./channel.ts";
import { followContainer } from "./follow-container.ts";
import { isWanted, type LogLine, type LogsRequest } from "./logs.ts";
import { stampedLines } from "./stamped-lines.ts";
import {
  findRun,
  hasStarted,
  inOrder,
  isOver,
  podState,
  rankOf,
  workerContainer,
  type Run,
} from "./run-pods.ts";

export interface LogSource {
  cluster: Cluster;
  openLog: KubernetesAccess["openLog"];
}

/** @throws CliError E_NOT_FOUND, E_USAGE; ClusterError */
export async function* followRunLogs(source: LogSource, request: LogsRequest): AsyncGenerator<LogLine, void> {
  const run = await findRun(source.cluster, request.namespace, request.run);
  if (request.follow) yield* follow(source, run, request);
  else yield* readAll(source, run, request);
}

/** What is there now, pod by pod in the order in which they were made. */
async function* readAll(
  { cluster, openLog }: LogSource,
  run: Run,
  { namespace, ranks, signal, note }: LogsRequest,
): AsyncGenerator<LogLine, void> {
  const { items } = await cluster.list("v1", "Pod", { namespace, labels: podLabels(run) });
  for (const pod of inOrder(items).filter((each) => isWanted(ranks, rankOf(each)))) {
    const rank = rankOf(pod);
    if (!hasStarted(pod)) {
      note(`Rank ${rank} has not started: pod ${pod.metadata.name} is ${podState(pod)}.`);
      continue;
    }
    const chunks = await openLog({
      namespace,
      pod: pod.metadata.name,
      container: workerContainer,
      follow: false,
      signal,
    });
    const lines = stampedLines(chunks);
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.value) yield { rank, text: next.value.text };
      if (next.done) break;
    }
  }
}

async function* follow(source: LogSource, run: Run, request: LogsRequest): AsyncGenerator<LogLine, void> {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const channel = new Channel<LogLine>();
  const follower = new RunFollower(source, run, { ...request, signal }, channel);
  void follower.run().then(
    () => channel.end(),
    (error: unknown) => channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    left.abort();
  }
}

class RunFollower {
  readonly #source: LogSource;
  readonly #run: Run;
  readonly #request: LogsRequest;
  readonly #channel: Channel<LogLine>;
  /** By uid of the pod. */
  readonly #readers = new Map<string, Promise<void>>();
  readonly #podOfRank = new Map<number, string>();

  constructor(source: LogSource, run: Run, request: LogsRequest, channel: Channel<LogLine>) {
    this.#source = source;
    this.#run = run;
    this.#request = request;
    this.#channel = channel;
  }

  /** Until the run is over and all that its pods wrote has been read, or the signal aborts. */
  async run(): Promise<void> {
    const { signal, note } = this.#request;
    const { kind, metadata } = this.#run;
    const { namespace, name, uid } = metadata;
    const mirror = new Mirror(
      this.#source.cluster,
      [
        { apiVersion: "v1", kind: "Pod", namespace, labels: podLabels(this.#run) },
        { apiVersion, kind, namespace },
      ],
      { signal, onTrouble: () => note("The API server does not answer; trying again.") },
    );
    await mirror.synced();
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => {});
    while (!signal.aborted) {
      for (const pod of inOrder(mirror.objects("Pod"))) this.#read(pod, failed.reject);
      const now = mirror.find(kind, namespace, name);
      if (!now || now.metadata.uid !== uid || isFinished(now as Run)) break;
      await Promise.race([mirror.next(), failed.promise]);
    }
    // What a watch has not told of yet: the last pods may have begun and ended at once.
    if (!signal.aborted) {
      const { items } = await this.#source.cluster.list("v1", "Pod", {
        namespace,
        labels: podLabels(this.#run),
      });
      for (const pod of inOrder(items)) this.#read(pod, failed.reject);
    }
    await Promise.race([Promise.all(this.#readers.values()), failed.promise]);
  }

  #read(pod: KubeObject, onFailure: (error: unknown) => void): void {
    const { uid, name } = pod.metadata;
    const rank = rankOf(pod);
    if (!isWanted(this.#request.ranks, rank) || this.#readers.has(uid) || !hasStarted(pod)) return;
    const before = this.#podOfRank.get(rank);
    if (before !== undefined) this.#request.note(`Rank ${rank} goes on in pod ${name}, after ${before}.`);
    this.#podOfRank.set(rank, name);
    this.#readers.set(uid, this.#readPod(pod, rank).catch(onFailure));
  }

  async #readPod({ metadata: { name, uid } }: KubeObject, rank: number): Promise<void> {
    const { namespace, signal, note } = this.#request;
    const { cluster, openLog } = this.#source;
    const lines = followContainer({
      open: (options) =>
        openLog({ namespace, pod: name, container: workerContainer, follow: true, ...options }),
      isOver: async () => {
        const pod = await cluster.get({ apiVersion: "v1", kind: "Pod", namespace, name });
        return !pod || pod.metadata.uid !== uid || isOver(pod);
      },
      signal,
      onTrouble: () => note(`The connection to the log of rank ${rank} (pod ${name}) broke; trying again.`),
    });
    for await (const text of lines) this.#channel.push({ rank, text });
  }
}

const podLabels = ({ metadata }: Run): Record<string, string> => ({ [labels.runUid]: metadata.uid });
