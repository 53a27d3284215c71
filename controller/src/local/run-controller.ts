/**
 * The controller of a home: lease, fence, then loop, node and progress together. Order matters: nothing is started before
 * the lease is held and every process of an earlier controller is gone, and the lease is given back last.
 */
import type { Cluster } from "../cluster/cluster.ts";
import type { Database } from "../cluster/local/database.ts";
import { SqliteComputed } from "../cluster/local/computed.ts";
import { acquireLease } from "../cluster/local/lease.ts";
import { ProcessNode } from "../cluster/local/node/node.ts";
import { systemClock } from "../loop/clock.ts";
import { ControlLoop } from "../loop/control-loop.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import type { Log } from "../loop/log.ts";
import { ProgressRecorder, type SqliteHistory } from "../progress/index.ts";
import { pruneHistory } from "../progress/prune-history.ts";
import { reconcilers } from "../reconcile/index.ts";
import { computations } from "./computations.ts";
import type { Home } from "./home.ts";
import { localPlatform, removeSockets } from "./platform.ts";
import { progressListener } from "./progress-listener.ts";
import { pruneLogs } from "./prune-logs.ts";

export interface ControllerParts {
  home: Home;
  db: Database;
  cluster: Cluster;
  history: SqliteHistory;
  workerCommand: readonly string[];
  log: Log;
  signal: AbortSignal;
}

const housekeepingMs = 3_600_000;

export async function runController(parts: ControllerParts): Promise<void> {
  const { home, db, cluster, history, workerCommand, log, signal } = parts;
  const lease = acquireLease(db, home.path);
  try {
    const recorder: ProgressRecorder = new ProgressRecorder(history, {
      onChange: (runUid, urgent) => loop.wake(runUid, urgent),
      onError: (error) => log.error({ error: String(error) }, "progress could not be stored"),
    });
    const loop = new ControlLoop({
      cluster,
      reconcilers: Object.values(reconcilers),
      platform: localPlatform(home, workerCommand),
      clock: systemClock,
      progress: (uid) => recorder.progress(uid),
      computed: new SqliteComputed(db),
      compute: computations,
      log,
    });
    const node = new ProcessNode({
      cluster,
      db,
      podsFolder: home.pods,
      nodeId: home.path,
      listener: progressListener(recorder, log),
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
      await runTogether([(stop) => node.run(stop), (stop) => loop.run(stop)], signal);
    } finally {
      clearInterval(timer);
      recorder.flush();
      removeSockets(home);
    }
  } finally {
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
