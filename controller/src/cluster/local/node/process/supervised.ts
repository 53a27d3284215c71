/**
 * One child process: own process group (a Ctrl-C in the terminal reaches the controller only, which then stops its children
 * in order), output straight into a file (it never waits for the controller), a channel for progress, and a stop that asks
 * first and kills later. Nothing of its group outlives it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { killGroup } from "./fence.ts";
import { residentBytes, startedOf } from "./identity.ts";

export interface SupervisedOptions {
  command: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Open file for both output streams. */
  logFd: number;
  memoryBytes?: number;
  /** Cores to pin it to; empty = any. */
  cores: readonly number[];
  onMessage: (message: unknown) => void;
  onEnd: (end: ProcessEnd) => void;
}

export interface ProcessEnd {
  exitCode: number;
  signal?: number;
  reason: "Completed" | "Error" | "OOMKilled" | "StartError";
  /** With StartError and OOMKilled: what happened. */
  message?: string;
  /** We had asked it to stop. */
  stopped: boolean;
}

const memoryPollMs = 500;
/** The channel closes with the process; longer means that somebody else holds it. */
const drainMs = 1_000;
/** As shells report a death by signal. */
const signalBase = 128;
/** As container runtimes report a program that could not be started. */
const startErrorCode = 128;

export class SupervisedProcess {
  readonly #child: ChildProcess;
  readonly #options: SupervisedOptions;
  readonly started: string | undefined;
  #oomBytes: number | undefined;
  #stopped = false;
  #ended = false;
  #killTimer: NodeJS.Timeout | undefined;
  #memoryTimer: NodeJS.Timeout | undefined;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    const { command, cwd, env, logFd, cores } = options;
    const line = cores.length > 0 ? ["taskset", "-c", cores.join(","), ...command] : command;
    this.#child = spawn(line[0]!, line.slice(1), {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ["ignore", logFd, logFd, "ipc"],
      // Keeps NaN: a diverged loss must arrive as what it is.
      serialization: "advanced",
    });
    this.started = this.#child.pid === undefined ? undefined : startedOf(this.#child.pid);
    this.#child.on("message", (message) => options.onMessage(message));
    this.#child.on("exit", (code, signal) => this.#exited(code, signal));
    this.#child.on("error", (error) => this.#failed(error));
    if (options.memoryBytes !== undefined) {
      this.#memoryTimer = setInterval(() => this.#watchMemory(options.memoryBytes!), memoryPollMs);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Over the channel. One that has closed says so by the end of the process. */
  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Ask it to end; kill it and its group after `graceMs`. May be called again, also to shorten the time. */
  stop(graceMs: number): void {
    if (this.#ended || this.pid === undefined) return;
    if (!this.#stopped) this.#child.kill("SIGTERM");
    this.#stopped = true;
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => killGroup(this.pid!, "SIGKILL"), graceMs);
  }

  #watchMemory(limit: number): void {
    const bytes = this.pid === undefined ? undefined : residentBytes(this.pid);
    if (bytes === undefined || bytes <= limit) return;
    this.#oomBytes = bytes;
    clearInterval(this.#memoryTimer);
    killGroup(this.pid!, "SIGKILL");
  }

  /** What it said last may still lie in the channel: the end is told after it, or the result would seem to be missing. */
  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    killGroup(this.pid!, "SIGKILL");
    const end = (): void => this.#end(code, signal);
    if (!this.#child.connected) {
      end();
      return;
    }
    const timer = setTimeout(end, drainMs);
    this.#child.once("disconnect", () => {
      clearTimeout(timer);
      // Messages read with the end of the channel are delivered in this turn of the event loop.
      setImmediate(end);
    });
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#ended) return;
    this.#close();
    const signalNumber = signal === null ? undefined : constants.signals[signal];
    const exitCode = code ?? signalBase + (signalNumber ?? 0);
    const oom = this.#oomBytes !== undefined;
    this.#options.onEnd({
      exitCode,
      ...(signalNumber === undefined ? {} : { signal: signalNumber }),
      reason: oom ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error",
      ...(oom
        ? {
            message: `Used ${this.#oomBytes} bytes of memory, more than its limit of ${this.#options.memoryBytes}. Raise resources.limits.memory, or use a smaller microbatch.`,
          }
        : {}),
      stopped: this.#stopped,
    });
  }

  /** Also emitted for failures of the channel while it runs; those end with its exit. */
  #failed(error: Error): void {
    if (this.pid !== undefined || this.#ended) return;
    this.#close();
    this.#options.onEnd({
      exitCode: startErrorCode,
      reason: "StartError",
      message: `${this.#options.command[0]} could not be started: ${error.message}`,
      stopped: this.#stopped,
    });
  }

  #close(): void {
    this.#ended = true;
    clearTimeout(this.#killTimer);
    clearInterval(this.#memoryTimer);
  }
}
