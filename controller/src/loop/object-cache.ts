/** Objects of one kind as last seen, findable by name and by label. A version older than the one held is never taken in. */
import type { KubeObject } from "../cluster/cluster.ts";
import { keyOf } from "./keys.ts";

export class ObjectCache {
  readonly #objects = new Map<string, KubeObject>();
  /** Keys of objects by `namespace/label=value`. */
  readonly #byLabel = new Map<string, Set<string>>();
  /** Uids that are known to be gone: a late answer must not bring one back. */
  readonly #gone = new Set<string>();

  get size(): number {
    return this.#objects.size;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(keyOf({ namespace, name }));
  }

  values(): IterableIterator<KubeObject> {
    return this.#objects.values();
  }

  /** Objects of a namespace that carry all of these labels. */
  select(namespace: string, labels: Record<string, string> = {}): KubeObject[] {
    const wanted = Object.entries(labels);
    if (wanted.length === 0) {
      return [...this.#objects.values()].filter(({ metadata }) => metadata.namespace === namespace);
    }
    let keys: Set<string> | undefined;
    for (const [label, value] of wanted) {
      const found = this.#byLabel.get(labelKey(namespace, label, value));
      if (!found) return [];
      if (!keys || found.size < keys.size) keys = found;
    }
    return [...keys!]
      .map((key) => this.#objects.get(key)!)
      .filter(({ metadata }) => wanted.every(([label, value]) => metadata.labels?.[label] === value));
  }

  /** @returns the object that it replaces; false if it is not newer than what is held */
  put(object: KubeObject): KubeObject | undefined | false {
    const key = keyOf(object.metadata);
    const old = this.#objects.get(key);
    if (this.#gone.has(object.metadata.uid)) return false;
    if (old && !isNewer(object, old)) return false;
    if (old) this.#unindex(key, old);
    this.#objects.set(key, object);
    for (const [label, value] of Object.entries(object.metadata.labels ?? {})) {
      const index = labelKey(object.metadata.namespace, label, value);
      const keys = this.#byLabel.get(index) ?? new Set();
      this.#byLabel.set(index, keys.add(key));
    }
    return old;
  }

  /** @returns whether this object was held: of that name there may be a newer one with another uid */
  remove(object: KubeObject): boolean {
    const key = keyOf(object.metadata);
    const held = this.#objects.get(key);
    this.#remember(object.metadata.uid);
    if (held?.metadata.uid !== object.metadata.uid) return false;
    this.#unindex(key, held);
    this.#objects.delete(key);
    return true;
  }

  #unindex(key: string, { metadata }: KubeObject): void {
    for (const [label, value] of Object.entries(metadata.labels ?? {})) {
      const index = labelKey(metadata.namespace, label, value);
      const keys = this.#byLabel.get(index);
      keys?.delete(key);
      if (keys?.size === 0) this.#byLabel.delete(index);
    }
  }

  #remember(uid: string): void {
    this.#gone.add(uid);
    // Answers are late by seconds at most; the oldest thousand are safe to forget.
    if (this.#gone.size <= 4_000) return;
    let drop = 1_000;
    for (const old of this.#gone) {
      if (drop === 0) break;
      drop -= 1;
      this.#gone.delete(old);
    }
  }
}

/** Versions of one server are numbers that grow, on Kubernetes too (officially since 1.35). */
function isNewer(object: KubeObject, old: KubeObject): boolean {
  return BigInt(object.metadata.resourceVersion) > BigInt(old.metadata.resourceVersion);
}

function labelKey(namespace: string, label: string, value: string): string {
  return `${namespace}/${label}=${value}`;
}
