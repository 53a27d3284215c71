/** A cluster that only the leader may write to: asked at every write, whatever the timers of a stopped process say. */
import type { Cluster } from "../cluster/cluster.ts";
import { ClusterError } from "../cluster/errors.ts";

export function whileLeading(cluster: Cluster, isHeld: () => boolean): Cluster {
  const guarded =
    <Arguments extends unknown[], Result>(write: (...args: Arguments) => Promise<Result>) =>
    (...args: Arguments): Promise<Result> =>
      isHeld() ? write(...args) : Promise.reject(notLeading());
  return {
    get: (ref) => cluster.get(ref),
    list: (apiVersion, kind, options) => cluster.list(apiVersion, kind, options),
    watch: (apiVersion, kind, options) => cluster.watch(apiVersion, kind, options),
    create: guarded(cluster.create.bind(cluster)),
    apply: guarded(cluster.apply.bind(cluster)),
    updateStatus: guarded(cluster.updateStatus.bind(cluster)),
    setFinalizer: guarded(cluster.setFinalizer.bind(cluster)),
    delete: guarded(cluster.delete.bind(cluster)),
    close: () => cluster.close(),
  };
}

function notLeading(): ClusterError {
  return new ClusterError("E_CLOSED", "This replica does not lead any more and writes nothing.");
}
