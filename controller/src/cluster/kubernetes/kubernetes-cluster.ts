/**
 * The cluster port on a real API server: paged lists, watches that go on, server-side apply with a field manager per writer,
 * status and finalizers as patches that hold a version.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import type {
  Cluster,
  DesiredObject,
  KubeObject,
  ListOptions,
  ObjectMeta,
  ObjectRef,
  WatchEvent,
} from "../cluster.ts";
import { ClusterError, hasCode } from "../errors.ts";
import { isFieldConflict } from "./answers.ts";
import { closed, Connection, type ConnectionOptions } from "./connection.ts";
import { Resources } from "./resources.ts";
import { watchFrom } from "./watch.ts";

export interface KubernetesClusterOptions extends ConnectionOptions {
  /** A watch broke off and is begun again. */
  onWatchRestart?: (error: ClusterError) => void;
}

/** Objects a page: more make an API server's answer large, fewer make many requests. */
const pageSize = "500";
/** Tries of a write that others came before. */
const mostTries = 8;

interface Page {
  metadata: { resourceVersion: string; continue?: string };
  items: KubeObject[];
}

export class KubernetesCluster implements Cluster {
  readonly #connection: Connection;
  readonly #resources: Resources;
  readonly #onWatchRestart: ((error: ClusterError) => void) | undefined;
  readonly #closed = new AbortController();

  constructor(config: KubeConfig, options: KubernetesClusterOptions = {}) {
    this.#connection = new Connection(config, options);
    this.#resources = new Resources(this.#connection);
    this.#onWatchRestart = options.onWatchRestart;
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    try {
      const path = await this.#resources.object(ref);
      return adopt(ref, await this.#connection.call({ method: "GET", path, asked: `get ${label(ref)}` }));
    } catch (error) {
      if (hasCode(error, "E_NOT_FOUND")) return undefined;
      throw error;
    }
  }

  async list(
    apiVersion: string,
    kind: string,
    options: ListOptions = {},
  ): Promise<{ items: KubeObject[]; resourceVersion: string }> {
    const path = await this.#resources.collection(apiVersion, kind, options.namespace);
    const items: KubeObject[] = [];
    for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
      const page: Page = await this.#connection.call({
        method: "GET",
        path,
        query: { limit: pageSize, continue: next, labelSelector: selector(options.labels) },
        asked: `list ${kind}`,
      });
      for (const item of page.items) items.push(adopt({ apiVersion, kind }, item));
      next = page.metadata.continue || undefined;
      // All pages are of one moment, so the version of the last is that of the first.
      if (next === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
    }
    throw new Error("unreachable: the last page has no continuation");
  }

  async *watch(
    apiVersion: string,
    kind: string,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncGenerator<WatchEvent> {
    // An end in good order would be answered by another watch, at once and for ever.
    if (this.#closed.signal.aborted) throw closed();
    const signal = AbortSignal.any([options.signal, this.#closed.signal]);
    if (signal.aborted) return;
    yield* watchFrom(this.#connection, {
      path: await this.#resources.collection(apiVersion, kind, options.namespace),
      labelSelector: selector(options.labels),
      resourceVersion: options.resourceVersion,
      signal,
      asked: `watch ${kind}`,
      adopt: (object) => adopt({ apiVersion, kind }, object),
      onRestart: this.#onWatchRestart,
    });
  }

  async create(object: DesiredObject): Promise<KubeObject> {
    const ref = refOf(object);
    const created = await this.#connection.call<KubeObject>({
      method: "POST",
      path: await this.#resources.collection(ref.apiVersion, ref.kind, ref.namespace),
      query: { fieldManager: "plateau-create" },
      body: withoutStatus(object),
      asked: `create ${label(ref)}`,
    });
    return adopt(ref, created);
  }

  async apply(
    object: DesiredObject,
    { fieldManager, force }: { fieldManager: string; force?: boolean },
  ): Promise<KubeObject> {
    const ref = refOf(object);
    const path = await this.#resources.object(ref);
    // Two that create the same object at the same time: one of them finds it there and applies to it.
    return retried(["E_CONFLICT", "E_ALREADY_EXISTS"], async () =>
      adopt(
        ref,
        await this.#connection.call({
          method: "PATCH",
          path,
          query: { fieldManager, force: force ? "true" : undefined },
          contentType: "application/apply-patch+yaml",
          body: withoutStatus(object),
          asked: `apply ${label(ref)} as ${fieldManager}`,
        }),
      ),
    );
  }

  async updateStatus(
    ref: ObjectRef,
    status: unknown,
    { resourceVersion }: { resourceVersion?: string } = {},
  ): Promise<KubeObject> {
    return adopt(
      ref,
      await this.#connection.call({
        method: "PATCH",
        path: `${await this.#resources.object(ref)}/status`,
        query: { fieldManager: "plateau-status" },
        contentType: "application/json-patch+json",
        body: [...atVersion(resourceVersion), { op: "add", path: "/status", value: status ?? {} }],
        asked: `write the status of ${label(ref)}`,
      }),
    );
  }

  /**
   * The whole object in place of the one at its `resourceVersion`.
   *
   * @throws ClusterError E_CONFLICT if it was written since
   */
  async replace(object: KubeObject): Promise<KubeObject> {
    const ref = refOf(object);
    return adopt(
      ref,
      await this.#connection.call({
        method: "PUT",
        path: await this.#resources.object(ref),
        query: { fieldManager: "plateau-lease" },
        body: object,
        asked: `replace ${label(ref)}`,
      }),
    );
  }

  async setFinalizer(ref: ObjectRef, finalizer: string, present: boolean): Promise<KubeObject> {
    return retried(["E_CONFLICT"], async () => {
      const live = await this.get(ref);
      if (!live) throw new ClusterError("E_NOT_FOUND", `${label(ref)} is not there.`);
      const { finalizers = [], resourceVersion, deletionTimestamp } = live.metadata;
      if (finalizers.includes(finalizer) === present) return live;
      if (present && deletionTimestamp !== undefined) {
        throw new ClusterError("E_INVALID", `${label(ref)} is being deleted and takes no new finalizer.`);
      }
      const value = present ? [...finalizers, finalizer] : finalizers.filter((name) => name !== finalizer);
      const answer = await this.#connection.call<KubeObject>({
        method: "PATCH",
        path: await this.#resources.object(ref),
        query: { fieldManager: "plateau-finalizer" },
        contentType: "application/json-patch+json",
        body: [...atVersion(resourceVersion), { op: "add", path: "/metadata/finalizers", value }],
        asked: `${present ? "add" : "remove"} the finalizer ${finalizer} of ${label(ref)}`,
      });
      return adopt(ref, answer);
    });
  }

  async delete(
    ref: ObjectRef,
    { uid, propagation = "background" }: { uid?: string; propagation?: "background" | "orphan" } = {},
  ): Promise<void> {
    try {
      await this.#connection.call({
        method: "DELETE",
        path: await this.#resources.object(ref),
        body: {
          apiVersion: "v1",
          kind: "DeleteOptions",
          propagationPolicy: propagation === "orphan" ? "Orphan" : "Background",
          ...(uid === undefined ? {} : { preconditions: { uid } }),
        },
        asked: `delete ${label(ref)}`,
      });
    } catch (error) {
      // Gone, or another one by that name: the one that was meant is not there any more.
      if (hasCode(error, "E_NOT_FOUND") || (uid !== undefined && hasCode(error, "E_CONFLICT"))) return;
      throw error;
    }
  }

  /** Ends every watch and call of this handle. */
  // oxlint-disable-next-line require-await -- the port lets an implementation wait
  async close(): Promise<void> {
    this.#closed.abort();
    this.#connection.close();
  }
}

