/**
 * The controller of a Kubernetes installation: health first, then the Lease, and only as the leader the loop and the port for
 * progress. It ends when it is told to (giving the Lease back last), or when the lead is lost: then it must not go on.
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openKubernetes, type KubernetesCluster } from "../cluster/kubernetes/index.ts";
import { Election } from "../leader/index.ts";
import { computations } from "../local/computations.ts";
import { systemClock, type Clock } from "../loop/clock.ts";
import { ControlLoop } from "../loop/control-loop.ts";
import type { Log } from "../loop/log.ts";
import { openHistory, ProgressRecorder } from "../progress/index.ts";
import { pruneHistory } from "../progress/prune-history.ts";
import { reconcilers } from "../reconcile/index.ts";
import type { ControllerMetrics } from "../telemetry/controller-metrics.ts";
import { gangTimes, metricsOf } from "../telemetry/of-controller.ts";
import { serveEndpoints, type Endpoints, type Health } from "./endpoints.ts";
import { ControllerError } from "./errors.ts";
import {
  controllerBus,
  endedRuns,
  eventAccess,
  eventAuthority,
  fillHistory,
  makeServerSecret,
} from "./event-stream.ts";
import { installationKey } from "./installation-key.ts";
import { MemoryComputed } from "./memory-computed.ts";
import type { ControllerOptions } from "./options.ts";
import { kubernetesPlatform } from "./platform.ts";
import { ProgressServer } from "./progress-server.ts";

export interface RunOptions {
  options: ControllerOptions;
  log: Log;
  /** Aborted when the process is to end. */
  signal: AbortSignal;
  /** Ports are open; with 0 in the options these are the ones that were free. */
  onServing?: (ports: Endpoints["ports"]) => void;
  /** It leads, and takes progress at this port. */
  onLeading?: (progressPort: number) => void;
}

/** Name of the Lease. */
export const leaseName = "plateau-controller";
const housekeepingMs = 3_600_000;
/** A renewal that has no answer by then is better asked again. */
const leaseTimeoutMs = 4_000;
/** Steps forward only: the time of day may be set. */
const steadyClock: Clock = {
  now: () => performance.now(),
  after: (ms, work) => systemClock.after(ms, work),
};

/** @throws ControllerError E_LEADERSHIP_LOST, E_OPTION, E_KEY_SECRET; ClusterError */
export async function runController({
  options,
  log,
  signal,
  onServing,
  onLeading,
}: RunOptions): Promise<void> {
  const { kubeconfig, qps, burst, namespace, podName, ports } = options;
  const connect = kubeconfig === undefined ? {} : { kubeconfig };
  const state: State = {
    loop: undefined,
    recorder: undefined,
    server: undefined,
    election: undefined,
    isSynced: false,
  };
  const metrics = metricsOf({
    lease: leaseName,
    leads: () => state.election?.isHeld ?? state.loop !== undefined,
    loop: () => state.loop,
    progress: (uid) => state.recorder?.progress(uid),
    connections: () => state.server?.connections ?? 0,
  });
  const endpoints = await serveEndpoints(ports, {
    metrics: metrics.exposition(),
    health: healthOf(state),
  });
  onServing?.(endpoints.ports);
  const cluster = openKubernetes({
    ...connect,
    qps,
    burst,
    mayWrite: () => state.election?.isHeld ?? true,
    onRequest: (request) => metrics.requested(request),
    onWatchRestart: (error) => {
      metrics.watchRestarted();
      log.debug({ reason: error.message }, "a watch is begun again");
    },
  });
  const leases = openKubernetes({
    ...connect,
    timeoutMs: leaseTimeoutMs,
    onRequest: (request) => metrics.requested(request),
  });
  const parts = { options, cluster, leases, state, metrics, log, signal, onLeading };
  try {
    if (!options.leaderElect) {
      await lead(parts);
      return;
    }
    const election = (state.election = new Election({
      store: leases,
      namespace,
      name: leaseName,
      identity: `${podName}_${randomUUID()}`,
      clock: steadyClock,
      log,
    }));
    log.info({ lease: `${namespace}/${leaseName}` }, "waiting to lead");
    state.isSynced = true;
    if (!(await election.acquire(signal))) return;
    state.isSynced = false;
    await leadAndHold(election, parts);
  } finally {
    await cluster.close();
    await leases.close();
    await endpoints.close();
  }
}

interface State {
  loop: ControlLoop | undefined;
  recorder: ProgressRecorder | undefined;
  server: ProgressServer | undefined;
  election: Election | undefined;
  /** It has seen all objects, or waits for its turn. */
  isSynced: boolean;
}

