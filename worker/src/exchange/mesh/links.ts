/**
 * Links to all peers: listens on the own address, dials every lower rank, dials again when a link ends. A peer that comes back
 * replaces its old link.
 */
import { rmSync } from "node:fs";
import { Client, credentials, Metadata, Server, ServerCredentials, type ChannelOptions } from "@grpc/grpc-js";
import { ExchangeError } from "../errors.ts";
import { linkPath, maxFrameBytes, meshService, type Frame } from "./frames.ts";
import { Link, type Duplex, type LinkOptions } from "./link.ts";

export interface LinksOptions extends Omit<LinkOptions, "expectedRank"> {
  /** gRPC address of every rank: `unix:/path.sock` or `host:port`. */
  addressOf: (rank: number) => string;
}

export interface LinksEvents {
  up(rank: number): void;
  down(rank: number, reason: string): void;
  frame(rank: number, frame: Frame): void;
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
  "grpc-node.flow_control_window": 4 * 1024 * 1024,
};

/** Pause before dialling again after a link ended; connecting itself backs off in the channel. */
const redialMs = 50;

export class Links {
  readonly #options: LinksOptions;
  readonly #events: LinksEvents;
  readonly #server = new Server(channelOptions);
  readonly #clients = new Map<number, Client>();
  readonly #links = new Map<number, Link>();
  readonly #pending = new Set<Link>();
  #closed = false;

  constructor(options: LinksOptions, events: LinksEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Listens and starts dialling. @throws ExchangeError E_ADDRESS if the own address cannot be bound */
  async open(): Promise<void> {
    const { rank } = this.#options.identity;
    const address = this.#options.addressOf(rank);
    this.#server.addService(meshService, { link: (stream: Duplex) => this.#adopt(stream) });
    // A killed process leaves its socket file behind.
    if (address.startsWith("unix:")) rmSync(address.slice("unix:".length), { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.bindAsync(listenAddress(address), ServerCredentials.createInsecure(), (error) => {
        if (!error) return resolve();
        reject(
          new ExchangeError("E_ADDRESS", `rank ${rank} cannot listen on ${address}: ${error.message}`, {
            cause: error,
          }),
        );
      });
    });
    for (let peer = 0; peer < rank; peer++) this.#dial(peer);
  }

  /** Ranks that are linked now. */
  get up(): number[] {
    return [...this.#links.keys()];
  }

  async send(rank: number, frame: Frame): Promise<void> {
    await this.#links.get(rank)?.send(frame);
  }

  /** Ends the link to a peer; it may come back. */
  drop(rank: number, reason: string): void {
    this.#links.get(rank)?.close(reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const link of [...this.#links.values(), ...this.#pending]) link.close("this rank is leaving");
    for (const client of this.#clients.values()) client.close();
    await new Promise<void>((resolve) => {
      // A peer that never answers must not hold up the end.
      const force = setTimeout(() => this.#server.forceShutdown(), 500);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
    const address = this.#options.addressOf(this.#options.identity.rank);
    if (address.startsWith("unix:")) rmSync(address.slice("unix:".length), { force: true });
  }

  #dial(rank: number): void {
    if (this.#closed) return;
    let client = this.#clients.get(rank);
    if (!client) {
      client = new Client(this.#options.addressOf(rank), credentials.createInsecure(), channelOptions);
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
    const link = new Link(
      stream,
      // Dialling waits in the channel for a peer that is not there yet; silence only makes it dial anew.
      { ...this.#options, expectedRank },
      {
        up: () => {
          this.#pending.delete(link);
          const old = this.#links.get(link.rank);
          if (old) old.close("replaced by a new link of the same rank");
          this.#links.set(link.rank, link);
          this.#events.up(link.rank);
        },
        frame: (_link, frame) => {
          if (this.#links.get(link.rank) === link) this.#events.frame(link.rank, frame);
        },
        down: (_link, reason) => this.#ended(link, reason, expectedRank),
      },
    );
    this.#pending.add(link);
  }

  #ended(link: Link, reason: string, dialled: number | undefined): void {
    this.#pending.delete(link);
    if (this.#links.get(link.rank) === link) {
      this.#links.delete(link.rank);
      this.#events.down(link.rank, reason);
    } else if (reason.startsWith("refused")) this.#events.refused(reason);
    if (dialled !== undefined && !this.#closed) setTimeout(() => this.#dial(dialled), redialMs).unref();
  }
}

/** `host:port` is where peers find this rank; it listens on all of its interfaces. */
function listenAddress(address: string): string {
  if (address.startsWith("unix:")) return address;
  return `0.0.0.0:${address.slice(address.lastIndexOf(":") + 1)}`;
}
