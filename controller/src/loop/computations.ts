/**
 * Long computations beside the loop: one at a time, at most once per key, results stored so that a restart does not repeat
 * them. A computation that fails has a result too (`{ error }`), because the same input would fail again.
 */
import type { Computation } from "../reconcile/reconciler.ts";
import type { Log } from "./log.ts";

/** Where results are kept; survives a restart. */
export interface ComputedStore {
  has(key: string): boolean;
  /** Results asked for by one object, by key. */
  of(ownerUid: string): Record<string, unknown>;
  put(key: string, ownerUid: string, result: unknown): void;
  forget(ownerUid: string): void;
}

/** Runs one kind of computation, off this thread; rejects when `signal` aborts. */
export type Compute = (input: unknown, options: { signal: AbortSignal }) => Promise<unknown>;

export interface ComputationsOptions {
  store: ComputedStore;
  compute: Readonly<Record<Computation["name"], Compute>>;
  /** Called after the result has been stored. */
  onResult: (ownerUid: string) => void;
  log: Log;
  signal: AbortSignal;
}

export class Computations {
  readonly #options: ComputationsOptions;
  readonly #known = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: ComputationsOptions) {
    this.#options = options;
  }

  /** Does nothing if it runs, waits or is done already. */
  ask(key: string, ownerUid: string, computation: Computation): void {
    if (this.#known.has(key) || this.#options.store.has(key)) return;
    this.#known.add(key);
    this.#last = this.#last.then(() => this.#run(key, ownerUid, computation));
  }

  /** Resolves when nothing runs or waits. */
  ended(): Promise<void> {
    return this.#last;
  }

  async #run(key: string, ownerUid: string, { name, input }: Computation): Promise<void> {
    const { store, compute, signal, log, onResult } = this.#options;
    if (signal.aborted) return;
    let result: unknown;
    try {
      result = await compute[name](input, { signal });
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ computation: name, key, error: message }, "a computation failed");
      result = { error: message };
    }
    try {
      store.put(key, ownerUid, result);
    } catch (error) {
      log.error({ computation: name, key, error }, "the result of a computation could not be stored");
    }
    this.#known.delete(key);
    onResult(ownerUid);
  }
}
