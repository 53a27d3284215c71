/**
 * Reflector: list and watch of one kind, for ever. Any end of the watch leads to another one; every `resyncMs` the list is read
 * anew, so that nothing missed stays missed.
 */
import type { KubeObject } from "../cluster/cluster.ts";
import { ClusterError, hasCode } from "../cluster/errors.ts";
import type { InformerOptions } from "./informer.ts";

export type ReflectorOptions = Required<Omit<InformerOptions, "namespaces">> & {
  namespace: string | undefined;
};

export interface ReflectorEvents {
  listed(items: readonly KubeObject[], resourceVersion: string): void;
  changed(object: KubeObject): void;
  deleted(object: KubeObject): void;
}

const firstDelayMs = 50;
const longestDelayMs = 30_000;

export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #events: ReflectorEvents;
  readonly #synced = Promise.withResolvers<void>();
  #failures = 0;
  #resourceVersion: string | undefined;
  lists = 0;

  constructor(options: ReflectorOptions, events: ReflectorEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Resolves once the first list has been told. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Until `signal` aborts; whoever still waits for the first list is told that there will be none. */
  async run(signal: AbortSignal): Promise<void> {
    // Nobody may be waiting.
    this.#synced.promise.catch(() => {});
    await this.#listAndWatch(signal);
    this.#synced.reject(new ClusterError("E_CLOSED", `${this.#options.kind} is not watched any more.`));
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
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

  get #scope(): { namespace?: string } {
    const { namespace } = this.#options;
    return namespace === undefined ? {} : { namespace };
  }

  async #list(): Promise<void> {
    const { cluster, apiVersion, kind } = this.#options;
    const { items, resourceVersion } = await cluster.list(apiVersion, kind, this.#scope);
    this.#events.listed(items, resourceVersion);
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
      const options = { ...this.#scope, resourceVersion: this.#resourceVersion!, signal: combined };
      for await (const event of cluster.watch(apiVersion, kind, options)) {
        if (event.type === "BOOKMARK") this.#resourceVersion = event.resourceVersion;
        else {
          this.#resourceVersion = event.object.metadata.resourceVersion;
          if (event.type === "DELETED") this.#events.deleted(event.object);
          else this.#events.changed(event.object);
        }
      }
    } finally {
      cancel();
    }
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
