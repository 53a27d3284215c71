/**
 * Progress over a network: to whichever controller leads, over TLS with the run's own certificate, dialled again whenever it
 * breaks. What stands (states committed, evaluations, the rank's own state, the last step) is told anew on every connection, so
 * that a controller that has just begun, with nothing on its disk, knows at once what its predecessor knew.
 */
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import { decodeFrame, encodeFrame, FrameReader } from "@plateau/proto/progress/frames.ts";
import type { ProgressMessage } from "@plateau/proto";
import { splitHostPort } from "../config/host-port.ts";
import { backOffMs } from "./back-off.ts";
import type { ProgressSink } from "./progress-channel.ts";
import { Unsaid } from "./unsaid.ts";

export interface ProgressLinkOptions {
  /** `host:port`; every address that the host has is tried: replicas that do not lead do not listen. */
  address: string;
  runUid: string;
  rank: number;
  /** One life of the rank. */
  process: string;
  certificate: RunCertificate;
  log: (message: string, fields?: Record<string, unknown>) => void;
  /** Without an acknowledgement for so long, a connection is given up. */
  silenceMs?: number;
  /** First pause between two tries, doubled up to 40 times as much. */
  pauseMs?: number;
}

export class ProgressLink implements ProgressSink {
  readonly #options: Required<ProgressLinkOptions>;
  readonly #unsaid = new Unsaid();
  readonly #closed = new AbortController();
  readonly #running: Promise<void>;
  #socket: TLSSocket | undefined;
  #acknowledged: () => void = () => {};

  constructor(options: ProgressLinkOptions) {
    this.#options = { silenceMs: 15_000, pauseMs: 250, ...options };
    this.#running = this.#run();
  }

  send(messages: ProgressMessage[]): void {
    for (const message of messages) {
      this.#unsaid.add(message);
      this.#write(message);
    }
  }

  get waiting(): number {
    return this.#unsaid.waiting;
  }

  get dropped(): number {
    return this.#unsaid.dropped;
  }

  /** Everything has been taken, or `ms` are over. @returns whether everything has been taken */
  async finish(ms: number): Promise<boolean> {
    const tired = AbortSignal.timeout(ms);
    while (this.#unsaid.waiting > 0 && !tired.aborted) {
      await new Promise<void>((resolve) => {
        this.#acknowledged = resolve;
        tired.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return this.#unsaid.waiting === 0;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#socket?.destroy();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { pauseMs, log } = this.#options;
    let failures = 0;
    let said = false;
    while (!this.#closed.signal.aborted) {
      try {
        const wasTaken = await this.#talk();
        failures = wasTaken ? 0 : failures + 1;
        said = false;
      } catch (error) {
        failures += 1;
        // Once for every time that it goes away.
        if (!said) log("progress cannot be told; it is kept and told later", { reason: String(error) });
        said = true;
      }
      const ms = backOffMs(pauseMs, failures);
      await sleep(ms, undefined, { signal: this.#closed.signal }).catch(() => {});
    }
  }

  /** One connection, to its end. @returns whether the other side has taken anything */
  async #talk(): Promise<boolean> {
    const socket = await this.#dial();
    const { runUid, rank, process } = this.#options;
    socket.write(encodeFrame({ teller: { runUid, rank, process } }));
    for (const message of this.#unsaid.standing()) socket.write(encode(message));
    this.#socket = socket;
    try {
      return await this.#listen(socket);
    } finally {
      this.#socket = undefined;
      socket.destroy();
    }
  }

  async #listen(socket: TLSSocket): Promise<boolean> {
    let taken = false;
    const reader = new FrameReader();
    socket.setKeepAlive(true, 10_000);
    socket.setNoDelay(true);
    const watchdog = setInterval(() => {
      if (this.#unsaid.waitedMs(performance.now()) > this.#options.silenceMs) {
        socket.destroy(new Error(`nothing was acknowledged for ${this.#options.silenceMs} ms`));
      }
    }, this.#options.silenceMs / 4);
    watchdog.unref();
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        const bodies = reader.push(chunk);
        if (!bodies) throw new Error("the controller sent something that is no frame");
        for (const body of bodies) {
          const frame = decodeFrame(body);
          if (!frame || !("ack" in frame)) throw new Error("the controller sent something that is no answer");
          this.#unsaid.acknowledge(frame.ack.sequence);
          taken = true;
          if (this.#unsaid.waiting === 0) this.#acknowledged();
        }
      }
      return taken;
    } catch (error) {
      if (taken || this.#closed.signal.aborted) return taken;
      throw error;
    } finally {
      clearInterval(watchdog);
    }
  }

  /** Of the addresses in any order, the first that answers. */
  async #dial(): Promise<TLSSocket> {
    const { address, certificate } = this.#options;
    const { host, port } = splitHostPort(address);
    const found = await lookup(host, { all: true });
    let last: unknown = new Error(`${host} has no address`);
    for (const { address: ip } of found.toSorted(() => Math.random() - 0.5)) {
      this.#closed.signal.throwIfAborted();
      const socket = connect({
        ...tlsOptions(certificate),
        host: ip,
        port,
        servername: certificate.serverName,
      });
      try {
        await once(socket, "secureConnect", {
          signal: AbortSignal.any([AbortSignal.timeout(5_000), this.#closed.signal]),
        });
        return socket;
      } catch (error) {
        last = error;
        socket.on("error", () => {});
        socket.destroy();
      }
    }
    throw last;
  }

  #write(message: ProgressMessage): void {
    const socket = this.#socket;
    // What does not go now is told on the next connection; a controller that does not read must not fill this memory.
    if (socket && socket.writableLength < 1 << 20) socket.write(encode(message));
    else if (socket) socket.destroy(new Error("the controller does not read"));
  }
}

function encode({ sequence, event }: ProgressMessage): Buffer {
  return encodeFrame({ report: { sequence, event } });
}
