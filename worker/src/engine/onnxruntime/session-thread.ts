/**
 * SessionThread: the engine's side of its thread. Each request becomes a promise; if the thread dies, all of them fail.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { EngineError, messageOf } from "../errors.ts";
import type { Reply, Request } from "./messages.ts";

type WithoutCall<T> = T extends unknown ? Omit<T, "call"> : never;

export class SessionThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: () => void; reject: (error: EngineError) => void }>();
  #calls = 0;
  #ended: string | undefined;

  constructor() {
    this.#worker = new Worker(fileURLToPath(new URL("./thread.ts", import.meta.url)), { name: "engine" });
    this.#worker.on("message", (reply: Reply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#end(`The engine's thread failed: ${messageOf(error)}`));
    this.#worker.on("exit", (code) => this.#end(`The engine's thread ended with code ${code}.`));
    this.#worker.unref();
  }

  /**
   * Sends a request; resolves when it has been carried out.
   *
   * @throws EngineError E_ENGINE with the runtime's message, E_ENGINE_CLOSED after `stop`
   */
  request(request: WithoutCall<Request>, transfer: ArrayBuffer[] = []): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(new EngineError("E_ENGINE_CLOSED", this.#ended));
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#pending.set(call, { resolve, reject });
      // Only a request under way keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ ...request, call }, transfer);
    });
  }

  /** Releases all sessions and ends the thread; requests sent before are carried out first. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined) return;
    const released = this.request({ kind: "close" });
    this.#ended = "The engine is closed; open another one.";
    await released.catch(() => undefined);
    await this.#worker.terminate();
  }

  #settle({ call, error }: Reply): void {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    if (this.#pending.size === 0) this.#worker.unref();
    if (error === undefined) pending?.resolve();
    else pending?.reject(new EngineError("E_ENGINE", `onnxruntime: ${error}`));
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    for (const { reject } of this.#pending.values()) reject(new EngineError("E_ENGINE", reason));
    this.#pending.clear();
  }
}
