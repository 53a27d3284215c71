/**
 * HTTPS to one API server: credentials and addresses by @kubernetes/client-node's KubeConfig (kubeconfig files, exec plugins,
 * in-cluster tokens that are read again as they rotate), JSON in and out, kept-alive connections, a rate limit.
 *
 * The package's generated clients are not used: they drop fields that they do not know and turn times into Dates, and an
 * object that is read, changed and written must come back whole.
 */
import { once } from "node:events";
import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { ClusterError } from "../errors.ts";
import { errorOf } from "./answers.ts";
import { Limiter } from "./limiter.ts";

export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From `/api` or `/apis`. */
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  /** `application/json` unless it is a patch. */
  contentType?: string;
  /** For error messages: "apply TrainingRun team/a". */
  asked: string;
  signal?: AbortSignal;
}

export interface ConnectionOptions {
  qps?: number;
  burst?: number;
  /** An answer must have begun by then (milliseconds). */
  timeoutMs?: number;
  /**
   * Whether a write may go out now: asked when nothing but the wire is left between it and the server, after whatever it had to wait for. A
   * process that was stopped meanwhile does not know by itself how late it is.
   */
  mayWrite?: () => boolean;
  /** How a request went, tries of the same call each by itself. */
  onRequest?: (request: RequestSeen) => void;
}

export interface RequestSeen {
  method: Call["method"];
  /** As client-go has it: a GET of many is a LIST, one that goes on a WATCH. */
  verb: string;
  /** Status code; `<error>` if no answer came. */
  code: string;
  seconds: number;
}

/** Tries of a call that was turned away before it was done: too many requests, or no connection at all. */
const mostTries = 4;
const firstPauseMs = 250;

export class Connection {
  readonly #config: KubeConfig;
  readonly #limiter: Limiter;
  readonly #timeoutMs: number;
  readonly #mayWrite: () => boolean;
  readonly #agent = new Agent({ keepAlive: true, keepAliveMsecs: 15_000 });
  readonly #closed = new AbortController();

  readonly #onRequest: (request: RequestSeen) => void;

  constructor(config: KubeConfig, options: ConnectionOptions = {}) {
    const { qps = 50, burst = 100, timeoutMs = 30_000 } = options;
    const { onRequest = () => {}, mayWrite = () => true } = options;
    this.#mayWrite = mayWrite;
    this.#config = config;
    this.#onRequest = onRequest;
    this.#limiter = new Limiter({ qps, burst });
    this.#timeoutMs = timeoutMs;
  }

  /** The answer's JSON. @throws ClusterError */
  async call<T>(call: Call): Promise<T> {
    const response = await this.open(call);
    let body: string;
    try {
      body = await text(response);
    } catch (cause) {
      throw unreachable(call, cause);
    }
    return parse(body) as T;
  }

