/**
 * The controller of a home: lease, fence, then loop, node and progress together. Order matters: nothing is started before
 * the lease is held and every process of an earlier controller is gone, and the lease is given back last.
 */
import { workerEnv, type ProcessCommand } from "@plateau/proto";
import type { ServedMetrics } from "@plateau/proto/metrics/serve.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Database } from "../cluster/local/database.ts";
import { SqliteComputed } from "../cluster/local/computed.ts";
import { acquireLease } from "../cluster/local/lease.ts";
import { ProcessNode } from "../cluster/local/node/node.ts";
import type { LocalBus } from "../events/local/index.ts";
import { systemClock } from "../loop/clock.ts";
import { ControlLoop } from "../loop/control-loop.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import type { Log } from "../loop/log.ts";
import { ProgressRecorder, type SqliteHistory } from "../progress/index.ts";
import { pruneHistory } from "../progress/prune-history.ts";
import { reconcilers } from "../reconcile/index.ts";
import { gangTimes, metricsOf } from "../telemetry/of-controller.ts";
import { WorkerTargets } from "../telemetry/targets.ts";
import { computations } from "./computations.ts";
import type { Home } from "./home.ts";
import { localPlatform, removeSockets } from "./platform.ts";
import { progressListener } from "./progress-listener.ts";
import { isWorkerOf, PodStream } from "./pod-stream.ts";
import { pruneLogs } from "./prune-logs.ts";
import { serveHomeMetrics } from "./serve-metrics.ts";

export interface ControllerParts {
  home: Home;
  db: Database;
  cluster: Cluster;
  history: SqliteHistory;
  events: LocalBus;
  workerCommand: readonly string[];
  /** Where metrics are served on the loopback; undefined = nowhere. */
  metricsPort: number | undefined;
  log: Log;
  signal: AbortSignal;
}

const housekeepingMs = 3_600_000;

export async function runController(parts: ControllerParts): Promise<void> {
  const { home, db, cluster, history, events, workerCommand, log, signal } = parts;
  const lease = acquireLease(db, home.path);
  const targets = new WorkerTargets();
  let running: ControlLoop | undefined;
  let served: ServedMetrics | undefined;
  const metrics = metricsOf({
    lease: "plateau-home",
    leads: () => running !== undefined,
    loop: () => running,
    progress: (uid) => recorder.progress(uid),
    // Over the processes' own channels.
    connections: () => targets.size,
  });
  const recorder: ProgressRecorder = new ProgressRecorder(history, {
    onChange: (runUid, urgent) => running?.wake(runUid, urgent),
    onEvent: (event) => metrics.progressed(event),
    onError: (error) => log.error({ error: String(error) }, "progress could not be stored"),
  });
  try {
    served = await serveHomeMetrics(parts.metricsPort, metrics, targets);
    const loop = new ControlLoop({
      cluster,
      reconcilers: Object.values(reconcilers),
      platform: localPlatform(home, workerCommand),
      clock: systemClock,
      progress: (uid) => recorder.progress(uid),
      computed: new SqliteComputed(db),
      compute: computations,
      observer: metrics,
      onChange: gangTimes(metrics, () => running),
      log,
    });
    running = loop;
    const node = new ProcessNode({
      cluster,
      db,
      podsFolder: home.pods,
      nodeId: home.path,
      ...(served ? { nodeEnv: { [workerEnv.metrics]: "127.0.0.1:0" } } : {}),
      listener: progressListener({ recorder, targets, stream: new PodStream(events, cluster), log }),
      log,
    });
    await node.fence();
    const tidy = (): void => {
      void keepHouse(parts).catch((error: unknown) =>
        log.warn({ error: String(error) }, "tidying up failed"),
      );
    };
    tidy();
    const timer = setInterval(tidy, housekeepingMs);
    try {
      await runTogether(
        [
          (stop) => node.run(stop),
          (stop) => loop.run(stop),
          (stop) =>
            events.serve(
              (run, plateauCommand) =>
                void node.tell((pod) => isWorkerOf(pod, run), { plateauCommand } satisfies ProcessCommand),
              stop,
            ),
        ],
        signal,
      );
    } finally {
      clearInterval(timer);
      recorder.flush();
      events.flush();
      removeSockets(home);
    }
  } finally {
    running = undefined;
    await served?.close();
    lease.release();
  }
}

/** If one of them fails, the others are stopped in order before the failure is passed on. */
async function runTogether(
  parts: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const combined = AbortSignal.any([signal, stop.signal]);
  const results = await Promise.allSettled(parts.map((part) => part(combined).finally(() => stop.abort())));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function keepHouse({ cluster, home, history }: ControllerParts): Promise<void> {
  await new EventRecorder(cluster, systemClock).expire();
  await pruneLogs(home.pods, cluster);
  await pruneHistory(history, cluster, Date.now());
}
