/**
 * Who owns which field: trees, leaf paths, and values at paths. Pure.
 *
 * A leaf is anything but a non-empty map, so lists are owned as wholes. Two lists of the metadata are exceptions, as in
 * Kubernetes: finalizers (a set) and ownerReferences (a map by uid) are turned into maps here, so that several managers can
 * own their entries. Paths are JSON pointers (RFC 6901).
 */
import type { DesiredObject, OwnerReference } from "../cluster.ts";
import { copy } from "./copy.ts";

export type Tree = { [key: string]: unknown };
/** Leaf paths by manager. */
export type Managers = Record<string, string[]>;

/** Never owned: identity, and the status (a sub-resource with writers of its own). */
const unowned = new Set(["apiVersion", "kind", "status"]);
const ownedMetadata = ["labels", "annotations", "finalizers", "ownerReferences"] as const;

/** What may be owned of an object. The input is not changed. */
export function toTree(object: DesiredObject): Tree {
  const tree: Tree = {};
  for (const [key, value] of Object.entries(object)) {
    if (!unowned.has(key) && key !== "metadata" && value !== undefined) tree[key] = copy(value);
  }
  const metadata: Tree = {};
  for (const key of ownedMetadata) {
    const value = object.metadata[key];
    if (value === undefined) continue;
    if (key === "finalizers") metadata[key] = Object.fromEntries((value as string[]).map((f) => [f, f]));
    else if (key === "ownerReferences") {
      metadata[key] = Object.fromEntries((value as OwnerReference[]).map((o) => [o.uid, { ...o }]));
    } else metadata[key] = { ...(value as Record<string, string>) };
  }
  if (Object.keys(metadata).length > 0) tree.metadata = metadata;
  return tree;
}

/** The way back: content of an object, with the two metadata lists as lists, empty ones left out. */
export function fromTree(tree: Tree): Tree {
  const { metadata, ...rest } = tree;
  const content = copy(rest);
  const result: Tree = {};
  for (const [key, value] of Object.entries((metadata ?? {}) as Tree)) {
    if (!isMap(value) || Object.keys(value).length === 0) continue;
    result[key] =
      key === "finalizers" || key === "ownerReferences" ? copy(Object.values(value)) : copy(value);
  }
  return { ...content, metadata: result };
}

export function isMap(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every leaf with its path. */
export function leaves(tree: Tree): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (!isMap(value) || Object.keys(value).length === 0) {
      if (value !== undefined) found.set(path, value);
      return;
    }
    for (const [key, child] of Object.entries(value)) walk(child, `${path}/${escapeSegment(key)}`);
  };
  for (const [key, value] of Object.entries(tree)) walk(value, `/${escapeSegment(key)}`);
  return found;
}

/** Value at a path; undefined if there is none. */
export function valueAt(tree: Tree, path: string): unknown {
  let value: unknown = tree;
  for (const segment of segments(path)) {
    if (!isMap(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/**
 * Remove a leaf, and the maps above it that become empty by that, up to one that `isOwned` as an empty map. A map that is not
 * empty stays: others live in it.
 */
export function removeLeaf(tree: Tree, path: string, isOwned: (path: string) => boolean): void {
  const steps = segments(path);
  const parents: Tree[] = [];
  let value: unknown = tree;
  for (const segment of steps) {
    if (!isMap(value) || !Object.hasOwn(value, segment)) return;
    parents.push(value);
    value = value[segment];
  }
  if (isMap(value) && Object.keys(value).length > 0) return;
  let emptied = path;
  for (let depth = steps.length - 1; depth >= 0; depth -= 1) {
    const parent = parents[depth]!;
    delete parent[steps[depth]!];
    emptied = emptied.slice(0, emptied.lastIndexOf("/"));
    if (Object.keys(parent).length > 0 || isOwned(emptied)) return;
  }
}

/** Put `given` over `tree` in place: maps are merged, everything else is replaced. */
export function mergeInto(tree: Tree, given: Tree): void {
  for (const [key, value] of Object.entries(given)) {
    const there = Object.hasOwn(tree, key) ? tree[key] : undefined;
    if (isMap(value) && isMap(there)) mergeInto(there, value);
    else setOwn(tree, key, copy(value));
  }
}

/** `__proto__` must become a key like any other. */
function setOwn(tree: Tree, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, configurable: true, writable: true });
}

/** `/spec/a~1b` as people write it: `spec.a/b`. */
export function readablePath(path: string): string {
  return segments(path).join(".");
}

function segments(path: string): string[] {
  return path.slice(1).split("/").map(unescapeSegment);
}

function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
