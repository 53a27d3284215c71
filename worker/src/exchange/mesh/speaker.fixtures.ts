/** A peer that speaks the wire by hand: a true member as far as the handshake goes, and then whatever a test wants. */
import { Client, credentials, Metadata, type ClientDuplexStream } from "@grpc/grpc-js";
import { linkPath, meshService, type Frame } from "./frames.ts";
import type { Identity } from "./handshake.ts";
import { Link, type Duplex } from "./link.ts";
import { TensorLane } from "./tensors/lane.ts";
import { viewBytes, type Piece } from "./tensors/piece.ts";
import { TensorPort } from "./tensors/port.ts";

const { requestSerialize, responseDeserialize } = meshService["link"] as {
  requestSerialize: (frame: Frame) => Buffer;
  responseDeserialize: (bytes: Buffer) => Frame;
};

export interface SpeakerOptions {
  identity: Identity;
  key: Uint8Array;
  /** gRPC address of itself and of the lower rank that it dials. */
  own: string;
  peer: string;
  peerRank: number;
  timeoutMs: number;
  /** Whether it reads the vectors that are sent to it; default true. */
  reads?: boolean;
}

interface OpenStream {
  stream: ClientDuplexStream<Frame, Frame>;
  close: () => void;
}

/** A bidirectional stream to a rank, with frames or any other bytes on it. */
export function openStream(
  address: string,
  serialize: (value: Frame) => Buffer = requestSerialize,
): OpenStream {
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.initial_reconnect_backoff_ms": 50,
    "grpc.max_reconnect_backoff_ms": 100,
  });
  const metadata = new Metadata({ waitForReady: true });
  const stream = client.makeBidiStreamRequest(linkPath, serialize, responseDeserialize, metadata);
  stream.on("error", () => {});
  return { stream, close: () => client.close() };
}

export class Speaker {
  readonly link: Link;
  readonly received: Frame[] = [];
  /** When anything came over the link, heartbeats included. */
  readonly heardAtMs: number[] = [];
  /** Of vectors that have come. */
  readonly pieces: Piece[] = [];
  readonly down = Promise.withResolvers<string>();
  readonly #lane: TensorLane;
  readonly #port: TensorPort;
  readonly #ready = Promise.withResolvers<void>();
  readonly #stream: ReturnType<typeof openStream>;
  #arrived = Promise.withResolvers<void>();

  private constructor(options: SpeakerOptions, port: TensorPort) {
    const { identity, key, peer, peerRank, timeoutMs, reads = true } = options;
    this.#port = port;
    this.#stream = openStream(peer);
    this.#stream.stream.on("data", () => this.heardAtMs.push(performance.now()));
    this.#lane = new TensorLane(
      { port, createSeal: undefined },
      {
        place: (piece) =>
          reads ? { kind: "into", target: new Uint8Array(4 * piece.count) } : { kind: "later" },
        arrived: (piece) => {
          this.pieces.push(piece);
          this.#wake();
        },
      },
      { ready: () => this.#ready.resolve(), ended: () => {} },
    );
    this.link = new Link(
      this.#stream.stream as Duplex,
      { identity, key, timeoutMs, expectedRank: peerRank },
      {
        up: () => void this.link.send({ tensorOffer: this.#lane.offer }),
        frame: (_link, frame) => {
          const offer = frame.tensorOffer;
          if (offer) this.#lane.dial(peer, { token: offer.token!, port: offer.port ?? 0 });
          this.received.push(frame);
          this.#wake();
        },
        down: (_link, reason) => this.down.resolve(reason),
      },
    );
  }

  static async open(options: SpeakerOptions): Promise<Speaker> {
    const port = new TensorPort({
      address: options.own,
      timeoutMs: options.timeoutMs,
      sealed: false,
      refused: () => {},
    });
    await port.open();
    const speaker = new Speaker(options, port);
    await speaker.#ready.promise;
    return speaker;
  }

  send(frame: Frame): Promise<void> {
    return this.link.send(frame);
  }

  /** Part of a vector. */
  async sendPiece(
    piece: Pick<Piece, "version" | "step" | "phase" | "length" | "offset"> & Partial<Piece>,
    values: Float32Array,
  ): Promise<void> {
    const whole = { round: 0, shard: 0, count: values.length, ...piece };
    await this.#lane.send(whole, viewBytes(values, 0, values.length));
  }

  /** Where it claims to stand. */
  say(presence: NonNullable<Frame["presence"]>): Promise<void> {
    return this.send({ presence: { linked: [0], ...presence } });
  }

  /** Resolves with the first frame that has come and is such a one. */
  async until(find: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.received.find(find);
      if (found) return found;
      await this.#arrived.promise;
    }
  }

  async close(): Promise<void> {
    this.link.close("the test is over");
    this.#lane.close();
    this.#stream.close();
    await this.#port.close();
  }

  #wake(): void {
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers();
  }
}
