/**
 * Lane: the two tensor streams beside a link, one that this rank sends on (the peer dials) and one that it reads from (this rank
 * dials: a socket that was dialled can read straight into given memory). If either ends, the link does.
 */
import type { Socket } from "node:net";
import type { CreateSeal } from "../../loops/seal.ts";
import type { Piece } from "./piece.ts";
import { dialTensors, type TensorOffer, type TensorPort } from "./port.ts";
import { TensorReceiver, type PieceSink } from "./receiver.ts";
import { Opener, Sealer } from "./sealing.ts";
import { TensorSender } from "./sender.ts";

export interface LaneEvents {
  /** Both streams are there. */
  ready(): void;
  ended(reason: string): void;
}

export interface LaneOptions {
  port: TensorPort;
  /** How streams are sealed; undefined = in plain text. */
  createSeal: CreateSeal | undefined;
}

export class TensorLane {
  /** To be told to the peer. */
  readonly offer: TensorOffer;
  readonly #options: LaneOptions;
  readonly #sink: PieceSink;
  readonly #events: LaneEvents;
  readonly #sockets: Socket[] = [];
  #sender: TensorSender | undefined;
  #receiver: TensorReceiver | undefined;
  #reading: Socket | undefined;
  #isConnected = false;
  #closed = false;

  constructor(options: LaneOptions, sink: PieceSink, events: LaneEvents) {
    this.#options = options;
    this.#sink = sink;
    this.#events = events;
    this.offer = options.port.expect((socket) => this.#attach(socket));
  }

  /** The peer's offer has come. */
  dial(address: string, offer: TensorOffer): void {
    if (this.#closed || this.#reading) return;
    const connected = (): void => {
      this.#isConnected = true;
      this.#check();
    };
    const { createSeal } = this.#options;
    const receiver = new TensorReceiver(this.#sink, createSeal && new Opener(offer.token, createSeal));
    this.#receiver = receiver;
    const sealed = createSeal !== undefined;
    this.#reading = this.#watch(dialTensors({ address, offer, sealed, receiver, connected }));
  }

  get isReady(): boolean {
    return this.#isConnected && this.#sender !== undefined;
  }

  /** How long the peer has read nothing although there is something for it. */
  get stuckMs(): number {
    return this.#sender?.stuckMs ?? 0;
  }

  async send(piece: Piece, data: Uint8Array): Promise<number> {
    return (await this.#sender?.send(piece, data)) ?? 0;
  }

  async flushed(): Promise<void> {
    await this.#sender?.flushed();
  }

  /** Resolves when nothing is being read to a place any more that was given before. */
  async settled(): Promise<void> {
    await this.#receiver?.settled();
  }

  /** A piece that waited may have a place now. */
  resume(): void {
    const receiver = this.#receiver;
    if (receiver?.resume()) this.#reading?.resume();
    else if (receiver?.isBad) this.#reading?.destroy(new Error(receiver.problem));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.port.forget(this.offer);
    for (const socket of this.#sockets) socket.destroy();
    this.#sender?.close();
    this.#receiver?.close();
  }

  #attach(socket: Socket): void {
    if (this.#closed) return void socket.destroy();
    const { createSeal } = this.#options;
    const sealer = createSeal && new Sealer(this.offer.token, createSeal);
    this.#sender = new TensorSender(this.#watch(socket), sealer);
    // Its peer has nothing to say on it; reading shows when it ends.
    socket.resume();
    this.#check();
  }

  #watch(socket: Socket): Socket {
    this.#sockets.push(socket);
    let reason = "its tensor stream ended";
    socket.on("error", (error) => (reason = `its tensor stream failed: ${error.message}`));
    socket.on("close", () => {
      if (!this.#closed) this.#events.ended(reason);
    });
    socket.on("end", () => socket.destroy());
    return socket;
  }

  #check(): void {
    if (this.isReady) this.#events.ready();
  }
}
