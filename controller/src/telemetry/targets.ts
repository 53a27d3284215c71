/** What a Prometheus on the same machine is to scrape, in the form that its http_sd_configs read. */
import type { ObjectMeta } from "../cluster/cluster.ts";

interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

export class WorkerTargets {
  /** By uid of the pod. */
  readonly #groups = new Map<string, TargetGroup>();

  get size(): number {
    return this.#groups.size;
  }

  /** A worker says where it serves its metrics. Its series name run and rank themselves. */
  add({ uid, name }: Pick<ObjectMeta, "uid" | "name">, address: string): void {
    this.#groups.set(uid, { targets: [address], labels: { job: "plateau-worker", pod: name } });
  }

  remove(uid: string): void {
    this.#groups.delete(uid);
  }

  /** @param controller `host:port` of the controller's own metrics */
  groups(controller: string): TargetGroup[] {
    return [{ targets: [controller], labels: { job: "plateau-controller" } }, ...this.#groups.values()];
  }
}
