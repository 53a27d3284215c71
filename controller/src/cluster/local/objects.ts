/** Rows: objects by name and by uid, who depends on whom, and one log entry for every change. Called inside transactions. */
import type { KubeObject, ListOptions, ObjectRef } from "../cluster.ts";
import type { Database, Row } from "./database.ts";
import type { Managers } from "./fields.ts";

export interface Stored {
  object: KubeObject;
  managers: Managers;
}

export interface ObjectsOptions {
  /** Changes that are kept for watches. */
  keepEvents: number;
}

/** Compaction runs once per so many changes beyond those kept. */
const compactionSlack = 1_000;

export class Objects {
  readonly #db: Database;
  readonly #keepEvents: number;

  constructor(db: Database, options: ObjectsOptions) {
    this.#db = db;
    this.#keepEvents = options.keepEvents;
  }

  get({ apiVersion, kind, namespace, name }: ObjectRef): Stored | undefined {
    const row = this.#db.one(
      "SELECT body, managers FROM objects WHERE apiVersion = ? AND kind = ? AND namespace = ? AND name = ?",
      apiVersion,
      kind,
      namespace,
      name,
    );
    return row ? this.#stored(row) : undefined;
  }

  byUid(uid: string): Stored | undefined {
    const row = this.#db.one("SELECT body, managers FROM objects WHERE uid = ?", uid);
    return row ? this.#stored(row) : undefined;
  }

  /** In the order of namespace and name. */
  list(apiVersion: string, kind: string, { namespace, labels }: ListOptions): KubeObject[] {
    const wanted = Object.entries(labels ?? {});
    const conditions = ["apiVersion = ?", "kind = ?"];
    const values = [apiVersion, kind];
    if (namespace !== undefined) {
      conditions.push("namespace = ?");
      values.push(namespace);
    }
    for (const [key, value] of wanted) {
      conditions.push("EXISTS (SELECT 1 FROM json_each(labels) AS has WHERE has.key = ? AND has.value = ?)");
      values.push(key, value);
    }
    return this.#db
      .all(`SELECT body FROM objects WHERE ${conditions.join(" AND ")} ORDER BY namespace, name`, ...values)
      .map((row) => this.#body(row));
  }

  /** Objects that name this uid as an owner. */
  dependents(uid: string): Stored[] {
    return this.#db
      .all(
        "SELECT body, managers FROM owners JOIN objects ON objects.uid = owners.dependent WHERE owners.owner = ?",
        uid,
      )
      .map((row) => this.#stored(row));
  }

  /** Write a new or changed object; its resourceVersion is set. */
  put({ object, managers }: Stored, before: KubeObject | undefined): KubeObject {
    const { metadata } = object;
    const version = this.#nextVersion();
    metadata.resourceVersion = String(version);
    const body = JSON.stringify(object);
    const labels = JSON.stringify(metadata.labels ?? {});
    this.#db.run(
      `INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (apiVersion, kind, namespace, name)
       DO UPDATE SET labels = excluded.labels, managers = excluded.managers, body = excluded.body`,
      object.apiVersion,
      object.kind,
      metadata.namespace,
      metadata.name,
      metadata.uid,
      labels,
      JSON.stringify(managers),
      body,
    );
    this.#recordOwners(object, before);
    this.#append(version, before ? "MODIFIED" : "ADDED", { object, before, body });
    return object;
  }

  /** The object is gone; its last log entry carries the version of the removal. */
  remove(object: KubeObject): KubeObject {
    const version = this.#nextVersion();
    object.metadata.resourceVersion = String(version);
    this.#db.run("DELETE FROM objects WHERE uid = ?", object.metadata.uid);
    this.#db.run("DELETE FROM owners WHERE dependent = ?", object.metadata.uid);
    this.#append(version, "DELETED", { object, before: object, body: JSON.stringify(object) });
    return object;
  }

  /** Version of the last change; 0 = none yet. */
  version(): number {
    return this.#counter("version");
  }

  /** Version of the last change that is no longer in the log. */
  compactedVersion(): number {
    return this.#counter("compacted");
  }

  /** Log entries of a kind after a version, oldest first. */
  changesAfter(
    version: number,
    { apiVersion, kind, limit }: { apiVersion: string; kind: string; limit: number },
  ): {
    version: number;
    type: string;
    namespace: string;
    labelsBefore: Record<string, string> | undefined;
    object: KubeObject;
  }[] {
    return this.#db
      .all(
        "SELECT version, type, namespace, labelsBefore, body FROM log WHERE apiVersion = ? AND kind = ? AND version > ? ORDER BY version LIMIT ?",
        apiVersion,
        kind,
        version,
        limit,
      )
      .map((row) => ({
        version: Number(row.version),
        type: String(row.type),
        namespace: String(row.namespace),
        labelsBefore:
          row.labelsBefore === null ? undefined : this.#db.parse(row.labelsBefore, "a log entry's labels"),
        object: this.#body(row),
      }));
  }

  #append(
    version: number,
    type: string,
    { object, before, body }: { object: KubeObject; before: KubeObject | undefined; body: string },
  ): void {
    const labelsBefore = before ? JSON.stringify(before.metadata.labels ?? {}) : null;
    this.#db.run(
      "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)",
      version,
      type,
      object.apiVersion,
      object.kind,
      object.metadata.namespace,
      labelsBefore,
      body,
    );
    if (version % compactionSlack === 0) this.#compact(version - this.#keepEvents);
  }

  #compact(upTo: number): void {
    if (upTo <= this.compactedVersion()) return;
    this.#db.run("DELETE FROM log WHERE version <= ?", upTo);
    this.#db.run("UPDATE counters SET value = ? WHERE name = 'compacted'", upTo);
  }

  #recordOwners(object: KubeObject, before: KubeObject | undefined): void {
    const uids = (from: KubeObject | undefined): string =>
      JSON.stringify((from?.metadata.ownerReferences ?? []).map(({ uid }) => uid));
    if (uids(object) === uids(before)) return;
    this.#db.run("DELETE FROM owners WHERE dependent = ?", object.metadata.uid);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      this.#db.run("INSERT OR IGNORE INTO owners VALUES (?, ?)", uid, object.metadata.uid);
    }
  }

  #nextVersion(): number {
    const row = this.#db.one(
      "UPDATE counters SET value = value + 1 WHERE name = 'version' RETURNING value AS value",
    );
    return Number(row?.value);
  }

  #counter(name: string): number {
    return Number(this.#db.one("SELECT value FROM counters WHERE name = ?", name)?.value);
  }

  #stored(row: Row): Stored {
    return { object: this.#body(row), managers: this.#db.parse(row.managers, "an object's field managers") };
  }

  #body(row: Row): KubeObject {
    return this.#db.parse(row.body, "an object");
  }
}
