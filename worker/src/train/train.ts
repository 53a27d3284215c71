/**
 * The `train` program, on the main thread of a worker: holds the mesh and everything that must answer quickly, runs the training
 * thread, and turns its end into an exit code and last words.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { exitCodes, type TerminationMessage } from "@plateau/proto";
import { openStore } from "../checkpoint/index.ts";
import type { WorkerSetup } from "../config/load.ts";
import type { Membership, PayloadCall } from "../exchange/exchange.ts";
import { createChannel } from "../exchange/channels/index.ts";
import { runCertificate } from "@plateau/proto/certificate.ts";
import type { Loops } from "../exchange/loops/loops.ts";
import { loadLoops } from "../exchange/loops/native.ts";
import { Mesh, type MeshExchange } from "../exchange/mesh/mesh.ts";
import type { RunCommands } from "./commands.ts";
import type { ProgressChannel } from "../telemetry/progress-channel.ts";
import type { RankMetrics } from "../telemetry/rank-metrics.ts";
import {
  ReportedError,
  reportError,
  type FromTraining,
  type MainCall,
  type MainCalls,
  type ToTraining,
  type TrainingSetup,
} from "./messages.ts";

export interface TrainOptions {
  setup: WorkerSetup;
  progress: ProgressChannel;
  /** Undefined = nobody wants them. */
  metrics: RankMetrics | undefined;
  commands: RunCommands;
  log: (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
  /** Aborted when the process is to end: a signal, or the supervisor has gone. */
  signal: AbortSignal;
}

export interface TrainEnd {
  exitCode: number;
  lastWords: TerminationMessage;
}

export async function runTraining(options: TrainOptions): Promise<TrainEnd> {
  const { setup, progress, commands, metrics, log, signal } = options;
  const { config, rank, engines } = setup;
  // Fails with a clear message before anything is started.
  await openStore(config.checkpoints.storeUri);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const workerData: TrainingSetup = { config, rank, engines, isMeasured: metrics !== undefined };
  const thread = new Worker(new URL("./training-thread.ts", import.meta.url), {
    workerData,
    name: "training",
  });
  const send = (message: ToTraining): void => thread.postMessage(message);
  const stop = (): void => {
    send({ kind: "stop" });
    server.stop();
  };
  const server = new CallServer(setup, commands, (message, fields) => log("info", message, fields));
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await new Promise<TrainEnd>((resolve) => {
      thread.on("message", (message: FromTraining) => {
        commands.heard(message);
        switch (message.kind) {
          case "call":
            void server.answer(message.call).then(
              (value) => send({ kind: "reply", id: message.id, value }),
              (error: unknown) => send({ kind: "reply", id: message.id, error: reportError(error) }),
            );
            break;
          case "event":
            progress.send(message.event);
            metrics?.told(message.event);
            break;
          case "measured":
            if (message.told && message.news.type === "step") progress.send(message.news.event);
            metrics?.take(message.news);
            break;
          case "log":
            log(message.level, message.message, message.fields);
            break;
          case "ended":
            resolve(ended(message.outcome, message.step));
            break;
          case "failed":
            resolve(failed(new ReportedError(message.error), message.step));
        }
      });
      thread.on("error", (error) => resolve(failed(error as Error, 0)));
      thread.on("exit", (code) =>
        resolve(failed(new Error(`the training thread ended with code ${code}`), 0)),
      );
    });
  } finally {
    signal.removeEventListener("abort", stop);
    commands.ended();
    await server.close();
    await thread.terminate();
    log("info", "longest that this thread was busy", { ms: Math.round(delay.max / 1e6) });
  }
}

/** Answers the training thread's calls with the mesh, which it opens for the first of them. */
class CallServer {
  readonly #setup: WorkerSetup;
  readonly #commands: RunCommands;
  readonly #log: (message: string, fields?: Record<string, unknown>) => void;
  #mesh: Mesh | undefined;
  #exchange: MeshExchange | undefined;
  #stopping = false;

  constructor(
    setup: WorkerSetup,
    commands: RunCommands,
    log: (message: string, fields?: Record<string, unknown>) => void,
  ) {
    this.#setup = setup;
    this.#commands = commands;
    this.#log = log;
  }

