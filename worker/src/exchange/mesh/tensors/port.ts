/**
 * Tensor port: where a rank's peers dial for the vectors that it sends them. Whoever dials first says a token that was given over
 * the proven link and is good for one connection; everybody else is hung up on.
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import {
  connect as connectPlain,
  createServer,
  type AddressInfo,
  type OnReadOpts,
  type Server,
  type Socket,
} from "node:net";
import { connect as connectTls, createServer as createTlsServer, type ConnectionOptions } from "node:tls";
import { splitHostPort } from "../../../config/host-port.ts";
import { ExchangeError } from "../../errors.ts";
import { tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import type { TensorReceiver } from "./receiver.ts";

const tokenBytes = 32;

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
  /** Of the run; undefined = in plain text. */
  certificate: RunCertificate | undefined;
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
  /** By token, in hexadecimal. */
  readonly #expected = new Map<string, (socket: Socket) => void>();

  constructor(options: TensorPortOptions) {
    this.#options = options;
    const { certificate, timeoutMs, refused } = options;
    const greet = (socket: Socket): void => this.#greet(socket);
    this.#server = certificate
      ? createTlsServer({ ...tlsOptions(certificate), noDelay: true, handshakeTimeout: timeoutMs }, greet).on(
          "tlsClientError",
          ({ message }) => refused(`refused: a tensor stream without the run's certificate (${message})`),
        )
      : createServer({ noDelay: true }, greet);
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
    const token = randomBytes(tokenBytes);
    this.#expected.set(token.toString("hex"), accept);
    const bound = this.#server.address() as AddressInfo | string | null;
    return { token, port: typeof bound === "object" && bound ? bound.port : 0 };
  }

  forget({ token }: TensorOffer): void {
    this.#expected.delete(Buffer.from(token).toString("hex"));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Reads exactly the token: what follows is for whoever expects it. */
  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    const refuse = (reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      this.#options.refused(`refused: a tensor stream ${reason}`);
    };
    const timer = setTimeout(() => refuse("without a word"), this.#options.timeoutMs);
    timer.unref();
    const look = (): void => {
      const token = socket.read(tokenBytes) as Buffer | null;
      if (!token) return;
      socket.off("readable", look);
      const name = token.toString("hex");
      const accept = this.#expected.get(name);
      if (!accept || token.length !== tokenBytes) return refuse("that no peer was told of");
      this.#expected.delete(name);
      clearTimeout(timer);
      accept(socket);
    };
    socket.on("readable", look);
    socket.on("end", () => {
      if (socket.listenerCount("readable") > 0) refuse("that ended at once");
    });
  }
}

export interface DialOptions {
  /** gRPC address of the peer. */
  address: string;
  offer: TensorOffer;
  certificate: RunCertificate | undefined;
  receiver: TensorReceiver;
  connected: () => void;
}

/** Dial a peer's tensor port and read what it sends. */
export function dialTensors(options: DialOptions): Socket {
  const { offer, connected } = options;
  const socket = options.certificate ? dialSecure(options, options.certificate) : dialPlain(options);
  socket.once(options.certificate ? "secureConnect" : "connect", connected);
  socket.write(offer.token);
  return socket;
}

function dialPlain(options: DialOptions): Socket {
  const socket: Socket = connectPlain({
    ...tensorAddress(options.address, options.offer.port),
    onread: readInto(options.receiver, () => socket),
  });
  return socket;
}

function dialSecure(options: DialOptions, certificate: RunCertificate): Socket {
  // The types of Node do not know that a TLS socket takes `onread` too.
  const settings: ConnectionOptions & { onread: OnReadOpts } = {
    ...tensorAddress(options.address, options.offer.port),
    ...tlsOptions(certificate),
    servername: certificate.serverName,
    onread: readInto(options.receiver, () => socket),
  };
  const socket: Socket = connectTls(settings);
  return socket;
}

/** The socket reads straight to where the receiver wants it. */
function readInto(receiver: TensorReceiver, socket: () => Socket): OnReadOpts {
  return {
    buffer: () => receiver.next(),
    callback: (count, buffer) => {
      const goOn = receiver.read(count, buffer);
      if (receiver.isBad) socket().destroy(new Error("what came is no tensor stream"));
      return goOn;
    },
  };
}
