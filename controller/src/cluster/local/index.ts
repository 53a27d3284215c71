/** Opening an embedded cluster: from a file, or in memory for tests. */
import { ClusterError } from "../errors.ts";
import { admitBuiltin } from "./builtin.ts";
import { Database } from "./database.ts";
import { LocalCluster, type LocalClusterOptions } from "./local-cluster.ts";
import { schema, schemaVersion } from "./schema.ts";
import type { Admit } from "./validate.ts";

export { LocalCluster } from "./local-cluster.ts";
export type { Admit } from "./validate.ts";

export type OpenOptions = Omit<LocalClusterOptions, "admit"> & {
  /** Rules and defaults of custom kinds; without it they are stored as they come. */
  admit?: Admit;
};

/**
 * The file of an embedded cluster; created if it is not there.
 *
 * @param path `cluster.db`
 * @param check read every page first; a controller does
 * @throws ClusterError E_CLUSTER_OPEN, E_CLUSTER_CORRUPT, E_CLUSTER_READ_ONLY, E_CLUSTER_FULL; each names the file
 */
export function openDatabase(path: string, check = false): Database {
  if (path === "") throw new ClusterError("E_CLUSTER_OPEN", "The path of the cluster's file is empty.");
  return new Database({ path, content: "the cluster's objects", schema, version: schemaVersion, check });
}

/** An embedded cluster on an open file. */
export function clusterOn(db: Database, options: OpenOptions = {}): LocalCluster {
  const custom = options.admit;
  const admit: Admit = (object, old) => {
    const builtin = admitBuiltin(object, old);
    return builtin ?? (custom ? custom(object, old) : object);
  };
  return new LocalCluster(db, { ...options, admit });
}

/** An embedded cluster that lives as long as the process: same code, no file. For tests of reconcilers. */
export function openMemoryCluster(options: OpenOptions = {}): LocalCluster {
  return clusterOn(openDatabase(":memory:"), options);
}