  async answer(call: MainCall): Promise<unknown> {
    if (call.method === "join") return this.#join(call.argument.length);
    if (call.method === "leave") return this.#mesh?.leave(call.argument.finished);
    if (!this.#mesh || !this.#exchange) throw new Error(`${call.method} before a group was formed`);
    switch (call.method) {
      case "gather":
        return this.#exchange.gather(call.argument.label, call.argument.value);
      case "serveState":
        return this.#mesh.serveState(call.argument.to, call.argument.state);
      case "fetchState":
        return this.#mesh.fetchState(call.argument.from);
      case "reducePayloads":
        return this.#reduce(this.#exchange, call.argument);
      case "hold":
        return this.#hold(this.#exchange, call.argument.step);
    }
  }

  async #reduce(exchange: MeshExchange, call: PayloadCall): ReturnType<MainCalls["reducePayloads"]> {
    exchange.wish(this.#commands.wishes);
    const result = await exchange.reducePayloads(call);
    return { result, isOver: exchange.isOver, agreed: exchange.agreed };
  }

  async #hold(exchange: MeshExchange, step: number): Promise<void> {
    await Promise.race([exchange.untilMoved(), this.#commands.hold(step)]);
    this.#commands.goesOn();
  }

  /** Nobody waits for peers any more, now or later; the group goes on without this rank after a step. */
  stop(): void {
    this.#stopping = true;
    this.#exchange?.requestEnd();
    this.#mesh?.abandon(stopped());
  }

  async close(): Promise<void> {
    await this.#mesh?.close();
  }

  async #join(length: number): Promise<Membership> {
    const { config, rank, key, addressOf, listen } = this.#setup;
    // Files of one machine are guarded by their permissions; a network is not.
    const isNetwork = addressOf !== undefined && !addressOf(rank).startsWith("unix:");
    const secret = { key, runUid: config.run.uid };
    this.#mesh ??= await Mesh.open({
      loops: addressOf && (await this.#loadLoops()),
      certificate: config.exchange.tls && isNetwork ? await runCertificate(secret) : undefined,
      identity: { runUid: config.run.uid, rank },
      key,
      addressOf,
      listen,
      expected: Array.from({ length: config.workers.count }, (_, each) => each),
      min: config.workers.min,
      rejoinTimeoutMs: config.exchange.rejoinTimeoutMs,
      timeoutMs: config.exchange.timeoutMs,
      shards: config.batch.shards,
      length,
      channel: createChannel(config.exchange.channel, {
        seed: config.exchange.seed,
        shards: config.batch.shards,
      }),
      log: this.#log,
    });
    if (this.#stopping) throw stopped();
    this.#exchange = await this.#mesh.join();
    if (this.#stopping) this.#exchange.requestEnd();
    const { membership } = this.#exchange;
    this.#commands.joined(membership.ranks[0] === rank);
    return membership;
  }

  async #loadLoops(): Promise<Loops> {
    const { loops, slowBecause } = await loadLoops(this.#setup.engines.cache);
    if (slowBecause !== undefined)
      this.#log("vectors are summed and sealed in JavaScript", { reason: slowBecause });
    return loops;
  }
}

function stopped(): Error {
  return Object.assign(new Error("asked to stop while waiting for peers"), { code: "E_PEER_LOST" });
}

function ended(outcome: "finished" | "interrupted", step: number): TrainEnd {
  return outcome === "finished"
    ? { exitCode: exitCodes.ok, lastWords: { code: "Finished", message: `Finished at step ${step}.`, step } }
    : {
        exitCode: exitCodes.interrupted,
        lastWords: {
          code: "Interrupted",
          message: `Asked to stop; the state of step ${step} is saved.`,
          step,
        },
      };
}

/** What cannot get better by trying again, by the error's code. Of a store: an address, bucket or key that is wrong. */
const hopeless =
  /^E_(STORE_SCHEME|STORE_CONFIG|STORE_BUCKET|STORE_DENIED|BLOB_NAME|CONFIG|MODEL|OPTIMIZER|AVERAGING|DATA|TOKEN|CHECKPOINT|START|NOT_FINITE|MEMORY|ENGINE_MISSING|ENGINE_UNKNOWN|PLUGIN|LIBRARY|GRADIENT|SHAPE|UNSUPPORTED|KERNEL)/;

function failed(error: Error, step: number): TrainEnd {
  const code = "code" in error && typeof error.code === "string" ? error.code : "E_UNEXPECTED";
  return { exitCode: exitCodeOf(code), lastWords: { code, message: error.message.slice(0, 3500), step } };
}

export function exitCodeOf(code: string): number {
  if (code === "E_PEER_LOST") return exitCodes.peerLost;
  if (hopeless.test(code)) return exitCodes.badConfig;
  return code.startsWith("E_STORE") ? exitCodes.storeUnavailable : exitCodes.failure;
}
