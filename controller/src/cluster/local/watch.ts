/** A watch: reads the event log from a version on, filters, and waits for notices. */
import type { KubeObject, ListOptions, WatchEvent } from "../cluster.ts";
import { ClusterError } from "../errors.ts";
import type { Database } from "./database.ts";
import type { Notice } from "./notice.ts";
import type { Objects } from "./objects.ts";

export interface WatchRequest extends ListOptions {
  apiVersion: string;
  kind: string;
  resourceVersion: string;
  signal: AbortSignal;
}

/** Log entries read in one go. */
const batch = 500;
/** A bookmark is sent when so many changes of others have passed since the last thing said. */
const bookmarkEvery = 200;

export async function* watchLog(
  source: { db: Database; objects: Objects; notice: Notice },
  request: WatchRequest,
): AsyncGenerator<WatchEvent, void> {
  const { apiVersion, kind, signal } = request;
  let cursor = startVersion(request.resourceVersion);
  let told = cursor;
  while (!signal.aborted) {
    const noticed = source.notice.count;
    const { changes, head } = source.db.read(() => {
      checkVersion(cursor, source.objects);
      return {
        head: source.objects.version(),
        changes: source.objects.changesAfter(cursor, { apiVersion, kind, limit: batch }),
      };
    });
    for (const change of changes) {
      cursor = change.version;
      const event = seenBy(request, change);
      if (!event) continue;
      told = cursor;
      yield event;
      if (signal.aborted) return;
    }
    if (changes.length === batch) continue;
    cursor = Math.max(cursor, head);
    if (cursor - told >= bookmarkEvery) {
      told = cursor;
      yield { type: "BOOKMARK", resourceVersion: String(cursor) };
    }
    await source.notice.after(noticed, signal);
  }
}

function startVersion(resourceVersion: string): number {
  if (!/^\d{1,15}$/.test(resourceVersion)) {
    throw new ClusterError(
      "E_INVALID",
      `resourceVersion ${JSON.stringify(resourceVersion.slice(0, 40))} is not one of this cluster; take the one that list returned.`,
    );
  }
  return Number(resourceVersion);
}

function checkVersion(version: number, objects: Objects): void {
  const oldest = objects.compactedVersion();
  const newest = objects.version();
  if (version >= oldest && version <= newest) return;
  throw new ClusterError(
    "E_EXPIRED",
    version < oldest
      ? `Changes after version ${version} are no longer kept (the oldest is ${oldest}); list again and watch from there.`
      : `Version ${version} is ahead of this cluster (${newest}): it comes from another one, or from before a restore; list again.`,
  );
}

/** What a watcher with this selector sees of a change; leaving the selection looks like a deletion. */
function seenBy(
  { namespace, labels }: WatchRequest,
  change: {
    type: string;
    namespace: string;
    labelsBefore: Record<string, string> | undefined;
    object: KubeObject;
  },
): WatchEvent | undefined {
  const { object } = change;
  if (namespace !== undefined && change.namespace !== namespace) return undefined;
  const was = change.type !== "ADDED" && matches(change.labelsBefore ?? {}, labels);
  const is = change.type !== "DELETED" && matches(object.metadata.labels ?? {}, labels);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object };
  return was ? { type: "DELETED", object } : undefined;
}

function matches(has: Record<string, string>, wanted: Record<string, string> | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => Object.hasOwn(has, key) && has[key] === value);
}
