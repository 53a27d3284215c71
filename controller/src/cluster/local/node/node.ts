/**
 * The embedded node: Job controller and kubelet in one, on one queue. Starts by fencing what an earlier controller left;
 * stops by asking every process to end and waiting for it.
 */
import type { Cluster, KubeObject } from "../../cluster.ts";
import { hasCode } from "../../errors.ts";
import { systemClock, type Clock } from "../../../loop/clock.ts";
import { Informers } from "../../../loop/informers.ts";
import { keyOf, splitKey } from "../../../loop/keys.ts";
import type { Log } from "../../../loop/log.ts";
import { WorkQueue } from "../../../loop/work-queue.ts";
import type { Database } from "../database.ts";
import type { BackoffOptions } from "./job/decide.ts";
import { syncJob } from "./job/sync.ts";
import { Kubelet, type PodListener } from "./kubelet.ts";
import type { Job, Pod } from "./kube.ts";
import { nodeVariable } from "./pod/environment.ts";
import { endProcesses, type FenceOptions } from "./process/fence.ts";
import { processesWithEnv } from "./process/identity.ts";
import { ProcessTable } from "./process-table.ts";

export interface ProcessNodeOptions {
  cluster: Cluster;
  db: Database;
  podsFolder: string;
  /** Tells this home's processes from those of another home: its absolute path. */
  nodeId: string;
  /** Variables of every process, unless its Pod says otherwise. */
  nodeEnv?: Readonly<Record<string, string>>;
  listener: PodListener;
  log: Log;
  clock?: Clock;
  backoff?: BackoffOptions;
  fence?: FenceOptions;
}

const workers = 4;
const logCheckMs = 10_000;
const defaultFence: FenceOptions = { graceMs: 2_000, timeoutMs: 20_000 };

export class ProcessNode {
  readonly #options: ProcessNodeOptions;
  readonly #clock: Clock;
  readonly #queue: WorkQueue;
  readonly #processes: ProcessTable;
  readonly #kubelet: Kubelet;

  constructor(options: ProcessNodeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#queue = new WorkQueue({ clock: this.#clock });
    this.#processes = new ProcessTable(options.db);
    this.#kubelet = new Kubelet({
      ...options,
      processes: this.#processes,
      now: () => this.#clock.now(),
      wake: (pod) => this.#queue.add(`Pod/${keyOf(pod.metadata)}`),
    });
  }

  /** Number of processes that run or whose end is not written down yet. */
  get running(): number {
    return this.#kubelet.running;
  }

  /** Over the channels of these Pods' processes. @returns how many there are */
  tell(isMeant: (pod: Pod) => boolean, message: object): number {
    return this.#kubelet.tell(isMeant, message);
  }

  /** @throws ClusterError E_FENCING: then nothing may be started */
  async fence(): Promise<void> {
    const marked = processesWithEnv(`${nodeVariable}=${this.#options.nodeId}`);
    // The record covers systems without /proc; the mark covers a process that was started and not yet written down.
    await endProcesses([...this.#processes.all(), ...marked], this.#options.fence ?? defaultFence);
    this.#processes.clear();
  }

  /** Until `signal` aborts, and then until every process has ended. Fence first. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, log } = this.#options;
    const stopInformers = new AbortController();
    const informers = new Informers({
      cluster,
      clock: this.#clock,
      signal: stopInformers.signal,
      onError: (error, kind) => log.warn({ kind, error: String(error) }, "a watch of the node ended"),
    });
    this.#listen(informers);
    const rotation = setInterval(() => this.#rotate(), logCheckMs);
    const working = Array.from({ length: workers }, () => this.#work(signal));
    if (!signal.aborted) {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    }
    await this.#kubelet.shutDown();
    clearInterval(rotation);
    this.#queue.close();
    await Promise.all(working);
    stopInformers.abort();
    await informers.ended();
  }

  #listen(informers: Informers): void {
    informers.of("batch/v1", "Job").onChange((object, old) => {
      this.#queue.add(`Job/${keyOf((object ?? old)!.metadata)}`);
    });
    informers.of("v1", "Pod").onChange((object, old) => {
      const pod = (object ?? old)!;
      if (!object) this.#kubelet.vanished(pod.metadata.uid);
      this.#queue.add(`Pod/${keyOf(pod.metadata)}`);
      const job = jobOf(pod);
      if (job !== undefined)
        this.#queue.add(`Job/${keyOf({ namespace: pod.metadata.namespace, name: job })}`);
    });
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (let key = await this.#queue.next(); key !== undefined; key = await this.#queue.next()) {
      try {
        const againMs = await this.#sync(key, signal);
        this.#queue.forget(key);
        if (againMs !== undefined) this.#queue.addAfter(key, againMs);
      } catch (error) {
        const retryInMs = this.#queue.addRateLimited(key);
        if (!hasCode(error, "E_CONFLICT", "E_NOT_FOUND")) {
          this.#options.log.error({ key, error: String(error), retryInMs }, "the node could not act");
        }
      }
      this.#queue.done(key);
    }
  }

  async #sync(key: string, signal: AbortSignal): Promise<number | undefined> {
    const at = key.indexOf("/");
    const kind = key.slice(0, at);
    const apiVersion = kind === "Job" ? "batch/v1" : "v1";
    const object = await this.#options.cluster.get({ apiVersion, kind, ...splitKey(key.slice(at + 1)) });
    if (!object) return undefined;
    if (kind === "Pod") return this.#kubelet.sync(object as Pod);
    // On the way out nothing is replaced; the next controller does that.
    if (signal.aborted) return undefined;
    const { cluster, backoff } = this.#options;
    return syncJob(object as Job, { cluster, nowMs: this.#clock.now(), ...(backoff ? { backoff } : {}) });
  }

  #rotate(): void {
    try {
      this.#kubelet.rotateLogs();
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, "a log could not be rotated");
    }
  }
}

function jobOf({ metadata }: KubeObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind, controller }) => kind === "Job" && controller)?.name;
}
