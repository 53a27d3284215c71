/**
 * Deletion and garbage collection. Both happen in the transaction of the call that causes them, so no crash can leave a
 * dependent behind: an object goes once it is marked and has no finalizers; its dependents follow once all of their owners
 * (by uid) are gone.
 */
import type { KubeObject } from "../cluster.ts";
import type { Objects, Stored } from "./objects.ts";
import { copy } from "./copy.ts";

/** Mark for deletion, or remove at once where no finalizer waits. @returns what is left, if anything */
export function deleteObject(objects: Objects, stored: Stored, nowIso: string): KubeObject | undefined {
  const { object } = stored;
  if (hasFinalizers(object)) {
    if (object.metadata.deletionTimestamp !== undefined) return object;
    const before = copy(object);
    object.metadata.deletionTimestamp = nowIso;
    return objects.put(stored, before);
  }
  object.metadata.deletionTimestamp ??= nowIso;
  objects.remove(object);
  collectDependents(objects, object.metadata.uid, nowIso);
  return undefined;
}

/** After a change: let go what was marked and has lost its last finalizer, or whose owners are all gone. */
export function settle(objects: Objects, stored: Stored, nowIso: string): void {
  const { object } = stored;
  const released = object.metadata.deletionTimestamp !== undefined && !hasFinalizers(object);
  if (released) deleteObject(objects, stored, nowIso);
  else if (object.metadata.deletionTimestamp === undefined && ownersAreGone(objects, object)) {
    deleteObject(objects, stored, nowIso);
  }
}

/** Dependents lose their reference to this owner and stay. */
export function releaseDependents(objects: Objects, uid: string): void {
  for (const dependent of objects.dependents(uid)) dropOwner(objects, dependent, uid);
}

function collectDependents(objects: Objects, uid: string, nowIso: string): void {
  for (const dependent of objects.dependents(uid)) {
    if (ownersAreGone(objects, dependent.object)) deleteObject(objects, dependent, nowIso);
    else dropOwner(objects, dependent, uid);
  }
}

function dropOwner(objects: Objects, stored: Stored, uid: string): void {
  const before = copy(stored.object);
  const { metadata } = stored.object;
  const left = (metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
  if (left.length > 0) metadata.ownerReferences = left;
  else delete metadata.ownerReferences;
  const prefix = `/metadata/ownerReferences/${uid}/`;
  for (const [manager, paths] of Object.entries(stored.managers)) {
    stored.managers[manager] = paths.filter((path) => !path.startsWith(prefix));
  }
  objects.put(stored, before);
}

/** True if it names owners and none of them is there any more in its namespace. */
function ownersAreGone(objects: Objects, { metadata }: KubeObject): boolean {
  const owners = metadata.ownerReferences ?? [];
  return (
    owners.length > 0 &&
    owners.every(({ uid }) => objects.byUid(uid)?.object.metadata.namespace !== metadata.namespace)
  );
}

function hasFinalizers({ metadata }: KubeObject): boolean {
  return (metadata.finalizers ?? []).length > 0;
}
