/**
 * Objects of some kinds of a cluster, kept up to date in memory by list and watch: what is redrawn often is read from here, so
 * that a hundred redraws cost the API server nothing. Trouble is sat out, but what the user may not do ends it.
 */
import type { Cluster, KubeObject, ListOptions } from "@plateau/controller/cluster/cluster.ts";
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import { systemClock } from "@plateau/controller/loop/clock.ts";
import { Informer } from "@plateau/controller/loop/informer.ts";

export interface Selection extends ListOptions {
  apiVersion: string;
  kind: string;
}

export interface MirrorOptions {
  signal: AbortSignal;
  /** `next` resolves at least so often (milliseconds), for clocks and ages. */
  tickMs?: number;
  /** The cluster does not answer; it is asked again. */
  onTrouble?: (error: unknown) => void;
}

/** Asked again in vain for so often before anything was seen: then the user is told. */
const mostFirstTries = 2;

export class Mirror {
  readonly #informers: { kind: string; informer: Informer }[] = [];
  readonly #signal: AbortSignal;
  readonly #failed = Promise.withResolvers<never>();
  #pending = false;
  #wake: (() => void) | undefined;

  constructor(
    cluster: Pick<Cluster, "list" | "watch">,
    selections: readonly Selection[],
    { signal, tickMs, onTrouble = () => {} }: MirrorOptions,
  ) {
    this.#signal = signal;
    this.#failed.promise.catch(() => {});
    const changed = (): void => {
      this.#pending = true;
      this.#wake?.();
    };
    for (const { apiVersion, kind, ...selection } of selections) {
      let failures = 0;
      const informer: Informer = new Informer({
        apiVersion,
        kind,
        clock: systemClock,
        cluster: {
          list: (version, name) => cluster.list(version, name, selection),
          watch: (version, name, options) => cluster.watch(version, name, { ...selection, ...options }),
        },
        onError: (error) => {
          failures += 1;
          const unseen = informer.lists === 0 && failures >= mostFirstTries;
          if (unseen || hasCode(error, "E_FORBIDDEN", "E_NO_KIND", "E_CLOSED")) this.#fail(error);
          else onTrouble(error);
        },
      });
      informer.onChange(changed);
      this.#informers.push({ kind, informer });
      void informer.run(signal).catch((error: unknown) => this.#fail(error));
    }
    const timer = tickMs === undefined ? undefined : setInterval(changed, tickMs);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      changed();
    });
  }

  /** Once everything has been read for the first time. @throws ClusterError */
  async synced(): Promise<void> {
    await Promise.race([
      Promise.all(this.#informers.map(({ informer }) => informer.synced)),
      this.#failed.promise,
    ]);
  }

  objects(kind: string): KubeObject[] {
    return this.#informers
      .filter((each) => each.kind === kind)
      .flatMap(({ informer }) => [...informer.cache.values()]);
  }

  find(kind: string, namespace: string, name: string): KubeObject | undefined {
    return this.objects(kind).find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
  }

  /** Resolves at the next change after the last call, or the next tick, or when the signal aborts. @throws ClusterError */
  async next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#pending || this.#signal.aborted) resolve();
    else this.#wake = resolve;
    await Promise.race([promise, this.#failed.promise]);
    this.#wake = undefined;
    this.#pending = false;
  }

  #fail(error: unknown): void {
    this.#failed.reject(error);
  }
}
