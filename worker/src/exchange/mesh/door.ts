/**
 * Door: where peers dial a rank for its link. It listens and does the TLS handshake itself, and gives gRPC what has come through: so that
 * nothing older than TLS 1.3 is spoken, and that of whoever is turned away one learns from where it came and why.
 */
import { rmSync } from "node:fs";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { ServerCredentials, type ConnectionInjector, type Server } from "@grpc/grpc-js";
import { tlsOptions, type RunCertificate } from "@plateau/proto/certificate.ts";
import { splitHostPort } from "../../config/host-port.ts";
import { ExchangeError } from "../errors.ts";

export interface DoorOptions {
  rank: number;
  /** `unix:/path.sock` or `host:port`. */
  address: string;
  /** Of the run; undefined = ranks speak in plain text. */
  certificate: RunCertificate | undefined;
  /** How long a stranger may take for the handshake, or its first byte. */
  timeoutMs: number;
  refused: (reason: string) => void;
}

/** First byte of a TLS connection. */
const tlsHandshake = 22;

/** What OpenSSL says of a handshake, for people. */
const explanations: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: "it shows no certificate",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "it does not speak TLS 1.3",
};

export class Door {
  readonly #options: DoorOptions;
  readonly #injector: ConnectionInjector;
  readonly #listener: NetServer;
  readonly #sockets = new Set<Socket>();
  #closed = false;

  /** @param server gets the connections */
  constructor(options: DoorOptions, server: Server) {
    this.#options = options;
    // The handshake is over when gRPC gets them.
    this.#injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    this.#listener = createServer({ noDelay: true }, (socket) => this.#look(socket));
  }

  /** @throws ExchangeError E_ADDRESS if the address cannot be bound */
  async open(): Promise<void> {
    const { address, rank } = this.#options;
    const path = pathOf(address);
    // A killed process leaves its socket file behind.
    if (path !== undefined) rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#listener.once("error", (error) =>
        reject(
          new ExchangeError(
            "E_ADDRESS",
            `rank ${rank} cannot listen on ${address}: ${error.message}. It must be an address of this host, and free.`,
            { cause: error },
          ),
        ),
      );
      this.#listener.listen(path === undefined ? splitHostPort(address) : { path }, resolve);
    });
  }

  /** Nobody comes in any more; those who have are hung up on. */
  async close(): Promise<void> {
    this.#closed = true;
    await new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
    const path = pathOf(this.#options.address);
    if (path !== undefined) rmSync(path, { force: true });
  }

  /** Whether it is TLS that knocks shows in the first byte. */
  #look(socket: Socket): void {
    // Asked now: a socket that has ended does not know any more.
    const from = socket.remoteAddress ?? "this machine";
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    const { certificate, timeoutMs } = this.#options;
    const refuse = (reason: string): void => {
      socket.destroy();
      if (!this.#closed) this.#options.refused(`refused: ${reason} (from ${from})`);
    };
    const timer = setTimeout(() => refuse("it said nothing"), timeoutMs).unref();
    socket.once("close", () => clearTimeout(timer));
    socket.once("readable", () => {
      clearTimeout(timer);
      const first = socket.read() as Buffer | null;
      // It ended without a word.
      if (!first) return;
      socket.unshift(first);
      const isTls = first[0] === tlsHandshake;
      if (!isTls && certificate) refuse("it does not speak TLS; is exchange.encryption Off there?");
      else if (isTls && !certificate)
        refuse("it speaks TLS, and this rank does not: exchange.encryption is Off here");
      else if (certificate) this.#shakeHands(socket, certificate, refuse);
      else this.#injector.injectConnection(socket);
    });
  }

  /** A server for this connection alone: that of many does not say from where an error has come. */
  #shakeHands(socket: Socket, certificate: RunCertificate, refuse: (reason: string) => void): void {
    const settings = {
      ...tlsOptions(certificate),
      ALPNProtocols: ["h2"],
      handshakeTimeout: this.#options.timeoutMs,
    };
    createTlsServer(settings, (secure) => {
      secure.on("error", () => {});
      this.#injector.injectConnection(secure);
    })
      .on("tlsClientError", (error, secure) => refuse(reasonOf(error, secure)))
      .emit("connection", socket);
  }
}

function pathOf(address: string): string | undefined {
  return address.startsWith("unix:") ? address.slice("unix:".length) : undefined;
}

function reasonOf({ code = "", message }: NodeJS.ErrnoException, { authorizationError }: TLSSocket): string {
  // Node's name for it says little: it is the certificate that did not verify.
  if (authorizationError) return `it does not hold this run's key (${String(authorizationError)})`;
  return explanations[code] ?? `the handshake failed (${message})`;
}