type LeadParts = Pick<RunOptions, "options" | "log" | "signal"> & {
  cluster: KubernetesCluster;
  leases: KubernetesCluster;
  state: State;
  metrics: ControllerMetrics;
  onLeading: RunOptions["onLeading"];
};

async function leadAndHold(election: Election, parts: LeadParts): Promise<void> {
  const over = new AbortController();
  const holding = election.hold(over.signal);
  const signal = AbortSignal.any([parts.signal, election.lost]);
  // Calls under way are cut off at the deadline, not only new ones; a renewal that hangs must not hold up the end.
  election.lost.addEventListener(
    "abort",
    () => void Promise.all([parts.cluster.close(), parts.leases.close()]),
    {
      once: true,
    },
  );
  try {
    await lead({ ...parts, signal });
  } catch (error) {
    // What fails because the connection was cut is no other failure.
    if (!election.lost.aborted) throw error;
  } finally {
    // Given back only now: nothing of this replica writes any more.
    over.abort();
    await holding;
  }
  if (election.lost.aborted) {
    const { message } = election.lost.reason as Error;
    throw new ControllerError(
      "E_LEADERSHIP_LOST",
      `${message}. This process ends; another replica leads, or this one's next life does.`,
    );
  }
}

async function lead(parts: LeadParts): Promise<void> {
  const { options, cluster, state, metrics, log, signal } = parts;
  const { namespace, keySecret: name, ports } = options;
  const key = await installationKey(cluster, { namespace, name });
  const events = options.events && {
    ...options.events,
    authority: eventAuthority(key, options.events),
  };
  const platform = kubernetesPlatform({
    ...options,
    key,
    events: events && eventAccess(events.authority, events),
  });
  mkdirSync(options.stateDir, { recursive: true });
  const history = openHistory(join(options.stateDir, "history.db"));
  const recorder: ProgressRecorder = new ProgressRecorder(history, {
    onChange: (runUid, urgent) => loop.wake(runUid, urgent),
    onEvent: (event) => metrics.progressed(event),
    onError: (error) => log.error({ error: String(error) }, "progress could not be stored"),
  });
  const ended =
    events &&
    (await endedRuns(events.authority, events, { log, objects: (kind) => state.loop?.objects(kind) ?? [] }));
  const over = new AbortController();
  const gangs = gangTimes(metrics, () => state.loop);
  const loop = new ControlLoop({
    cluster,
    reconcilers: Object.values(reconcilers),
    platform,
    clock: systemClock,
    progress: (uid) => recorder.progress(uid),
    computed: new MemoryComputed(),
    compute: computations,
    log,
    namespaces: options.watchNamespaces,
    observer: metrics,
    onChange: (object, old) => {
      gangs(object, old);
      ended?.changed(object, old);
    },
    onSynced: () => {
      state.isSynced = true;
      ended?.synced();
    },
  });
  const tidy = setInterval(() => {
    pruneHistory(history, cluster, Date.now()).catch((error: unknown) =>
      log.warn({ error: String(error) }, "tidying up failed"),
    );
  }, housekeepingMs);
  const bus = events && (await controllerBus(events.authority, events, log));
  try {
    state.loop = loop;
    state.recorder = recorder;
    if (events?.serverSecret !== undefined) {
      await makeServerSecret(cluster, { namespace, name: events.serverSecret }, events.authority);
    }
    state.server = await ProgressServer.listen({
      port: ports.progress,
      recorder,
      membershipKey: (runUid) => platform.membershipKey(runUid),
      log,
    });
    log.info({ progressPort: state.server.port }, "leading");
    parts.onLeading?.(state.server.port);
    if (bus) {
      fillHistory(bus, recorder, { historyId: history.id, signal, metrics: metrics.events }).catch(
        (error: unknown) =>
          log.error({ error: String(error) }, "the event stream is not listened to any more"),
      );
    }
    void ended?.run(AbortSignal.any([signal, over.signal]));
    await loop.run(signal);
  } finally {
    over.abort();
    clearInterval(tidy);
    // A scrape that still comes finds neither objects nor a closed file.
    state.loop = state.recorder = undefined;
    await bus?.close();
    await state.server?.close();
    recorder.flush();
    history.close();
  }
}

function healthOf(state: State): Health {
  return {
    alive: () => (state.election?.lost.aborted ? "the lead is lost; this process ends" : undefined),
    ready: () => (state.isSynced ? undefined : "the objects have not been read yet"),
  };
}
