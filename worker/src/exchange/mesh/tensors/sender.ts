/**
 * Sender: puts pieces on a tensor stream. The numbers are handed to the socket where they lie, or sealed from there; they must not
 * change until `flushed` says that the socket has them.
 */
import type { Socket } from "node:net";
import { encodeHeader, headerBytes, type Piece } from "./piece.ts";
import type { Sealer } from "./sealing.ts";

/** Handed to the socket and not taken yet: enough that it never runs dry between two pieces. */
const maxUnsentBytes = 1024 * 1024;

export class TensorSender {
  readonly #socket: Socket;
  readonly #sealer: Sealer | undefined;
  #unsent = 0;
  /** When the socket last took something, or was empty. */
  #tookMs = 0;
  #changed = Promise.withResolvers<void>();
  #closed = false;

  /** @param sealer undefined = in plain text */
  constructor(socket: Socket, sealer?: Sealer) {
    this.#socket = socket;
    this.#sealer = sealer;
  }

  /** How long the socket has taken nothing although there is something. */
  get stuckMs(): number {
    return this.#unsent === 0 ? 0 : performance.now() - this.#tookMs;
  }

  /**
   * Resolves when the next piece may be sent; pieces of one caller arrive in the order in which they were sent.
   *
   * @param data 4 · count bytes
   * @returns bytes that go through the socket for it, without those of seals; 0 if the stream has ended, which is an event of the link
   */
  async send(piece: Piece, data: Uint8Array): Promise<number> {
    while (this.#unsent > maxUnsentBytes) await this.#changed.promise;
    if (this.#closed) return 0;
    const bytes = headerBytes + data.length;
    if (this.#unsent === 0) this.#tookMs = performance.now();
    this.#unsent += bytes;
    this.#write(piece, data, () => this.#taken(bytes));
    return bytes;
  }

  /** Resolves when the socket has everything: the memory of what was sent may change. */
  async flushed(): Promise<void> {
    while (this.#unsent > 0) await this.#changed.promise;
  }

  close(): void {
    this.#closed = true;
    this.#taken(this.#unsent);
  }

  #write(piece: Piece, data: Uint8Array, taken: () => void): void {
    const sealer = this.#sealer;
    if (sealer) {
      const sealed = sealer.seal(piece, data);
      this.#socket.write(sealed, () => {
        sealer.release(sealed);
        taken();
      });
      return;
    }
    // One system call for both.
    this.#socket.cork();
    this.#socket.write(encodeHeader(piece));
    this.#socket.write(data, taken);
    this.#socket.uncork();
  }

  #taken(bytes: number): void {
    if (this.#unsent === 0) return;
    this.#unsent = Math.max(0, this.#unsent - bytes);
    this.#tookMs = performance.now();
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
