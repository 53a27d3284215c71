/**
 * The loop: for every kind a queue of keys and a few workers. Changes, progress and finished computations put keys in; a
 * worker gathers the snapshot, asks the reconciler, carries out the actions in order, writes the status, and only then
 * announces. Whatever goes wrong puts the key back with a growing delay; nothing is remembered between passes.
 */
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import type { Decision, Platform, Reconciler } from "../reconcile/reconciler.ts";
import { ActionRunner } from "./action-runner.ts";
import type { Clock } from "./clock.ts";
import { Computations, type Compute, type ComputedStore } from "./computations.ts";
import { gather, type SnapshotSources } from "./gather.ts";
import type { ChangeHandler } from "./informer.ts";
import { Informers } from "./informers.ts";
import { keyOf, kindKey, splitKey } from "./keys.ts";
import type { Log } from "./log.ts";
import { LoopMetrics, type ReconcileResult } from "./metrics.ts";
import type { ObjectCache } from "./object-cache.ts";
import { nobody, type LoopObserver } from "./observer.ts";
import { RelatedIndex, type Query } from "./related-index.ts";
import { StatusPacer } from "./status-writer.ts";
import { WorkQueue, type QueueObserver } from "./work-queue.ts";

export interface ControlLoopOptions {
  cluster: Cluster;
  reconcilers: readonly Reconciler[];
  platform: Platform;
  clock: Clock;
  progress: SnapshotSources["progress"];
  computed: ComputedStore;
  compute: Readonly<Record<"fit-study", Compute>>;
  log: Log;
  /** Reconciles of one kind at the same time. */
  workers?: number;
  resyncMs?: number;
  random?: () => number;
  /** Namespaces whose objects it looks after; empty or absent = all. */
  namespaces?: readonly string[];
  observer?: LoopObserver;
  /** A change of one of its objects, as seen; undefined as the object: it is gone. */
  onChange?: ChangeHandler;
  /** All objects of its kinds have been seen. */
  onSynced?: () => void;
}

/** News of steps wake their run at most this often. */
const progressIntervalMs = 1_000;
const namespaceEndingMs = 60_000;
/** Asked to come back sooner than this, a reconciler would keep the machine busy. */
const shortestRequeueMs = 20;

interface Lane {
  reconciler: Reconciler;
  queue: WorkQueue;
}

export class ControlLoop {
  readonly metrics = new LoopMetrics();
  readonly #options: ControlLoopOptions;
  readonly #observer: LoopObserver;
  /** Once it runs. */
  #informers: Informers | undefined;
  readonly #lanes: Lane[];
  readonly #pacer = new StatusPacer();
  /** Which key an object of a reconciled kind has, by uid. */
  readonly #byUid = new Map<string, { lane: Lane; key: string }>();
  readonly #related = new RelatedIndex();
  /** When it was last refused there, because the namespace is being deleted, to make something. */
  readonly #namespacesEnding = new Map<string, number>();
  /** Kinds whose changes wake whoever looks at them. */
  readonly #relatedKinds = new Set<string>();

