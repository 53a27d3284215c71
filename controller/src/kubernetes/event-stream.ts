/**
 * The event stream of an installation: who may do what on it, what its own server is configured with, and the second path by which the
 * history hears what workers tell. Nothing here decides: without NATS, progress comes directly (progress-server.ts).
 */
import type { Cluster } from "../cluster/cluster.ts";
import type { EventBus, StoredEvent } from "../events/bus.ts";
import { Gaps } from "../events/gaps.ts";
import { EventAuthority, type GivenAccount } from "../events/nats/authority.ts";
import type { EndedRuns, EndedRunsOptions } from "../events/nats/ended-runs.ts";
import type { StreamLimits } from "../events/nats/stream.ts";
import type { Log } from "../loop/log.ts";
import type { ProgressRecorder } from "../progress/index.ts";
import type { EventAccess } from "../reconcile/reconciler.ts";
import type { EventMetrics } from "../telemetry/controller-metrics.ts";
import { createSecret } from "./create-secret.ts";
import { ControllerError } from "./errors.ts";

export interface EventStreamOptions {
  url: string;
  limits: StreamLimits;
  /** Credentials of workers expire after so long, and are renewed after half of it. */
  credentialsMs: number;
  /** Account of a NATS that is there already; without it the installation's own. */
  account: GivenAccount | undefined;
  /** Secret with the configuration of the installation's own server; made if it is not there. */
  serverSecret: string | undefined;
}

/** @throws ControllerError E_OPTION if the account cannot be used */
export function eventAuthority(
  key: Uint8Array,
  { account, limits, credentialsMs }: EventStreamOptions,
): EventAuthority {
  try {
    return new EventAuthority(key, {
      given: account,
      lifetimeMs: credentialsMs,
      keptMs: limits.maxAgeMs,
    });
  } catch (cause) {
    throw new ControllerError(
      "E_OPTION",
      `--events-account, --events-signing-key: ${(cause as Error).message}`,
      { cause },
    );
  }
}

export function eventAccess(authority: EventAuthority, { url }: EventStreamOptions): EventAccess {
  return {
    url,
    workerTerm: (run, nowMs) => authority.workerTerm(run, nowMs),
    worker: (run, nowMs) => authority.worker(run, nowMs),
    reader: (namespace, nowMs) => authority.reader(namespace, nowMs),
  };
}

export async function controllerBus(
  authority: EventAuthority,
  { url, limits }: EventStreamOptions,
  log: Log,
): Promise<EventBus> {
  // An installation without it does not pay for its libraries.
  const { NatsBus } = await import("../events/nats/bus.ts");
  return new NatsBus({
    url,
    limits,
    credentials: authority.controller(),
    name: "plateau controller",
    log: (message, fields) => log.warn(fields ?? {}, message),
  });
}

/** What is to be done when runs end; nothing where the account is not ours to change: there, credentials end by their date. */
export async function endedRuns(
  authority: EventAuthority,
  { url, account }: EventStreamOptions,
  { log, objects }: Pick<EndedRunsOptions, "objects"> & { log: Log },
): Promise<EndedRuns | undefined> {
  if (account) return undefined;
  const [{ EndedRuns }, { Revoker }, { tellersAt }] = await Promise.all([
    import("../events/nats/ended-runs.ts"),
    import("../events/nats/revoker.ts"),
    import("../events/nats/tellers.ts"),
  ]);
  const revoker = new Revoker({ url, authority });
  return new EndedRuns({
    authority,
    objects,
    revoke: (users) => revoker.revoke(users),
    tellers: () => tellersAt(url, authority.controller()),
    log: (message, fields) => log.warn(fields ?? {}, message),
  });
}

/** The server's pod waits for it. The same every time, so it is never changed. */
export async function makeServerSecret(
  cluster: Pick<Cluster, "create">,
  { namespace, name }: { namespace: string; name: string },
  authority: EventAuthority,
): Promise<void> {
  await createSecret(cluster, { namespace, name, data: { "accounts.conf": authority.serverConfig() } });
}

/**
 * What workers told while nobody listened, and what the direct path left out, until the signal aborts.
 *
 * @param historyId of the history that is filled: a new one is told everything from the beginning
 */
export function fillHistory(
  bus: EventBus,
  recorder: Pick<ProgressRecorder, "record" | "flush" | "failures">,
  { historyId, signal, metrics }: { historyId: string; signal: AbortSignal; metrics?: EventMetrics },
): Promise<void> {
  const gaps = new Gaps();
  return bus.consume({
    onConnected: (isConnected) => metrics?.connected(isConnected),
    onPending: (events) => metrics?.pending(events),
    name: `history-${historyId}`,
    signal,
    take: (events) => {
      const { failures } = recorder;
      for (const event of events) recorder.record(event, event.process, event.storedAtMs);
      recorder.flush();
      if (recorder.failures > failures) throw new Error("the history could not be written");
      for (const event of events) tell(metrics, event, gaps.next(event));
    },
  });
}

function tell(metrics: EventMetrics | undefined, { storedAtMs }: StoredEvent, missing: number): void {
  metrics?.received((Date.now() - storedAtMs) / 1000);
  if (missing > 0) metrics?.lost(missing);
}
