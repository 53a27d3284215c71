/**
 * Tensor port: where a rank's peers dial for the vectors that it sends them. Whoever dials first says a word that it knows over the
 * proven link and that is good for one connection; everybody else is hung up on. The word is the token that the link has carried, or
 * its name if streams are sealed with what comes from it.
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type AddressInfo, type OnReadOpts, type Server, type Socket } from "node:net";
import { splitHostPort } from "../../../config/host-port.ts";
import { ExchangeError } from "../../errors.ts";
import type { TensorReceiver } from "./receiver.ts";
import { streamName } from "./sealing.ts";

/** Of a token, and of its name. */
const wordBytes = 32;

export interface TensorOffer {
  token: Uint8Array;
  /** 0 = beside the socket file of the rank's address. */
  port: number;
}

export interface TensorPortOptions {
  /** gRPC address of this rank: `unix:/path.sock` or `host:port`. */
  address: string;
  /** How long a stranger may take to say its token. */
  timeoutMs: number;
  /** Streams are sealed. */
  sealed: boolean;
  refused: (reason: string) => void;
}

/** Where the tensor port of a rank is. */
function tensorAddress(address: string, port: number): { path: string } | { host: string; port: number } {
  if (address.startsWith("unix:")) return { path: `${address.slice("unix:".length)}.t` };
  return { host: splitHostPort(address).host, port };
}

export class TensorPort {
  readonly #options: TensorPortOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** By word, in hexadecimal. */
  readonly #expected = new Map<string, (socket: Socket) => void>();

  constructor(options: TensorPortOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true }, (socket) => this.#greet(socket));
  }

  /** @throws ExchangeError E_ADDRESS */
  async open(): Promise<void> {
    const { address } = this.#options;
    const where = tensorAddress(address, 0);
    // A killed process leaves its socket file behind.
    if ("path" in where) rmSync(where.path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error) =>
        reject(
          new ExchangeError("E_ADDRESS", `Cannot listen for tensors beside ${address}: ${error.message}.`, {
            cause: error,
          }),
        ),
      );
      this.#server.listen(where, resolve);
    });
  }

  /** What a peer is told, and who gets its socket; call `forget` if it is not to come any more. */
  expect(accept: (socket: Socket) => void): TensorOffer {
    const token = randomBytes(wordBytes);
    this.#expected.set(this.#wordOf(token), accept);
    const bound = this.#server.address() as AddressInfo | string | null;
    return { token, port: typeof bound === "object" && bound ? bound.port : 0 };
  }

  forget({ token }: TensorOffer): void {
    this.#expected.delete(this.#wordOf(token));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #wordOf(token: Uint8Array): string {
    return wordOf(token, this.#options.sealed).toString("hex");
  }

  /** Reads exactly the word: what follows is for whoever expects it. */
  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    const refuse = (reason: string): void => {
      clearTimeout(timer);
      const from = socket.remoteAddress ?? "this machine";
      socket.destroy();
      this.#options.refused(`refused: a tensor stream ${reason} (from ${from})`);
    };
    const timer = setTimeout(() => refuse("without a word"), this.#options.timeoutMs);
    timer.unref();
    const look = (): void => {
      const word = (socket.read(wordBytes) as Buffer | null)?.toString("hex");
      if (word === undefined) return;
      socket.off("readable", look);
      const accept = this.#expected.get(word);
      if (!accept) return refuse("that no peer was told of");
      this.#expected.delete(word);
      clearTimeout(timer);
      accept(socket);
    };
    socket.on("readable", look);
    socket.on("end", () => {
      if (socket.listenerCount("readable") > 0) refuse("that ended at once");
    });
  }
}

function wordOf(token: Uint8Array, sealed: boolean): Buffer {
  return sealed ? streamName(token) : Buffer.from(token);
}

export interface DialOptions {
  /** gRPC address of the peer. */
  address: string;
  offer: TensorOffer;
  sealed: boolean;
  receiver: TensorReceiver;
  connected: () => void;
}

/** Dial a peer's tensor port and read what it sends. */
export function dialTensors({ address, offer, sealed, receiver, connected }: DialOptions): Socket {
  const socket: Socket = connect({
    ...tensorAddress(address, offer.port),
    onread: readInto(receiver, () => socket),
  });
  socket.once("connect", connected);
  socket.write(wordOf(offer.token, sealed));
  return socket;
}

/** The socket reads straight to where the receiver wants it. */
function readInto(receiver: TensorReceiver, socket: () => Socket): OnReadOpts {
  return {
    buffer: () => receiver.next(),
    callback: (count, buffer) => {
      const goOn = receiver.read(count, buffer);
      if (receiver.isBad) socket().destroy(new Error(receiver.problem));
      return goOn;
    },
  };
}