  constructor(options: ControlLoopOptions) {
    this.#options = options;
    this.#observer = options.observer ?? nobody;
    this.#lanes = options.reconcilers.map((reconciler) => ({
      reconciler,
      queue: new WorkQueue({ clock: options.clock, observer: this.#watchQueue(reconciler.kind) }),
    }));
  }

  /** Something about this object has changed that no watch tells: progress (`urgent`: not merely another step) or a result. */
  wake(uid: string, urgent: boolean): void {
    const entry = this.#byUid.get(uid);
    if (!entry) return;
    if (urgent) entry.lane.queue.add(entry.key);
    else entry.lane.queue.addAfter(entry.key, progressIntervalMs);
  }

  /** Keys that are ready or being worked on, over all kinds. */
  get idle(): boolean {
    return this.#lanes.every(({ queue }) => queue.idle);
  }

  /** Objects of a reconciled kind, as last seen. */
  objects(kind: string): Iterable<KubeObject> {
    return this.#cacheOf(kind)?.values() ?? [];
  }

  object(kind: string, namespace: string, name: string): KubeObject | undefined {
    return this.#cacheOf(kind)?.get(namespace, name);
  }

  /** Job of a run's gang, as last seen. */
  job(namespace: string, name: string): KubeObject | undefined {
    return this.#informers?.of("batch/v1", "Job").cache.get(namespace, name);
  }

  #cacheOf(kind: string): ObjectCache | undefined {
    const reconciler = this.#lanes.find((lane) => lane.reconciler.kind === kind)?.reconciler;
    return reconciler && this.#informers?.of(reconciler.apiVersion, kind).cache;
  }

  #watchQueue(kind: string): QueueObserver {
    return {
      added: () => this.#observer.queued(kind),
      waited: (ms) => this.#observer.waited(kind, ms / 1000),
      retried: () => this.#observer.retried(kind),
    };
  }

  queueDepth(kind: string): number {
    return this.#lanes.find(({ reconciler }) => reconciler.kind === kind)?.queue.depth ?? 0;
  }

  /** Until `signal` aborts; then it finishes what is in hand. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, clock, log, resyncMs, random, computed, compute, namespaces = [] } = this.#options;
    const informers = (this.#informers = new Informers({
      cluster,
      clock,
      signal,
      namespaces,
      ...(resyncMs === undefined ? {} : { resyncMs }),
      ...(random === undefined ? {} : { random }),
      onError: (error, kind) =>
        log.warn({ kind, error: messageOf(error) }, "a watch ended; it is started again"),
    }));
    const computations = new Computations({
      store: computed,
      compute,
      log,
      signal,
      onResult: (uid) => this.wake(uid, true),
    });
    const actions = new ActionRunner({ cluster, informers, clock, pacer: this.#pacer, computations });
    for (const lane of this.#lanes) this.#listen(lane, informers);
    signal.addEventListener("abort", () => this.#closeQueues(), { once: true });
    if (signal.aborted) this.#closeQueues();
    // Rejected by the end alone, also while the server is away.
    await Promise.all(
      this.#lanes.map(({ reconciler }) => informers.of(reconciler.apiVersion, reconciler.kind).synced),
    ).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!signal.aborted) this.#options.onSynced?.();
    const sources: SnapshotSources = {
      informers,
      platform: this.#options.platform,
      progress: this.#options.progress,
      computed: (uid) => computed.of(uid),
      now: () => clock.now(),
      isNamespaceEnding: (namespace) => this.#isEnding(namespace),
    };
    const workers = this.#lanes.flatMap((lane) =>
      Array.from({ length: this.#options.workers ?? 5 }, () => this.#work(lane, sources, actions)),
    );
    await Promise.all(workers);
    await informers.ended();
    await computations.ended();
  }

  #closeQueues(): void {
    for (const { queue } of this.#lanes) queue.close();
  }

  #listen(lane: Lane, informers: Informers): void {
    const { reconciler, queue } = lane;
    informers.of(reconciler.apiVersion, reconciler.kind).onChange((object, old) => {
      const known = (object ?? old)!;
      const key = keyOf(known.metadata);
      if (old && old.metadata.uid !== object?.metadata.uid) this.#forget(old.metadata.uid);
      if (object) this.#byUid.set(object.metadata.uid, { lane, key });
      queue.add(key);
      this.#options.onChange?.(object, old);
    });
    for (const watch of reconciler.watches) {
      informers.of(watch.apiVersion, watch.kind).onChange((object, old) => {
        const touched = [object, old].filter((entry) => entry !== undefined);
        for (const ref of touched.flatMap((entry) => watch.toKeys(entry))) {
          if (kindKey(ref) === kindKey(reconciler)) queue.add(keyOf(ref));
        }
      });
    }
  }

  /** From now on changes of what the object looks at bring it back. */
  #follow({ metadata }: KubeObject, queries: readonly Query[], informers: Informers): void {
    this.#related.set(metadata.uid, metadata.namespace, queries);
    for (const { apiVersion, kind } of queries) {
      const key = kindKey({ apiVersion, kind });
      if (this.#relatedKinds.has(key)) continue;
      this.#relatedKinds.add(key);
      informers.of(apiVersion, kind).onChange((object, old) => {
        for (const uid of this.#related.watchersOf(object, old)) this.wake(uid, true);
      });
    }
  }

  /** For a while: one of the same name may be made again. */
  #isEnding(namespace: string): boolean {
    const saidMs = this.#namespacesEnding.get(namespace);
    if (saidMs === undefined) return false;
    if (this.#options.clock.now() < saidMs + namespaceEndingMs) return true;
    this.#namespacesEnding.delete(namespace);
    return false;
  }

  #forget(uid: string): void {
    this.#byUid.delete(uid);
    this.#related.remove(uid);
    this.#pacer.forget(uid);
    try {
      this.#options.computed.forget(uid);
    } catch (error) {
      this.#options.log.warn({ uid, error: messageOf(error) }, "results of a deleted object stay stored");
    }
  }

  async #work(lane: Lane, sources: SnapshotSources, actions: ActionRunner): Promise<void> {
    const { reconciler, queue } = lane;
    const informer = sources.informers.of(reconciler.apiVersion, reconciler.kind);
    for (let key = await queue.next(); key !== undefined; key = await queue.next()) {
      const { namespace, name } = splitKey(key);
      const object = informer.cache.get(namespace, name);
      const begun = performance.now();
      const result = object ? await this.#reconcile(lane, { key, object, sources, actions }) : "success";
      if (!object) queue.forget(key);
      queue.done(key);
      const seconds = (performance.now() - begun) / 1000;
      this.metrics.record(reconciler.kind, result, seconds);
      this.#observer.reconciled(reconciler.kind, result, seconds);
    }
  }

  async #reconcile(
    { reconciler, queue }: Lane,
    pass: { key: string; object: KubeObject; sources: SnapshotSources; actions: ActionRunner },
  ): Promise<ReconcileResult> {
    const { key, object, sources, actions } = pass;
    try {
      const queries = reconciler.relatedQueries(object);
      this.#follow(object, queries, sources.informers);
      const decision: Decision = reconciler.reconcile(await gather(object, queries, sources));
      const { writes, statusWritten, waitMs } = await actions.carryOut(object, decision);
      this.metrics.of(reconciler.kind).writes += writes;
      if (statusWritten) this.#observer.statusWritten(reconciler.kind);
      queue.forget(key);
      const again = [decision.requeueAfterMs, waitMs].filter((ms) => ms !== undefined);
      if (again.length === 0) return "success";
      queue.addAfter(key, Math.max(shortestRequeueMs, Math.min(...again)));
      return "requeue_after";
    } catch (error) {
      const delayMs = queue.addRateLimited(key);
      if (hasCode(error, "E_CONFLICT")) return "conflict";
      // The loop ends: what it was about to look at is not watched any more.
      if (hasCode(error, "E_CLOSED")) return "requeue_after";
      if (hasCode(error, "E_NAMESPACE_ENDING")) {
        // Seen by the reconciler in the next pass, which comes at once.
        this.#namespacesEnding.set(object.metadata.namespace, this.#options.clock.now());
        return "requeue_after";
      }
      // An API server that is away is told of by its own alarms, and comes back.
      this.#options.log[hasCode(error, "E_UNAVAILABLE") ? "warn" : "error"](
        { kind: reconciler.kind, object: key, error: messageOf(error), retryInMs: delayMs },
        "a reconcile failed; it is tried again",
      );
      return "error";
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
