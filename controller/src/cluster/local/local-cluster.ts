/**
 * The embedded cluster: what an API server and its garbage collector do, in one SQLite file. Each call is one transaction;
 * several processes may have the same file open.
 */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type {
  Cluster,
  DesiredObject,
  KubeObject,
  ListOptions,
  ObjectMeta,
  ObjectRef,
  WatchEvent,
} from "../cluster.ts";
import { ClusterError } from "../errors.ts";
import { applyFields } from "./apply.ts";
import type { Database } from "./database.ts";
import { deleteObject, releaseDependents, settle } from "./deletion.ts";
import { fromTree, leaves, readablePath, toTree, type Managers } from "./fields.ts";
import { Notice } from "./notice.ts";
import { Objects, type Stored } from "./objects.ts";
import { checkFinalizers, checkObject, type Admit } from "./validate.ts";
import { watchLog } from "./watch.ts";
import { copy } from "./copy.ts";

export interface LocalClusterOptions {
  /** Rules and defaults of kinds. */
  admit: Admit;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Uid of a new object. */
  newUid?: () => string;
  /** Changes kept for watches that come back; older versions are E_EXPIRED. */
  keepEvents?: number;
}

/** Owner of the fields that `create` sets. */
const createManager = "create";

export class LocalCluster implements Cluster {
  readonly #db: Database;
  readonly #objects: Objects;
  readonly #notice: Notice;
  readonly #admit: Admit;
  readonly #now: () => number;
  readonly #newUid: () => string;
  readonly #closed = new AbortController();

  constructor(db: Database, options: LocalClusterOptions) {
    this.#db = db;
    this.#objects = new Objects(db, { keepEvents: options.keepEvents ?? 5_000 });
    this.#notice = new Notice(db);
    this.#admit = options.admit;
    this.#now = options.now ?? Date.now;
    this.#newUid = options.newUid ?? randomUUID;
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    return this.#objects.get(ref)?.object;
  }

