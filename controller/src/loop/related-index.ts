/**
 * Who looks at whom: remembers the queries of every object's last pass, and names the objects to look at again when
 * something that such a query may find changes. Without it a branch that waits for a checkpoint would only see it at the
 * next poll, because nothing on the checkpoint says who waits.
 *
 * A query for a whole kind only counts for what comes and goes: otherwise every change would wake everyone.
 */
import type { KubeObject } from "../cluster/cluster.ts";
import type { Reconciler } from "../reconcile/reconciler.ts";
import { kindKey } from "./keys.ts";

export type Query = ReturnType<Reconciler["relatedQueries"]>[number];

interface Watcher {
  uid: string;
  query: Query;
}

export class RelatedIndex {
  /** By kind and name, by kind and one label, or by kind alone; always with the namespace. */
  readonly #byKey = new Map<string, Set<Watcher>>();
  readonly #ofUid = new Map<string, { text: string; entries: { key: string; watcher: Watcher }[] }>();

  /** These are the queries of the object now. */
  set(uid: string, namespace: string, queries: readonly Query[]): void {
    const text = JSON.stringify(queries);
    if (this.#ofUid.get(uid)?.text === text) return;
    this.remove(uid);
    const entries = queries.map((query) => {
      const watcher = { uid, query };
      const key = keyOfQuery(namespace, query);
      this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(watcher));
      return { key, watcher };
    });
    this.#ofUid.set(uid, { text, entries });
  }

  remove(uid: string): void {
    for (const { key, watcher } of this.#ofUid.get(uid)?.entries ?? []) {
      const watchers = this.#byKey.get(key);
      watchers?.delete(watcher);
      if (watchers?.size === 0) this.#byKey.delete(key);
    }
    this.#ofUid.delete(uid);
  }

  /** Uids of the objects whose queries find this object as it is, or found it as it was. */
  watchersOf(object: KubeObject | undefined, old: KubeObject | undefined): Set<string> {
    const uids = new Set<string>();
    const sides = [object, old].filter((side) => side !== undefined);
    const comesOrGoes = object?.metadata.uid !== old?.metadata.uid;
    for (const side of sides) {
      for (const key of keysOfObject(side, comesOrGoes)) {
        for (const { uid, query } of this.#byKey.get(key) ?? []) if (finds(query, side)) uids.add(uid);
      }
    }
    return uids;
  }
}

function keyOfQuery(namespace: string, query: Query): string {
  const base = `${kindKey(query)}|${namespace}`;
  if (query.name !== undefined) return `${base}|name|${query.name}`;
  const [label] = Object.entries(query.labels ?? {});
  return label ? `${base}|label|${label[0]}=${label[1]}` : base;
}

function keysOfObject(object: KubeObject, comesOrGoes: boolean): string[] {
  const { namespace, name, labels = {} } = object.metadata;
  const base = `${kindKey(object)}|${namespace}`;
  return [
    ...(comesOrGoes ? [base] : []),
    `${base}|name|${name}`,
    ...Object.entries(labels).map(([label, value]) => `${base}|label|${label}=${value}`),
  ];
}

function finds({ labels = {} }: Query, { metadata }: KubeObject): boolean {
  return Object.entries(labels).every(([label, value]) => metadata.labels?.[label] === value);
}
