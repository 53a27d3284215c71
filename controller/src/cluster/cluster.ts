/**
 * Cluster port: the part of the Kubernetes API that Plateau uses. Two implementations, `local/` (embedded: SQLite and child
 * processes) and, later, `kubernetes/`, run one conformance suite (`cluster.conformance.ts`).
 *
 * Semantics are Kubernetes': optimistic concurrency by resourceVersion, generation raised by spec changes only, status as a
 * sub-resource, deletion that waits for finalizers, garbage collection by owner reference, watches that start at a version.
 */

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  generation: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
}

/** What a caller may set; the cluster fills in the rest of the metadata. */
export type DesiredMeta = Pick<ObjectMeta, "name" | "namespace"> &
  Partial<Pick<ObjectMeta, "labels" | "annotations" | "finalizers" | "ownerReferences">>;

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
  /** ConfigMap, Secret, Event and others carry their content at the top level. */
  [field: string]: unknown;
}
export type DesiredObject = Omit<KubeObject, "metadata"> & { metadata: DesiredMeta };

export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
}

export interface ListOptions {
  namespace?: string;
  /** Equality only: all of these labels. */
  labels?: Record<string, string>;
}

export type WatchEvent =
  | { type: "ADDED" | "MODIFIED" | "DELETED"; object: KubeObject }
  /** Nothing happened, but the watch has seen everything up to this version. */
  | { type: "BOOKMARK"; resourceVersion: string };

export interface Cluster {
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  list(
    apiVersion: string,
    kind: string,
    options?: ListOptions,
  ): Promise<{ items: KubeObject[]; resourceVersion: string }>;
  /**
   * Changes after `resourceVersion`, in order, until `signal` aborts.
   *
   * @throws ClusterError E_EXPIRED (HTTP 410) if that version is too old: list again
   */
  watch(
    apiVersion: string,
    kind: string,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncIterable<WatchEvent>;
  /** @throws ClusterError E_ALREADY_EXISTS, E_INVALID (says which field and what to write instead) */
  create(object: DesiredObject): Promise<KubeObject>;
  /**
   * Server-side apply: create it, or set the fields given and remove those that this manager set before and now leaves out.
   * An apply that changes nothing does not raise the resourceVersion.
   *
   * @throws ClusterError E_CONFLICT if another manager owns a field with another value and `force` is not set, E_INVALID
   */
  apply(object: DesiredObject, options: { fieldManager: string; force?: boolean }): Promise<KubeObject>;
  /**
   * Replace the status. With `resourceVersion` only if it is still that one.
   *
   * @throws ClusterError E_CONFLICT, E_NOT_FOUND
   */
  updateStatus(ref: ObjectRef, status: unknown, options?: { resourceVersion?: string }): Promise<KubeObject>;
  /** Add or remove one finalizer; idempotent. Removing the last one of a deleted object lets it go. @throws E_NOT_FOUND */
  setFinalizer(ref: ObjectRef, finalizer: string, present: boolean): Promise<KubeObject>;
  /**
   * Mark for deletion; gone at once if it has no finalizers. Dependents follow by owner reference (background), or are
   * released (`orphan`). Missing is not an error.
   */
  delete(ref: ObjectRef, options?: { uid?: string; propagation?: "background" | "orphan" }): Promise<void>;
  close(): Promise<void>;
}
