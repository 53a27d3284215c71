/**
 * Kubelet: makes the processes follow the Pods, and the Pods' statuses the processes. Every call of `sync` brings one Pod
 * nearer to what it should be and can be repeated; a process's end is kept until it is written down.
 */
import { closeSync, statSync } from "node:fs";
import type { Cluster } from "../../cluster.ts";
import { hasCode } from "../../errors.ts";
import type { Log } from "../../../loop/log.ts";
import { disruptions, isOver, marks, type Pod, type PodStatus } from "./kube.ts";
import type { Env } from "./pod/environment.ts";
import { PodError } from "./pod/errors.ts";
import { podFiles, preparePod, removeVolumes, type PreparedPod } from "./pod/prepare.ts";
import { endedStatus, runningStatus, waitingStatus, type Ending } from "./pod/status.ts";
import { CoreBook, describeLimits } from "./process/limits.ts";
import { openLog, rotateLog, tailOf } from "./process/logs.ts";
import { SupervisedProcess, type ProcessEnd } from "./process/supervised.ts";
import type { ProcessTable } from "./process-table.ts";

export interface PodListener {
  /** A message from the process's channel. */
  onMessage(pod: Pod, message: unknown): void;
  onStarted(pod: Pod, pid: number): void;
  /** After its last message and before the Pod says that it is over. */
  onEnded(pod: Pod, end: { exitCode: number; reason: string; message?: string }): void;
}

export interface KubeletOptions {
  cluster: Cluster;
  processes: ProcessTable;
  podsFolder: string;
  /** Value of PLATEAU_NODE in every process. */
  nodeId: string;
  /** Variables of every process, unless its Pod says otherwise. */
  nodeEnv?: Env;
  listener: PodListener;
  now: () => number;
  log: Log;
  /** Ask for another `sync` of this Pod. */
  wake: (pod: Pod) => void;
}

interface Entry {
  pod: Pod;
  process: SupervisedProcess;
  prepared: PreparedPod;
  cores: number[];
  /** Its start is written down and told. */
  announced: boolean;
  /** The listener knows of its end. */
  endTold: boolean;
  end?: ProcessEnd;
}

const defaultGraceSeconds = 30;
/** As Kubernetes: what counts of the last words. */
const longestMessageBytes = 4096;
const logTailBytes = 2048;
/** How soon to look again for a missing ConfigMap or Secret. */
const waitingRetryMs = 1_000;

export class Kubelet {
  readonly #options: KubeletOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #cores = new CoreBook();
  #shuttingDown = false;
  #empty = Promise.withResolvers<void>();

  constructor(options: KubeletOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#entries.size;
  }

