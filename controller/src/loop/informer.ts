/**
 * Informer: keeps a cache of one kind up to date by list and watch, for ever. Any end of the watch leads to another one;
 * every `resyncMs` the list is read anew and every object is reported, so that nothing missed stays missed.
 */
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import type { Clock } from "./clock.ts";
import { keyOf } from "./keys.ts";
import { ObjectCache } from "./object-cache.ts";

export interface InformerOptions {
  cluster: Cluster;
  apiVersion: string;
  kind: string;
  clock: Clock;
  /** 5 minutes, ±10 %. */
  resyncMs?: number;
  /** In [0, 1): spreads restarts. */
  random?: () => number;
  onError?: (error: unknown) => void;
}

/** `undefined` as the object: it is gone. */
export type ChangeHandler = (object: KubeObject | undefined, old: KubeObject | undefined) => void;

const firstDelayMs = 50;
const longestDelayMs = 30_000;

export class Informer {
  readonly cache = new ObjectCache();
  readonly #options: Required<InformerOptions>;
  readonly #handlers: ChangeHandler[] = [];
  readonly #synced = Promise.withResolvers<void>();
  #failures = 0;
  #resourceVersion: string | undefined;
  /** Number of lists read so far. */
  lists = 0;

  constructor(options: InformerOptions) {
    this.#options = { resyncMs: 300_000, random: Math.random, onError: () => {}, ...options };
  }

  /** Resolves once the first list is in the cache. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  onChange(handler: ChangeHandler): void {
    this.#handlers.push(handler);
  }

  /** What a write of our own has returned: seen at once, before the watch tells of it. */
  remember(object: KubeObject): void {
    this.#take(object);
  }

  /** The object is known to be gone. */
  drop(object: KubeObject): void {
    if (this.cache.remove(object)) this.#tell(undefined, object);
  }

  /** Until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    let resyncAtMs = 0;
    while (!signal.aborted) {
      try {
        if (this.#resourceVersion === undefined || this.#options.clock.now() >= resyncAtMs) {
          await this.#list();
          resyncAtMs =
            this.#options.clock.now() + this.#options.resyncMs * (0.9 + 0.2 * this.#options.random());
        }
        await this.#watch(signal, resyncAtMs - this.#options.clock.now());
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (hasCode(error, "E_EXPIRED")) this.#resourceVersion = undefined;
        else await this.#pause(error, signal);
      }
    }
  }

  async #list(): Promise<void> {
    const { cluster, apiVersion, kind } = this.#options;
    const { items, resourceVersion } = await cluster.list(apiVersion, kind);
    const names = new Set(items.map(({ metadata }) => keyOf(metadata)));
    for (const old of this.cache.values()) {
      const isNewer = BigInt(old.metadata.resourceVersion) > BigInt(resourceVersion);
      if (!names.has(keyOf(old.metadata)) && !isNewer) this.drop(old);
    }
    for (const object of items) {
      if (!this.#take(object)) this.#tell(object, object);
    }
    this.#resourceVersion = resourceVersion;
    this.lists += 1;
    this.#synced.resolve();
  }

  /** Ends without an error when it is time to list again, or when the server ends it. */
  async #watch(signal: AbortSignal, forMs: number): Promise<void> {
    const { cluster, apiVersion, kind, clock } = this.#options;
    const ended = new AbortController();
    const cancel = clock.after(forMs, () => ended.abort());
    const combined = AbortSignal.any([signal, ended.signal]);
    try {
      const resourceVersion = this.#resourceVersion!;
      for await (const event of cluster.watch(apiVersion, kind, { resourceVersion, signal: combined })) {
        if (event.type === "BOOKMARK") this.#resourceVersion = event.resourceVersion;
        else {
          this.#resourceVersion = event.object.metadata.resourceVersion;
          if (event.type === "DELETED") this.drop(event.object);
          else this.#take(event.object);
        }
      }
    } finally {
      cancel();
    }
  }

  #take(object: KubeObject): boolean {
    const old = this.cache.put(object);
    if (old === false) return false;
    this.#tell(object, old);
    return true;
  }

  #tell(object: KubeObject | undefined, old: KubeObject | undefined): void {
    for (const handler of this.#handlers) handler(object, old);
  }

  async #pause(error: unknown, signal: AbortSignal): Promise<void> {
    const { clock, random, onError } = this.#options;
    onError(error);
    const ms = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#failures) * (0.5 + random());
    this.#failures = Math.min(this.#failures + 1, 16);
    // After a failed watch the next one starts from a list.
    this.#resourceVersion = undefined;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      signal.addEventListener(
        "abort",
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
  }
}