/** Again while others came in between, but not where a field is theirs: that is for the caller to decide. */
async function retried(
  codes: ("E_CONFLICT" | "E_ALREADY_EXISTS")[],
  write: () => Promise<KubeObject>,
): Promise<KubeObject> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === mostTries || !hasCode(error, ...codes) || isFieldConflict(error)) throw error;
      await sleep(10 * 2 ** attempt * Math.random());
    }
  }
}

/** A patch that replaces the version by the one it was read at conflicts if it has moved on. */
function atVersion(resourceVersion: string | undefined): object[] {
  if (resourceVersion === undefined) return [];
  return [{ op: "replace", path: "/metadata/resourceVersion", value: resourceVersion }];
}

/** Items of a list do not name their kind; who manages which field is of no use to a reconciler and large. */
function adopt({ apiVersion, kind }: { apiVersion: string; kind: string }, object: KubeObject): KubeObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata as ObjectMeta & {
    managedFields?: unknown;
  };
  // Kinds without a spec have no generation.
  return { ...object, apiVersion, kind, metadata: { ...metadata, generation: metadata.generation ?? 1 } };
}

function withoutStatus({ status: _status, ...object }: DesiredObject): object {
  return object;
}

function selector(labels: Record<string, string> | undefined): string | undefined {
  const parts = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? undefined : parts.join(",");
}

function refOf({ apiVersion, kind, metadata: { namespace, name } }: DesiredObject): ObjectRef {
  return { apiVersion: apiVersion as string, kind: kind as string, namespace, name };
}

function label({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}
