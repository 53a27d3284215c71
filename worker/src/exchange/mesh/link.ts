/**
 * One authenticated stream to one peer: handshake, heartbeats, ordered sending with back-pressure, and one way to end.
 *
 * Both ends of a pair run the same code; only how the stream came about (dialled or accepted) differs.
 */
import { createHello, prove, refuseHello, verifyProof, type Hello, type Identity } from "./handshake.ts";
import type { Frame } from "./frames.ts";

/** What grpc-js gives for either end of a bidirectional call. */
export interface Duplex {
  write(frame: Frame): boolean;
  end(): void;
  /** Address of the other end, "unknown" on a socket file. */
  getPeer(): string;
  destroy?(error?: Error): void;
  cancel?(): void;
  on(event: "data", listener: (frame: Frame) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end" | "close" | "cancelled", listener: () => void): unknown;
  once(event: "drain", listener: () => void): unknown;
}

export interface LinkOptions {
  identity: Identity;
  key: Uint8Array;
  /** Silence after which the peer counts as dead. */
  timeoutMs: number;
  /** Rank that was dialled; undefined on the accepting side. */
  expectedRank?: number | undefined;
}

export interface LinkEvents {
  up(link: Link): void;
  frame(link: Link, frame: Frame): void;
  /** Once, whether or not it had been up. */
  down(link: Link, reason: string): void;
}

export class Link {
  /** Known once the peer has proved itself. */
  peer: Hello | undefined;
  isUp = false;
  #closed = false;
  #lastHeardMs = performance.now();
  #lastSentMs = performance.now();
  /** Set while the stream takes no more; wakes whoever waits to send. */
  #full: (PromiseWithResolvers<void> & { sinceMs: number }) | undefined;
  readonly #own: Hello;
  readonly #timer: NodeJS.Timeout;
  readonly #stream: Duplex;
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;

  constructor(stream: Duplex, options: LinkOptions, events: LinkEvents) {
    this.#stream = stream;
    this.#options = options;
    this.#events = events;
    this.#own = createHello(options.identity);
    stream.on("data", (frame) => this.#receive(frame));
    stream.on("error", (error) => this.close(error.message));
    stream.on("end", () => this.close("the peer closed the stream"));
    stream.on("close", () => this.close("the stream was closed"));
    stream.on("cancelled", () => this.close("the peer cancelled the stream"));
    this.#timer = setInterval(() => this.#tick(), Math.max(20, options.timeoutMs / 5));
    this.#timer.unref();
    this.#write({ hello: this.#own });
  }

  get rank(): number {
    return this.peer?.rank ?? this.#options.expectedRank ?? -1;
  }

  /**
   * Sends a frame once the stream can take it; frames of one caller arrive in the order in which they were sent. Frames of a
   * closed link are dropped: its end is an event.
   */
  async send(frame: Frame): Promise<void> {
    while (this.#full) await this.#full.promise;
    if (this.#closed || this.#write(frame) || this.#full) return;
    this.#full = { ...Promise.withResolvers<void>(), sinceMs: performance.now() };
    this.#stream.once("drain", () => this.#drained());
  }

  #drained(): void {
    const full = this.#full;
    this.#full = undefined;
    full?.resolve();
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.isUp = false;
    clearInterval(this.#timer);
    // Nobody may wait for a stream that will never drain.
    this.#drained();
    if (this.#stream.cancel) this.#stream.cancel();
    else {
      this.#stream.end();
      // Ending tells the peer at once; a peer that does not read must not keep the stream for ever.
      setTimeout(() => this.#stream.destroy?.(), 1000).unref();
    }
    this.#events.down(this, reason);
  }

  #write(frame: Frame): boolean {
    this.#lastSentMs = performance.now();
    return this.#stream.write(frame);
  }

  #tick(): void {
    const now = performance.now();
    const { timeoutMs } = this.#options;
    const silentMs = now - this.#lastHeardMs;
    const unreadMs = this.#full ? now - this.#full.sinceMs : 0;
    if (silentMs > timeoutMs) this.close(`silent for ${Math.round(silentMs)} ms`);
    else if (unreadMs > timeoutMs) this.close(`it has read nothing for ${Math.round(unreadMs)} ms`);
    else if (this.isUp && now - this.#lastSentMs > timeoutMs / 6) this.#write({ heartbeat: {} });
  }

  #receive(frame: Frame): void {
    if (this.#closed) return;
    this.#lastHeardMs = performance.now();
    if (this.isUp) {
      if (!frame.heartbeat) this.#events.frame(this, frame);
      return;
    }
    if (frame.hello) this.#greet(frame.hello);
    else if (frame.proof) this.#admit(frame.proof.mac ?? new Uint8Array());
    else this.close("refused: it spoke before it had proved its membership");
  }

  #greet(hello: NonNullable<Frame["hello"]>): void {
    const peer: Hello = {
      runUid: hello.runUid ?? "",
      rank: hello.rank ?? 0,
      nonce: hello.nonce ?? new Uint8Array(),
    };
    const refusal = this.peer
      ? "it introduced itself twice"
      : refuseHello(this.#options.identity, peer, this.#options.expectedRank);
    if (refusal) return this.close(`refused: ${refusal}`);
    this.peer = peer;
    this.#write({ proof: { mac: prove(this.#options.key, this.#own, peer) } });
  }

  #admit(mac: Uint8Array): void {
    if (!this.peer) return this.close("refused: a proof without an introduction");
    if (!verifyProof(this.#options.key, mac, { own: this.#own, peer: this.peer })) {
      return this.close(`refused: whoever calls itself rank ${this.peer.rank} does not hold this run's key`);
    }
    this.isUp = true;
    this.#events.up(this);
  }
}
