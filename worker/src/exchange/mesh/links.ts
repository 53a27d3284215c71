/**
 * Links to all peers: listens on the own address, dials every lower rank, dials again when a link ends. A peer that comes back
 * replaces its old link. A peer counts as linked when it has proved itself and the tensor streams beside the link stand.
 */
import { createSecureContext } from "node:tls";
import { Client, credentials, Metadata, Server, type ChannelOptions } from "@grpc/grpc-js";
import { splitHostPort } from "../../config/host-port.ts";
import { portableLoops, type Loops } from "../loops/loops.ts";
import { tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import { Door } from "./door.ts";
import { linkPath, maxFrameBytes, meshService, type Frame } from "./frames.ts";
import { Link, type Duplex, type LinkOptions } from "./link.ts";
import { TensorLane } from "./tensors/lane.ts";
import type { Piece } from "./tensors/piece.ts";
import { TensorPort } from "./tensors/port.ts";
import type { Placement } from "./tensors/receiver.ts";
import type { Wire } from "./wire.ts";

export interface LinksOptions extends Omit<LinkOptions, "expectedRank"> {
  /** gRPC address of every rank: `unix:/path.sock` or `host:port`. */
  addressOf: (rank: number) => string;
  /** Where this rank listens, if not at its own address: a pod's name may not be known yet when it starts. */
  listen?: string | undefined;
  /** Of the run; undefined = ranks speak in plain text. */
  certificate?: RunCertificate | undefined;
  /** Default: those in JavaScript. */
  loops?: Loops | undefined;
}

export interface LinksEvents {
  up(rank: number): void;
  down(rank: number, reason: string): void;
  frame(rank: number, frame: Frame): void;
  /** Where a piece of a vector goes. */
  place(rank: number, piece: Piece): Placement;
  /** A piece that was placed is there. */
  arrived(rank: number, piece: Piece): void;
  /** Somebody was turned away. */
  refused(reason: string): void;
}

const channelOptions: ChannelOptions = {
  "grpc.use_local_subchannel_pool": 1,
  // Retry buffering would hold every message of a stream that never ends.
  "grpc.enable_retries": 0,
  "grpc.max_receive_message_length": maxFrameBytes,
  "grpc.initial_reconnect_backoff_ms": 50,
  "grpc.min_reconnect_backoff_ms": 50,
  "grpc.max_reconnect_backoff_ms": 1000,
  // The name of a pod that starts, or comes back elsewhere, is soon another one's answer.
  "grpc.dns_min_time_between_resolutions_ms": 1000,
  "grpc-node.flow_control_window": 4 * 1024 * 1024,
};

/** A peer whose link has proved itself. */
interface Peer {
  link: Link;
  lane: TensorLane;
  /** Came before the lane was there; undefined = it is. */
  early: Frame[] | undefined;
  deadline: NodeJS.Timeout;
}

/** Frames that may come before the tensor streams stand: a few words on membership. */
const maxEarlyFrames = 256;

/** Pause before dialling again after a link ended; connecting itself backs off in the channel. */
const redialMs = 50;

export class Links implements Wire {
  readonly #options: LinksOptions;
  readonly #events: LinksEvents;
  readonly #server = new Server(channelOptions);
  readonly #door: Door;
  readonly #clients = new Map<number, Client>();
  readonly #port: TensorPort;
  readonly #peers = new Map<number, Peer>();
  readonly #pending = new Set<Link>();
  #closed = false;

  constructor(options: LinksOptions, events: LinksEvents) {
    this.#options = options;
    this.#events = events;
    const { timeoutMs, certificate } = options;
    const refused = (reason: string): void => events.refused(reason);
    const sealed = certificate !== undefined;
    const { rank } = options.identity;
    this.#server.addService(meshService, { link: (stream: Duplex) => this.#adopt(stream) });
    this.#door = new Door({ rank, address: this.#address, certificate, timeoutMs, refused }, this.#server);
    this.#port = new TensorPort({ address: this.#address, timeoutMs, sealed, refused });
  }

  get #address(): string {
    const { listen, addressOf, identity } = this.#options;
    return listen ?? addressOf(identity.rank);
  }

  /** Listens and starts dialling. @throws ExchangeError E_ADDRESS if the own address cannot be bound */
  async open(): Promise<void> {
    const { rank } = this.#options.identity;
    await this.#door.open();
    await this.#port.open();
    for (let peer = 0; peer < rank; peer++) this.#dial(peer);
  }

  /** Ranks that are linked now. */
  get up(): number[] {
    return [...this.#peers].filter(([, { early }]) => !early).map(([rank]) => rank);
  }

  async send(rank: number, frame: Frame): Promise<void> {
    await this.#peers.get(rank)?.link.send(frame);
  }

  async sendPiece(rank: number, piece: Piece, data: Uint8Array): Promise<number> {
    return (await this.#peers.get(rank)?.lane.send(piece, data)) ?? 0;
  }

  async flushed(rank: number): Promise<void> {
    await this.#peers.get(rank)?.lane.flushed();
  }

  async settled(rank: number): Promise<void> {
    await this.#peers.get(rank)?.lane.settled();
  }

  resume(rank: number): void {
    this.#peers.get(rank)?.lane.resume();
  }

  stuckMs(rank: number): number {
    return this.#peers.get(rank)?.lane.stuckMs ?? 0;
  }

  drop(rank: number, reason: string): void {
    this.#peers.get(rank)?.link.close(reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const links = [...this.#peers.values()].map(({ link }) => link);
    for (const link of [...links, ...this.#pending]) link.close("this rank is leaving");
    for (const client of this.#clients.values()) client.close();
    await this.#port.close();
    await new Promise<void>((resolve) => {
      // A peer that never answers must not hold up the end.
      const force = setTimeout(() => this.#server.forceShutdown(), 500);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
    await this.#door.close();
  }

  #dial(rank: number): void {
    if (this.#closed) return;
    let client = this.#clients.get(rank);
    if (!client) {
      client = createClient(this.#options.addressOf(rank), this.#options.certificate);
      this.#clients.set(rank, client);
    }
    const { requestSerialize, responseDeserialize } = meshService["link"] as {
      requestSerialize: (frame: Frame) => Buffer;
      responseDeserialize: (bytes: Buffer) => Frame;
    };
    const metadata = new Metadata({ waitForReady: true });
    const stream = client.makeBidiStreamRequest(linkPath, requestSerialize, responseDeserialize, metadata);
    this.#adopt(stream as Duplex, rank);
  }

  #adopt(stream: Duplex, expectedRank?: number): void {
    // Asked now: a socket that has ended does not know any more.
    const from =
      expectedRank === undefined ? hostOf(stream.getPeer()) : this.#options.addressOf(expectedRank);
    const link = new Link(
      stream,
      // Dialling waits in the channel for a peer that is not there yet; silence only makes it dial anew.
      { ...this.#options, expectedRank },
      {
        up: () => this.#proved(link),
        frame: (_link, frame) => this.#receive(link, frame),
        down: (_link, reason) => this.#ended(link, reason, { dialled: expectedRank, from }),
      },
    );
    this.#pending.add(link);
  }

  /** The peer is who it says: now the streams for vectors. */
  #proved(link: Link): void {
    this.#pending.delete(link);
    const { rank } = link;
    this.#peers.get(rank)?.link.close("replaced by a new link of the same rank");
    const { certificate, loops = portableLoops } = this.#options;
    const lane = new TensorLane(
      { port: this.#port, createSeal: certificate && loops.createSeal },
      {
        place: (piece) => this.#events.place(rank, piece),
        arrived: (piece) => this.#events.arrived(rank, piece),
      },
      { ready: () => this.#ready(link), ended: (reason) => link.close(reason) },
    );
    const { timeoutMs } = this.#options;
    const late = `its tensor streams did not come within ${timeoutMs} ms`;
    const deadline = setTimeout(() => link.close(late), timeoutMs).unref();
    this.#peers.set(rank, { link, lane, early: [], deadline });
    void link.send({ tensorOffer: lane.offer });
  }

  #ready(link: Link): void {
    const peer = this.#peers.get(link.rank);
    if (peer?.link !== link || !peer.early) return;
    clearTimeout(peer.deadline);
    const { early } = peer;
    peer.early = undefined;
    this.#events.up(link.rank);
    for (const frame of early) this.#receive(link, frame);
  }

  #receive(link: Link, frame: Frame): void {
    const peer = this.#peers.get(link.rank);
    if (peer?.link !== link) return;
    const { tensorOffer } = frame;
    if (tensorOffer) {
      const offer = { token: tensorOffer.token ?? new Uint8Array(), port: tensorOffer.port ?? 0 };
      peer.lane.dial(this.#options.addressOf(link.rank), offer);
    } else if (!peer.early) this.#events.frame(link.rank, frame);
    else if (peer.early.length < maxEarlyFrames) peer.early.push(frame);
    else link.close("it went on without tensor streams");
  }

  #ended(link: Link, reason: string, { dialled, from }: { dialled: number | undefined; from: string }): void {
    this.#pending.delete(link);
    const peer = this.#peers.get(link.rank);
    if (peer?.link === link) {
      this.#peers.delete(link.rank);
      clearTimeout(peer.deadline);
      peer.lane.close();
      if (!peer.early) this.#events.down(link.rank, reason);
    } else if (reason.startsWith("refused")) this.#events.refused(`${reason} (from ${from})`);
    if (dialled !== undefined && !this.#closed) setTimeout(() => this.#dial(dialled), redialMs).unref();
  }
}

/** Without the port, which is another one each time. */
function hostOf(peer: string): string {
  return peer === "unknown" ? "this machine" : splitHostPort(peer).host;
}

function createClient(address: string, certificate: RunCertificate | undefined): Client {
  if (!certificate) return new Client(address, credentials.createInsecure(), channelOptions);
  return new Client(
    address,
    credentials.createFromSecureContext(createSecureContext(tlsOptions(certificate))),
    {
      ...channelOptions,
      "grpc.ssl_target_name_override": certificate.serverName,
      "grpc.default_authority": certificate.serverName,
    },
  );
}
