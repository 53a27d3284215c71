/**
 * Informer: a cache of one kind and whoever wants to hear of its changes, kept up to date by a reflector for all namespaces, or
 * one for each of those that are watched.
 */
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import type { Clock } from "./clock.ts";
import { keyOf } from "./keys.ts";
import { ObjectCache } from "./object-cache.ts";
import { Reflector } from "./reflector.ts";

export interface InformerOptions {
  cluster: Pick<Cluster, "list" | "watch">;
  apiVersion: string;
  kind: string;
  clock: Clock;
  /** Empty or absent = all. */
  namespaces?: readonly string[];
  /** 5 minutes, ±10 %. */
  resyncMs?: number;
  /** In [0, 1): spreads restarts. */
  random?: () => number;
  onError?: (error: unknown) => void;
}

/** `undefined` as the object: it is gone. */
export type ChangeHandler = (object: KubeObject | undefined, old: KubeObject | undefined) => void;

export class Informer {
  readonly cache = new ObjectCache();
  readonly #reflectors: Reflector[];
  readonly #handlers: ChangeHandler[] = [];

  constructor(options: InformerOptions) {
    const { namespaces = [], ...rest } = options;
    const scopes = namespaces.length === 0 ? [undefined] : namespaces;
    this.#reflectors = scopes.map(
      (namespace) =>
        new Reflector(
          { resyncMs: 300_000, random: Math.random, onError: () => {}, ...rest, namespace },
          {
            listed: (items, resourceVersion) => this.#replace(items, { namespace, resourceVersion }),
            changed: (object) => this.#take(object),
            deleted: (object) => this.drop(object),
          },
        ),
    );
  }

  /** Resolves once the first lists are in the cache. */
  get synced(): Promise<void> {
    return Promise.all(this.#reflectors.map(({ synced }) => synced)).then(() => {});
  }

  /** Number of lists read so far. */
  get lists(): number {
    return this.#reflectors.reduce((sum, { lists }) => sum + lists, 0);
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
    await Promise.all(this.#reflectors.map((reflector) => reflector.run(signal)));
  }

  /** A whole list: what is not in it is gone, unless it is newer; everything in it is reported, changed or not. */
  #replace(
    items: readonly KubeObject[],
    { namespace, resourceVersion }: { namespace: string | undefined; resourceVersion: string },
  ): void {
    const names = new Set(items.map(({ metadata }) => keyOf(metadata)));
    for (const old of this.cache.values()) {
      const isElsewhere = namespace !== undefined && old.metadata.namespace !== namespace;
      const isNewer = BigInt(old.metadata.resourceVersion) > BigInt(resourceVersion);
      if (!isElsewhere && !names.has(keyOf(old.metadata)) && !isNewer) this.drop(old);
    }
    for (const object of items) {
      if (!this.#take(object)) this.#tell(object, object);
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
}
