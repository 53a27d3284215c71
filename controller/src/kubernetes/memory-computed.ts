/** Results of long computations in memory: a controller that starts anew computes them again, which costs seconds. */
import type { ComputedStore } from "../loop/computations.ts";

export class MemoryComputed implements ComputedStore {
  readonly #byOwner = new Map<string, Map<string, unknown>>();
  readonly #ownerOf = new Map<string, string>();

  has(key: string): boolean {
    return this.#ownerOf.has(key);
  }

  of(ownerUid: string): Record<string, unknown> {
    return Object.fromEntries(this.#byOwner.get(ownerUid) ?? []);
  }

  put(key: string, ownerUid: string, result: unknown): void {
    let results = this.#byOwner.get(ownerUid);
    if (!results) this.#byOwner.set(ownerUid, (results = new Map()));
    results.set(key, result);
    this.#ownerOf.set(key, ownerUid);
  }

  forget(ownerUid: string): void {
    for (const key of this.#byOwner.get(ownerUid)?.keys() ?? []) this.#ownerOf.delete(key);
    this.#byOwner.delete(ownerUid);
  }
}
