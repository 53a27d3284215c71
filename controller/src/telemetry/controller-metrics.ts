/**
 * Metrics of the controller's process: what the loop, the API client, the recorder and the event stream tell as it happens, and what
 * is cheaper to ask for at a scrape. The series of runs and studies follow, told by the replica that leads and by no other: what the
 * others knew would be old.
 */
import type { ProgressEvent } from "@plateau/proto";
import { controllerMetrics } from "@plateau/proto/metrics/index.ts";
import {
  beforeScrape,
  createInstruments,
  measureProcess,
  type Instruments,
} from "@plateau/proto/metrics/instruments.ts";
import type { Exposition } from "@plateau/proto/metrics/serve.ts";
import { Registry } from "prom-client";
import type { ReconcileResult } from "../loop/metrics.ts";
import type { LoopObserver } from "../loop/observer.ts";
import { objectSeries, type ObjectSource } from "./object-series.ts";

export interface Observed {
  version: string;
  /** Name of the Lease, or of what stands for it. */
  lease: string;
  kinds: readonly string[];
  leads: () => boolean;
  queueDepth: (kind: string) => number;
  /** Ranks that tell their progress. */
  connections: () => number;
  /** Undefined while nothing has been read. */
  objects: () => ObjectSource | undefined;
}

export interface ApiRequest {
  method: string;
  /** As of client-go: GET, LIST, POST, PUT, PATCH, DELETE or WATCH. */
  verb: string;
  /** Status code, or `<error>` if there was no answer. */
  code: string;
  seconds: number;
}

const results: readonly ReconcileResult[] = ["success", "requeue_after", "conflict", "error"];
/** Codes are listed in the workers' source, but a worker may be of another release: more than these are one. */
const mostReasons = 64;

export class ControllerMetrics implements LoopObserver {
  /** Instruments of the event stream, for whoever takes from it; nothing is told without one. */
  readonly events: EventMetrics;
  readonly #registry = new Registry();
  readonly #metrics: Instruments<typeof controllerMetrics>;
  readonly #observed: Observed;
  readonly #reasons = new Set<string>();

  constructor(observed: Observed) {
    this.#observed = observed;
    this.#metrics = createInstruments(this.#registry, controllerMetrics);
    this.events = new EventMetrics(this.#metrics);
    this.#metrics.plateau_build_info.set({ version: observed.version }, 1);
    this.#startFromNothing();
    beforeScrape(this.#metrics.leader_election_master_status, () => this.#ask());
    measureProcess(this.#registry);
  }

  reconciled(controller: string, result: ReconcileResult, seconds: number): void {
    this.#metrics.controller_runtime_reconcile_total.inc({ controller, result });
    this.#metrics.controller_runtime_reconcile_time_seconds.observe({ controller }, seconds);
    if (result === "error") this.#metrics.controller_runtime_reconcile_errors_total.inc({ controller });
  }

  queued(name: string): void {
    this.#metrics.workqueue_adds_total.inc({ name });
  }

  retried(name: string): void {
    this.#metrics.workqueue_retries_total.inc({ name });
  }

  waited(name: string, seconds: number): void {
    this.#metrics.workqueue_queue_duration_seconds.observe({ name }, seconds);
  }

  statusWritten(controller: string): void {
    this.#metrics.plateau_status_writes_total.inc({ controller });
  }

  requested({ method, verb, code, seconds }: ApiRequest): void {
    this.#metrics.rest_client_requests_total.inc({ code, method });
    // A watch takes as long as it may.
    if (verb !== "WATCH") this.#metrics.rest_client_request_duration_seconds.observe({ verb }, seconds);
  }

  watchRestarted(): void {
    this.#metrics.plateau_watch_restarts_total.inc();
  }

  /** News of a rank, once each. */
  progressed(event: ProgressEvent): void {
    this.#metrics.plateau_progress_messages_total.inc({ type: event.type });
    if (event.type !== "lifecycle" || event.state !== "failed") return;
    const isKnown = this.#reasons.has(event.reason) || this.#reasons.size < mostReasons;
    if (isKnown) this.#reasons.add(event.reason);
    this.#metrics.plateau_run_failures_total.inc({ reason: isKnown ? event.reason : "other" });
  }

  gangReady(seconds: number): void {
    this.#metrics.plateau_gang_ready_seconds.observe(seconds);
  }

  exposition(): Exposition {
    const registry = this.#registry;
    const { leads, objects } = this.#observed;
    return async function* () {
      yield await registry.metrics();
      const source = leads() ? objects() : undefined;
      if (source) yield* objectSeries(source);
    };
  }

  /** Counters of a bounded list begin at 0, so that the first of a kind is an increase. */
  #startFromNothing(): void {
    const metrics = this.#metrics;
    for (const kind of this.#observed.kinds) {
      for (const result of results)
        metrics.controller_runtime_reconcile_total.inc({ controller: kind, result }, 0);
      metrics.controller_runtime_reconcile_errors_total.inc({ controller: kind }, 0);
      metrics.plateau_status_writes_total.inc({ controller: kind }, 0);
      metrics.workqueue_adds_total.inc({ name: kind }, 0);
      metrics.workqueue_retries_total.inc({ name: kind }, 0);
    }
    for (const type of ["step", "evaluated", "checkpoint", "lifecycle"] satisfies ProgressEvent["type"][])
      metrics.plateau_progress_messages_total.inc({ type }, 0);
  }

  #ask(): void {
    const { lease, leads, kinds, queueDepth, connections } = this.#observed;
    this.#metrics.leader_election_master_status.set({ name: lease }, leads() ? 1 : 0);
    for (const name of kinds) this.#metrics.workqueue_depth.set({ name }, queueDepth(name));
    this.#metrics.plateau_progress_connections.set(connections());
  }
}

/** What the consumer of the event stream tells. */
export class EventMetrics {
  readonly #metrics: Instruments<typeof controllerMetrics>;

  constructor(metrics: Instruments<typeof controllerMetrics>) {
    this.#metrics = metrics;
  }

  connected(isConnected: boolean): void {
    this.#metrics.plateau_events_connected.set(isConnected ? 1 : 0);
  }

  received(lagSeconds: number): void {
    this.#metrics.plateau_events_received_total.inc();
    this.#metrics.plateau_events_lag_seconds.observe(Math.max(0, lagSeconds));
  }

  pending(count: number): void {
    this.#metrics.plateau_events_pending.set(count);
  }

  lost(count: number): void {
    this.#metrics.plateau_events_lost_total.inc(count);
  }
}
