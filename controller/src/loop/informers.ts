/** One informer a kind, started when first asked for and shared by everyone who asks. */
import type { Cluster, KubeObject, ObjectRef } from "../cluster/cluster.ts";
import type { Clock } from "./clock.ts";
import { Informer } from "./informer.ts";
import { kindKey } from "./keys.ts";

export interface InformersOptions {
  cluster: Cluster;
  clock: Clock;
  signal: AbortSignal;
  /** Empty or absent = all. */
  namespaces?: readonly string[];
  resyncMs?: number;
  random?: () => number;
  onError?: (error: unknown, kind: string) => void;
}

export class Informers {
  readonly #options: InformersOptions;
  readonly #byKind = new Map<string, Informer>();
  readonly #running: Promise<void>[] = [];

  constructor(options: InformersOptions) {
    this.#options = options;
  }

  /** Not yet synced when it is new. */
  of(apiVersion: string, kind: string): Informer {
    const key = kindKey({ apiVersion, kind });
    let informer = this.#byKind.get(key);
    if (!informer) {
      const { onError, signal, ...rest } = this.#options;
      informer = new Informer({ ...rest, apiVersion, kind, onError: (error) => onError?.(error, kind) });
      this.#byKind.set(key, informer);
      this.#running.push(informer.run(signal));
    }
    return informer;
  }

  /** Show a write of our own in the cache at once. */
  remember(object: KubeObject): void {
    this.#byKind.get(kindKey(object))?.remember(object);
  }

  /** Read one object and show what is there now, such as after a deletion. */
  async refresh(ref: ObjectRef): Promise<void> {
    const informer = this.#byKind.get(kindKey(ref));
    if (!informer) return;
    const now = await this.#options.cluster.get(ref);
    const held = informer.cache.get(ref.namespace, ref.name);
    if (now) informer.remember(now);
    else if (held) informer.drop(held);
  }

  /** Resolves when every informer has ended, after the signal's abort. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}
