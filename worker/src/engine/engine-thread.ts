/**
 * EngineThread: an engine's side of a thread that computes for it, so that the caller's event loop stays free. Each request becomes a
 * promise; if the thread dies, all of them fail. The thread's own side is `serveRequests`.
 */
import { fileURLToPath } from "node:url";
import { Worker, type MessagePort } from "node:worker_threads";
import { EngineError, messageOf, type EngineErrorCode } from "./errors.ts";

/** A request and what it is answered with. Vectors travel as shared memory, so that nothing is copied. */
type Call<R> = { readonly call: number; readonly request: R };

interface Reply {
  readonly call: number;
  /** What went wrong, if the request failed: the runtime's own message, or an error of ours. */
  readonly error?: { readonly code?: EngineErrorCode; readonly message: string };
}

/** What every thread is told at the end. */
export interface CloseRequest {
  readonly kind: "close";
}

export class EngineThread<R> {
  readonly #worker: Worker;
  readonly #library: string;
  readonly #pending = new Map<number, { resolve: () => void; reject: (error: EngineError) => void }>();
  #calls = 0;
  #ended: string | undefined;

  /**
   * @param module  of the thread, which calls `serveRequests`
   * @param library that computes in it, for messages
   */
  constructor(module: URL, library: string) {
    this.#library = library;
    this.#worker = new Worker(fileURLToPath(module), { name: "engine" });
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
  request(request: R | CloseRequest, transfer: ArrayBuffer[] = []): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(new EngineError("E_ENGINE_CLOSED", this.#ended));
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#pending.set(call, { resolve, reject });
      // Only a request under way keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ call, request } satisfies Call<R | CloseRequest>, transfer);
    });
  }

  /** Releases what the thread holds and ends it; requests sent before are carried out first. */
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
    else if (error.code !== undefined) pending?.reject(new EngineError(error.code, error.message));
    else pending?.reject(new EngineError("E_ENGINE", `${this.#library}: ${error.message}`));
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    for (const { reject } of this.#pending.values()) reject(new EngineError("E_ENGINE", reason));
    this.#pending.clear();
  }
}

/** The thread's side: carries out requests in the order in which they come. */
export function serveRequests<R>(
  port: MessagePort,
  serve: (request: R | CloseRequest) => void | Promise<void>,
): void {
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ call, request }: Call<R | CloseRequest>) => {
    last = last
      .then(() => serve(request))
      .then(
        () => port.postMessage({ call } satisfies Reply),
        (error: unknown) => port.postMessage({ call, error: described(error) } satisfies Reply),
      );
  });
}

function described(error: unknown): NonNullable<Reply["error"]> {
  const message = messageOf(error);
  return error instanceof EngineError ? { code: error.code, message } : { message };
}