  /** The answer with its body still to be read, once the server has said yes. @throws ClusterError */
  async open(call: Call): Promise<IncomingMessage> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#once(call);
      if (!("retryInMs" in outcome)) return outcome;
      if (attempt === mostTries) throw outcome.error;
      const pauseMs = Math.max(outcome.retryInMs, firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
      await this.#pause(pauseMs, call);
    }
  }

  close(): void {
    this.#closed.abort();
    this.#agent.destroy();
  }

  async #once(call: Call): Promise<IncomingMessage | { retryInMs: number; error: ClusterError }> {
    const waitMs = this.#limiter.reserve();
    if (waitMs > 0) await this.#pause(waitMs, call);
    let response: IncomingMessage;
    const begun = performance.now();
    try {
      response = await this.#send(call);
      this.#seen(call, String(response.statusCode), begun);
    } catch (cause) {
      this.#seen(call, "<error>", begun);
      return this.#unanswered(call, cause);
    }
    const status = response.statusCode ?? 0;
    if (status < 300) return response;
    const body = parse(await text(response).catch(() => ""));
    const error = errorOf(status, body, call.asked);
    const after = Number(response.headers["retry-after"]);
    // Turned away unread: nothing was done.
    if (status === 429) return { retryInMs: (after || 1) * 1_000, error };
    throw error;
  }

  /** What to do about a request to which no answer came. */
  #unanswered(call: Call, cause: unknown): { retryInMs: number; error: ClusterError } {
    if (call.signal?.aborted || cause instanceof ClusterError) throw cause;
    if (this.#closed.signal.aborted) throw closed();
    const error = unreachable(call, cause);
    if (call.method === "GET" || isRefused(cause)) return { retryInMs: 0, error };
    throw error;
  }

  async #send(call: Call): Promise<IncomingMessage> {
    const url = this.#urlOf(call);
    const payload = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const options: RequestOptions = { method: call.method, headers: headersOf(call, payload) };
    await this.#config.applyToHTTPSOptions(options);
    const isPlain = url.protocol === "http:";
    // Theirs opens a connection for every call; it is needed where it knows the way through a proxy.
    if (!isPlain && !this.#config.getCurrentCluster()?.proxyUrl) options.agent = this.#agent;
    const sent = (isPlain ? httpRequest : httpsRequest)(url, { ...options, signal: this.#signalOf(call) });
    sent.setTimeout(this.#timeoutMs, () =>
      sent.destroy(new Error(`no answer began within ${this.#timeoutMs / 1_000} s`)),
    );
    const answered = once(sent, "response");
    // It rejects with what the gate would reject with.
    answered.catch(() => {});
    if (call.method !== "GET") await this.#gate(sent, answered, call);
    sent.end(payload);
    const [response] = (await answered) as [IncomingMessage];
    sent.setTimeout(0);
    return response;
  }

  /** Resolves when the request has a connection to go out on. @throws ClusterError E_CLOSED if it may not any more */
  async #gate(sent: ClientRequest, answered: Promise<unknown>, { asked }: Call): Promise<void> {
    const [socket] = (await once(sent, "socket")) as [Socket & { secureConnecting?: boolean }];
    const event = socket.secureConnecting ? "secureConnect" : socket.connecting ? "connect" : undefined;
    if (event) await Promise.race([once(socket, event), answered]);
    if (this.#mayWrite()) return;
    sent.destroy();
    throw new ClusterError("E_CLOSED", `${asked}: not written, because this replica does not lead any more.`);
  }

  #seen(call: Call, code: string, begun: number): void {
    this.#onRequest({
      method: call.method,
      verb: verbOf(call),
      code,
      seconds: (performance.now() - begun) / 1000,
    });
  }

  #urlOf({ path, query }: Call): URL {
    const server = this.#config.getCurrentCluster()?.server;
    if (server === undefined) {
      throw new ClusterError(
        "E_UNAVAILABLE",
        "No cluster is configured: the kubeconfig has no current context. Set KUBECONFIG, or choose one with kubectl config use-context.",
      );
    }
    const url = new URL(server.replace(/\/$/, "") + path);
    for (const [key, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    return url;
  }

  #signalOf({ signal }: Call): AbortSignal {
    return AbortSignal.any([this.#closed.signal, ...(signal ? [signal] : [])]);
  }

  async #pause(ms: number, call: Call): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.#signalOf(call) });
    } catch (error) {
      if (this.#closed.signal.aborted) throw closed();
      throw error;
    }
  }
}

function verbOf({ method, query = {} }: Call): string {
  if (method !== "GET") return method;
  if (query.watch !== undefined) return "WATCH";
  return "limit" in query ? "LIST" : "GET";
}

function headersOf(
  { contentType = "application/json" }: Call,
  payload: Buffer | undefined,
): Record<string, string> {
  return {
    accept: "application/json",
    "user-agent": "plateau",
    ...(payload ? { "content-type": contentType, "content-length": String(payload.length) } : {}),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // From a proxy in between.
    return body;
  }
}

/** The connection was not made, so nothing can have been done. */
function isRefused(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return (
    typeof code === "string" && ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"].includes(code)
  );
}

export function unreachable({ asked }: Pick<Call, "asked">, cause: unknown): ClusterError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ClusterError("E_UNAVAILABLE", `${asked}: the API server cannot be reached (${why}).`, { cause });
}

export function closed(): ClusterError {
  return new ClusterError("E_CLOSED", "The connection to the cluster was closed.");
}
