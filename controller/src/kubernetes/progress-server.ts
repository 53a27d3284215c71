/**
 * Takes the progress of workers in, over TLS: each run's ranks present the certificate that the run's key makes, and the server
 * answers with the same one, found by the name that they ask for. Only the replica that leads listens.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createSecureContext, createServer, type SecureContext, type Server, type TLSSocket } from "node:tls";
import { runCertificate, runOfServerName, tlsOptions } from "@plateau/proto/certificate.ts";
import { decodeFrame, encodeFrame, FrameReader } from "@plateau/proto/progress/frames.ts";
import type { Log } from "../loop/log.ts";
import { parseProgressMessage, type ProgressRecorder } from "../progress/index.ts";

export interface ProgressServerOptions {
  host?: string;
  /** 0 = any free one. */
  port: number;
  recorder: Pick<ProgressRecorder, "record" | "flush" | "failures">;
  /** Key of a run, in hexadecimal. */
  membershipKey: (runUid: string) => string;
  log: Log;
  /** A stranger has so long to prove itself and to say who it is (milliseconds). */
  handshakeMs?: number;
  /** Steps are acknowledged together. */
  acknowledgeMs?: number;
}

/** Contexts of runs that talk now; a context is made again in a millisecond. */
const mostContexts = 2_048;

export class ProgressServer {
  readonly #options: Required<ProgressServerOptions>;
  readonly #server: Server;
  readonly #sockets = new Set<TLSSocket>();
  readonly #contexts = new Map<string, Promise<SecureContext>>();

  private constructor(options: ProgressServerOptions) {
    this.#options = { host: "::", handshakeMs: 10_000, acknowledgeMs: 200, ...options };
    const { handshakeMs: handshakeTimeout, log } = this.#options;
    this.#server = createServer(
      {
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: "TLSv1.3",
        handshakeTimeout,
        SNICallback: (name, callback) => void this.#present(name, callback),
      },
      (socket) => void this.#serve(socket),
    );
    this.#server.on("tlsClientError", (error, socket) => {
      log.debug({ from: socket.remoteAddress, reason: error.message }, "turned a stranger away");
    });
  }

  /** @throws Error if the port is taken */
  static async listen(options: ProgressServerOptions): Promise<ProgressServer> {
    const server = new ProgressServer(options);
    server.#server.listen(options.port, server.#options.host);
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await once(this.#server.close(), "close");
  }

  async #present(
    serverName: string,
    callback: (error: Error | null, context?: SecureContext) => void,
  ): Promise<void> {
    try {
      const context = await this.#contextOf(serverName);
      callback(null, context);
    } catch (error) {
      callback(error as Error);
    }
  }

  #contextOf(serverName: string): Promise<SecureContext> {
    const runUid = runOfServerName(serverName);
    if (runUid === undefined) return Promise.reject(new Error("the name is not that of a run"));
    const known = this.#contexts.get(runUid);
    if (known) return known;
    const key = Buffer.from(this.#options.membershipKey(runUid), "hex");
    const made = runCertificate({ key, runUid }, "progress").then((certificate) => {
      const { cert, key: privateKey, ca } = tlsOptions(certificate);
      return createSecureContext({ cert, key: privateKey, ca, minVersion: "TLSv1.3" });
    });
    if (this.#contexts.size >= mostContexts) this.#contexts.delete(this.#contexts.keys().next().value!);
    this.#contexts.set(runUid, made);
    return made;
  }

  /** One rank's connection, to its end. Whoever got here holds the key of the run that it named. */
  async #serve(socket: TLSSocket): Promise<void> {
    this.#sockets.add(socket);
    socket.setKeepAlive(true, 10_000);
    socket.setNoDelay(true);
    const teller = new TellerSession(socket, this.#options);
    try {
      await teller.listen(runOfServerName(String(socket.servername))!);
    } catch (error) {
      const { message } = error as Error;
      this.#options.log.debug(
        { from: socket.remoteAddress, reason: message },
        "progress of a rank broke off",
      );
    } finally {
      this.#sockets.delete(socket);
      socket.destroy();
    }
  }
}

/** What one rank says, in its order. */
class TellerSession {
  readonly #socket: TLSSocket;
  readonly #options: Required<ProgressServerOptions>;
  #teller: { rank: number; process: string } | undefined;
  #highest = 0;
  /** Of the recorder, when this session began. */
  readonly #failures: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: TLSSocket, options: Required<ProgressServerOptions>) {
    this.#socket = socket;
    this.#options = options;
    this.#failures = options.recorder.failures;
  }

  async listen(runUid: string): Promise<void> {
    const reader = new FrameReader();
    const mute = setTimeout(
      () => this.#socket.destroy(new Error("it did not say which rank it is")),
      this.#options.handshakeMs,
    );
    try {
      for await (const chunk of this.#socket as AsyncIterable<Buffer>) {
        const bodies = reader.push(chunk);
        if (!bodies) throw new Error("a frame is longer than any event");
        for (const body of bodies) this.#take(body, runUid);
        if (this.#teller) clearTimeout(mute);
      }
    } finally {
      clearTimeout(mute);
      clearTimeout(this.#timer);
    }
  }

  #take(body: Buffer, runUid: string): void {
    const frame = decodeFrame(body);
    if (!this.#teller) {
      if (!frame || !("teller" in frame) || frame.teller.runUid !== runUid) {
        throw new Error("the first frame does not say which rank of this run it is");
      }
      this.#teller = frame.teller;
      return;
    }
    const { rank, process } = this.#teller;
    const message =
      frame && "report" in frame ? parseProgressMessage({ ...frame.report, runUid, rank }) : undefined;
    if (!message) throw new Error("a frame is not progress");
    this.#options.recorder.record(message, process);
    this.#highest = Math.max(this.#highest, message.sequence);
    // The recorder stores everything but steps at once.
    if (message.event.type !== "step") this.#acknowledge();
    else this.#timer ??= setTimeout(() => this.#acknowledge(), this.#options.acknowledgeMs);
  }

  #acknowledge(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Acknowledged means stored. What was not is told again on the next connection.
    this.#options.recorder.flush();
    if (this.#options.recorder.failures > this.#failures) {
      this.#socket.destroy(new Error("it could not be stored"));
      return;
    }
    if (this.#socket.writable) this.#socket.write(encodeFrame({ ack: { sequence: this.#highest } }));
  }
}
