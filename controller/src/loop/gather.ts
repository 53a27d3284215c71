/** Gathers a snapshot: the object, what it is related to, progress, finished computations, the time. Reads caches only. */
import type { KubeObject } from "../cluster/cluster.ts";
import type { Platform, RunProgress, Snapshot } from "../reconcile/reconciler.ts";
import type { Informers } from "./informers.ts";
import type { Query } from "./related-index.ts";

export interface SnapshotSources {
  informers: Informers;
  platform: Platform;
  /** Progress of a run by uid. */
  progress(runUid: string): RunProgress;
  computed(ownerUid: string): Record<string, unknown>;
  now(): number;
  isNamespaceEnding(namespace: string): boolean;
}

const runKinds = new Set(["TrainingRun", "Cooldown"]);

export async function gather(
  object: KubeObject,
  queries: readonly Query[],
  sources: SnapshotSources,
): Promise<Snapshot> {
  const related = new Map<string, KubeObject>();
  for (const { apiVersion, kind, name, labels } of queries) {
    const informer = sources.informers.of(apiVersion, kind);
    await informer.synced;
    const { namespace } = object.metadata;
    const found =
      name === undefined
        ? informer.cache.select(namespace, labels)
        : [informer.cache.get(namespace, name)].filter((entry) => entry !== undefined);
    for (const entry of found) {
      if (entry.metadata.uid !== object.metadata.uid) related.set(entry.metadata.uid, entry);
    }
  }
  const runs = [object, ...related.values()].filter(({ kind }) => runKinds.has(kind));
  return {
    nowMs: sources.now(),
    object,
    related: [...related.values()],
    progress: Object.fromEntries(runs.map(({ metadata: { uid } }) => [uid, sources.progress(uid)])),
    computed: sources.computed(object.metadata.uid),
    platform: sources.platform,
    namespaceEnding: sources.isNamespaceEnding(object.metadata.namespace),
  };
}
