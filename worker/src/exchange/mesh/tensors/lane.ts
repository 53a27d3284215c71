/**
 * Lane: the two tensor streams beside a link, one that this rank sends on (the peer dials) and one that it reads from (this rank
 * dials: a socket that was dialled can read straight into given memory). If either ends, the link does.
 */
import type { Socket } from "node:net";
import type { RunCertificate } from "@plateau/proto/certificate.ts";
import type { Piece } from "./piece.ts";
import { dialTensors, type TensorOffer, type TensorPort } from "./port.ts";
import { TensorReceiver, type PieceSink } from "./receiver.ts";
import { TensorSender } from "./sender.ts";

export interface LaneEvents {
  /** Both streams are there. */
  ready(): void;
  ended(reason: string): void;
}

export class TensorLane {
  /** To be told to the peer. */
  readonly offer: TensorOffer;
  readonly #port: TensorPort;
  readonly #events: LaneEvents;
  readonly #receiver: TensorReceiver;
  readonly #sockets: Socket[] = [];
  #sender: TensorSender | undefined;
  #reading: Socket | undefined;
  #isConnected = false;
  #closed = false;

  constructor(port: TensorPort, sink: PieceSink, events: LaneEvents) {
    this.#port = port;
    this.#events = events;
    this.#receiver = new TensorReceiver(sink);
    this.offer = port.expect((socket) => this.#attach(socket));
  }

  /** The peer's offer has come. */
  dial(address: string, offer: TensorOffer, certificate: RunCertificate | undefined): void {
    if (this.#closed || this.#reading) return;
    const connected = (): void => {
      this.#isConnected = true;
      this.#check();
    };
    const receiver = this.#receiver;
    this.#reading = this.#watch(dialTensors({ address, offer, certificate, receiver, connected }));
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
  settled(): Promise<void> {
    return this.#receiver.settled();
  }

  /** A piece that waited may have a place now. */
  resume(): void {
    if (this.#receiver.resume()) this.#reading?.resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#port.forget(this.offer);
    for (const socket of this.#sockets) socket.destroy();
    this.#sender?.close();
    this.#receiver.close();
  }

  #attach(socket: Socket): void {
    if (this.#closed) return void socket.destroy();
    this.#sender = new TensorSender(this.#watch(socket));
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