  async list(
    apiVersion: string,
    kind: string,
    options: ListOptions = {},
  ): Promise<{ items: KubeObject[]; resourceVersion: string }> {
    return this.#db.read(() => ({
      items: this.#objects.list(apiVersion, kind, options),
      resourceVersion: String(this.#objects.version()),
    }));
  }

  watch(
    apiVersion: string,
    kind: string,
    options: ListOptions & { resourceVersion: string; signal: AbortSignal },
  ): AsyncIterable<WatchEvent> {
    const signal = AbortSignal.any([options.signal, this.#closed.signal]);
    const source = { db: this.#db, objects: this.#objects, notice: this.#notice };
    return watchLog(source, { ...options, apiVersion, kind, signal });
  }

  async create(desired: DesiredObject): Promise<KubeObject> {
    checkObject(desired);
    const tree = toTree(desired);
    const content = this.#admitted(assemble(desired, fromTree(tree)), undefined);
    return this.#write(() => {
      const ref = refOf(desired);
      if (this.#objects.get(ref)) {
        throw new ClusterError("E_ALREADY_EXISTS", `${label(ref)} is already there; use apply to change it.`);
      }
      return this.#add(content, { [createManager]: [...leaves(tree).keys()].sort() });
    });
  }

  async apply(
    desired: DesiredObject,
    options: { fieldManager: string; force?: boolean },
  ): Promise<KubeObject> {
    checkObject(desired);
    const wanted = toTree(desired);
    return this.#write(() => {
      const live = this.#objects.get(refOf(desired));
      const before = { tree: live ? toTree(live.object) : {}, managers: live?.managers ?? {} };
      const { tree, managers, conflicts } = applyFields(before, wanted, {
        manager: options.fieldManager,
        force: options.force ?? false,
      });
      if (conflicts.length > 0) {
        const fields = conflicts.map(({ path, manager }) => `${readablePath(path)} (set by ${manager})`);
        throw new ClusterError(
          "E_CONFLICT",
          `${label(refOf(desired))} has fields of other managers: ${fields.join(", ")}. Leave them out, give them the same value, or force.`,
        );
      }
      const content = this.#admitted(assemble(desired, fromTree(tree)), live?.object);
      if (!live) return this.#add(content, managers);
      return this.#change(live, withContent(live.object, content), managers);
    });
  }

  async updateStatus(
    ref: ObjectRef,
    status: unknown,
    options: { resourceVersion?: string } = {},
  ): Promise<KubeObject> {
    return this.#write(() => {
      const live = this.#existing(ref);
      const { resourceVersion } = live.object.metadata;
      if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
        throw new ClusterError(
          "E_CONFLICT",
          `${label(ref)} is at version ${resourceVersion}, not ${options.resourceVersion}: it was written since it was read. Read it again.`,
        );
      }
      const next = copy(live.object);
      if (status === undefined) delete next.status;
      else next.status = copy(status);
      return this.#change(live, next, live.managers);
    });
  }

  async setFinalizer(ref: ObjectRef, finalizer: string, present: boolean): Promise<KubeObject> {
    return this.#write(() => {
      const live = this.#existing(ref);
      const next = copy(live.object);
      const others = (next.metadata.finalizers ?? []).filter((name) => name !== finalizer);
      const has = others.length !== (next.metadata.finalizers ?? []).length;
      if (has === present) return live.object;
      const finalizers = present ? [...others, finalizer] : others;
      if (finalizers.length > 0) next.metadata.finalizers = finalizers;
      else delete next.metadata.finalizers;
      const path = `/metadata/finalizers/${finalizer.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const managers = present ? live.managers : withoutPath(live.managers, path);
      return this.#change(live, next, managers);
    });
  }

  async delete(
    ref: ObjectRef,
    options: { uid?: string; propagation?: "background" | "orphan" } = {},
  ): Promise<void> {
    this.#write(() => {
      const live = this.#objects.get(ref);
      // Another uid: the one that was meant is gone already.
      if (!live || (options.uid !== undefined && options.uid !== live.object.metadata.uid)) return;
      if (options.propagation === "orphan") releaseDependents(this.#objects, live.object.metadata.uid);
      deleteObject(this.#objects, live, this.#nowIso());
    });
  }

  /** Ends every watch of this handle; the file stays. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#db.close();
  }

  #add(content: DesiredObject, managers: Managers): KubeObject {
    const metadata: ObjectMeta = {
      ...content.metadata,
      uid: this.#newUid(),
      resourceVersion: "0",
      generation: 1,
      creationTimestamp: this.#nowIso(),
    };
    const stored: Stored = { object: { ...content, metadata } as KubeObject, managers };
    const created = copy(this.#objects.put(stored, undefined));
    settle(this.#objects, stored, this.#nowIso());
    return created;
  }

  /** Write `next` if it differs from what is there. */
  #change(live: Stored, next: KubeObject, managers: Managers): KubeObject {
    checkFinalizers(next, live.object);
    if (isDeepStrictEqual(next, live.object) && isDeepStrictEqual(managers, live.managers)) {
      return live.object;
    }
    if (!isDeepStrictEqual(next.spec, live.object.spec)) next.metadata.generation += 1;
    const stored: Stored = { object: next, managers };
    const changed = copy(this.#objects.put(stored, live.object));
    settle(this.#objects, stored, this.#nowIso());
    return changed;
  }

  #admitted(object: DesiredObject, old: KubeObject | undefined): DesiredObject {
    let admitted: DesiredObject;
    try {
      admitted = this.#admit(object, old);
    } catch (cause) {
      if (cause instanceof ClusterError || (cause as { code?: unknown }).code !== "E_INVALID") throw cause;
      throw new ClusterError("E_INVALID", (cause as Error).message, { cause });
    }
    return assemble(admitted, fromTree(toTree(admitted)));
  }

  #existing(ref: ObjectRef): Stored {
    const live = this.#objects.get(ref);
    if (!live) throw new ClusterError("E_NOT_FOUND", `${label(ref)} is not there.`);
    return live;
  }

  #write<T>(work: () => T): T {
    const version = this.#db.isOpen ? this.#objects.version() : 0;
    const result = this.#db.write(work);
    if (this.#objects.version() !== version) this.#notice.publish();
    return result;
  }

  #nowIso(): string {
    return new Date(this.#now()).toISOString();
  }
}

function refOf(object: DesiredObject): ObjectRef {
  const { namespace, name } = object.metadata;
  return { apiVersion: object.apiVersion as string, kind: object.kind as string, namespace, name };
}

function label({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}

/** Identity of `desired` with the given content; nothing shared with the inputs. */
function assemble(desired: DesiredObject, content: { [key: string]: unknown }): DesiredObject {
  const { name, namespace } = desired.metadata;
  const { metadata, ...rest } = content;
  return {
    ...(copy(rest) as object),
    apiVersion: desired.apiVersion as string,
    kind: desired.kind as string,
    metadata: { name, namespace, ...(metadata as object) },
  };
}

/** The live object with other content; server-set metadata and status stay. */
function withContent(live: KubeObject, content: DesiredObject): KubeObject {
  const { uid, resourceVersion, generation, creationTimestamp, deletionTimestamp } = live.metadata;
  const metadata: ObjectMeta = {
    ...content.metadata,
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
  };
  return {
    ...content,
    apiVersion: live.apiVersion,
    kind: live.kind,
    metadata,
    ...(live.status === undefined ? {} : { status: live.status }),
  };
}

function withoutPath(managers: Managers, path: string): Managers {
  return Object.fromEntries(
    Object.entries(managers).map(([manager, paths]) => [manager, paths.filter((p) => p !== path)]),
  );
}