  /** @returns milliseconds after which to look again */
  async sync(pod: Pod): Promise<number | undefined> {
    const entry = this.#entries.get(pod.metadata.uid);
    if (entry?.end) return this.#finish(pod, entry, entry.end);
    if (entry) {
      if (!entry.announced) await this.#announce(pod, entry);
      if (pod.metadata.deletionTimestamp) entry.process.stop(graceMs(pod));
      return undefined;
    }
    if (isOver(pod)) return this.#release(pod);
    if (pod.metadata.deletionTimestamp) {
      return this.#end(pod, {
        terminated: { exitCode: 0, reason: "NeverStarted", message: "Deleted before it was started." },
        disruption: { reason: "DeletedBeforeStart", message: "Deleted before it was started." },
      });
    }
    if (pod.status?.phase === "Running") return this.#lost(pod);
    return this.#shuttingDown ? undefined : this.#start(pod);
  }

  /** To the processes of these Pods. @returns how many there are */
  tell(isMeant: (pod: Pod) => boolean, message: object): number {
    const meant = [...this.#entries.values()].filter(({ pod, end }) => !end && isMeant(pod));
    for (const { process } of meant) process.send(message);
    return meant.length;
  }

  /** The Pod has been removed by force: its process must not stay. */
  vanished(uid: string): void {
    const entry = this.#entries.get(uid);
    if (!entry) return;
    if (entry.end) this.#forget(uid);
    else entry.process.stop(graceMs(entry.pod));
  }

  /** Ask every process to end and wait until all have ended and this is written down. No other is started. */
  async shutDown(): Promise<void> {
    this.#shuttingDown = true;
    for (const { pod, process } of this.#entries.values()) process.stop(graceMs(pod));
    if (this.#entries.size > 0) await this.#empty.promise;
  }

  rotateLogs(): void {
    for (const { prepared } of this.#entries.values()) rotateLog(prepared.files.log);
  }

  async #start(pod: Pod): Promise<number | undefined> {
    const { cluster, podsFolder, nodeId, nodeEnv = {} } = this.#options;
    let prepared: PreparedPod;
    try {
      prepared = await preparePod(pod, { cluster, podsFolder, nodeId, nodeEnv });
    } catch (error) {
      if (!(error instanceof PodError)) throw error;
      return this.#cannotStart(pod, error);
    }
    // Nothing is awaited between this and the spawn: no process can slip in behind a shutdown.
    if (this.#shuttingDown) return undefined;
    const entry = this.#spawn(pod, prepared);
    // Before anything that the process itself may say.
    if (entry.process.pid !== undefined) this.#options.listener.onStarted(pod, entry.process.pid);
    await this.#announce(pod, entry);
    return undefined;
  }

  /** Can be repeated: the disk may be full at the first try. */
  async #announce(pod: Pod, entry: Entry): Promise<void> {
    const { pid, started } = entry.process;
    // A program that could not be started has no number; its end is on the way.
    if (pid === undefined) return;
    this.#options.processes.add(pod.metadata.uid, { pid, started: started ?? "unknown" });
    const limits = describeLimits(entry.prepared.limits, entry.cores);
    await this.#write(pod, runningStatus(pod, this.#nowIso(), limits));
    entry.announced = true;
    this.#options.log.info({ pod: pod.metadata.name, process: pid }, "started a worker process");
  }

  #spawn(pod: Pod, prepared: PreparedPod): Entry {
    const { uid } = pod.metadata;
    const { limits, files, command, cwd, env } = prepared;
    const cores = this.#cores.take(limits.cores);
    const logFd = openLog(files.log);
    try {
      const process = new SupervisedProcess({
        command,
        cwd,
        env,
        cores,
        logFd,
        ...(limits.memoryBytes === undefined ? {} : { memoryBytes: limits.memoryBytes }),
        onMessage: (message) => this.#options.listener.onMessage(pod, message),
        onEnd: (end) => {
          const entry = this.#entries.get(uid);
          if (entry) entry.end = end;
          this.#options.wake(pod);
        },
      });
      const entry: Entry = { pod, process, prepared, cores, announced: false, endTold: false };
      this.#entries.set(uid, entry);
      return entry;
    } finally {
      closeSync(logFd);
    }
  }

  async #cannotStart(pod: Pod, error: PodError): Promise<number | undefined> {
    const { reason, message, retry } = error;
    if (!retry) return this.#end(pod, { terminated: { exitCode: 128, reason, message } });
    const waiting = pod.status?.containerStatuses?.[0]?.state.waiting;
    if (waiting?.message !== message) {
      await this.#write(pod, waitingStatus(pod, { reason, message }, this.#nowIso()));
    }
    return waitingRetryMs;
  }

  /** It was running when an earlier controller ended; its process has been fenced. */
  #lost(pod: Pod): Promise<undefined> {
    const message = "The controller was restarted; the process was ended and its Pod is replaced.";
    return this.#end(pod, {
      terminated: { exitCode: 137, signal: 9, reason: disruptions.controllerRestarted, message: "" },
      disruption: { reason: disruptions.controllerRestarted, message },
    });
  }

  async #finish(pod: Pod, entry: Entry, end: ProcessEnd): Promise<undefined> {
    const { exitCode, signal, reason } = end;
    const message = end.message ?? lastWords(entry.prepared, exitCode);
    const ending: Ending = {
      terminated: { exitCode, ...(signal === undefined ? {} : { signal }), reason, message },
    };
    // On the way out everything is asked to stop; whoever had finished by itself has finished.
    if (this.#shuttingDown && end.stopped && exitCode !== 0) {
      ending.disruption = {
        reason: disruptions.nodeShutdown,
        message: "The controller was stopped; the Pod is replaced when it runs again.",
      };
    }
    // What it said must be stored before its end is: whoever sees the end looks for the result.
    if (!entry.endTold) this.#options.listener.onEnded(pod, { exitCode, reason, message });
    entry.endTold = true;
    try {
      await this.#end(pod, ending);
    } catch (error) {
      if (!this.#shuttingDown) throw error;
      // The process is gone, which is what counts; the next controller writes it down.
      this.#options.log.error({ pod: pod.metadata.name, error: String(error) }, "an end could not be stored");
    }
    this.#options.log.info({ pod: pod.metadata.name, exitCode, reason }, "a worker process ended");
    this.#forget(pod.metadata.uid);
    return undefined;
  }

  /** Status first, then the record, then the finalizer: whatever is missing after a crash is done again. */
  async #end(pod: Pod, ending: Ending): Promise<undefined> {
    await this.#write(pod, endedStatus(pod, ending, this.#nowIso()));
    this.#options.processes.remove(pod.metadata.uid);
    removeVolumes(podFiles(this.#options.podsFolder, pod.metadata.name));
    return this.#release(pod);
  }

  async #release(pod: Pod): Promise<undefined> {
    if (!pod.metadata.finalizers?.includes(marks.processFinalizer)) return undefined;
    await this.#ifThere(this.#options.cluster.setFinalizer(refOf(pod), marks.processFinalizer, false));
    return undefined;
  }

  #write(pod: Pod, status: PodStatus): Promise<void> {
    return this.#ifThere(this.#options.cluster.updateStatus(refOf(pod), status));
  }

  async #ifThere(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (!hasCode(error, "E_NOT_FOUND")) throw error;
    }
  }

  #forget(uid: string): void {
    const entry = this.#entries.get(uid);
    if (!entry) return;
    this.#entries.delete(uid);
    this.#cores.release(entry.cores);
    if (this.#shuttingDown && this.#entries.size === 0) this.#empty.resolve();
  }

  #nowIso(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

function graceMs(pod: Pod): number {
  return (pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds) * 1000;
}

function refOf({ apiVersion, kind, metadata: { namespace, name } }: Pod) {
  return { apiVersion, kind, namespace, name };
}

/** What it left in its termination log; after a failure without one, the end of its log. */
function lastWords({ files }: PreparedPod, exitCode: number): string {
  const said = statSync(files.termination, { throwIfNoEntry: false })?.isFile()
    ? tailOf(files.termination, longestMessageBytes)
    : "";
  return said === "" && exitCode !== 0 ? tailOf(files.log, logTailBytes) : said;
}
