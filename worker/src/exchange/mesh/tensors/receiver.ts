/**
 * Receiver: takes a tensor stream apart and has the numbers read straight to where they belong, without a copy where the socket
 * can read into given memory. A piece that this rank has no place for yet stops the reading: the peer's socket fills, and that is
 * all the buffering there is.
 */
import { plainPacking, type Packing, type Piece } from "./piece.ts";

export type Placement =
  /** 4 · count bytes. */
  | { kind: "into"; target: Uint8Array }
  /** Not yet: ask again after `resume`. */
  | { kind: "later" }
  /** Nobody wants it any more. */
  | { kind: "nowhere" };

export interface PieceSink {
  place(piece: Piece): Placement;
  /** All of a piece that was placed is there. */
  arrived(piece: Piece): void;
}

const scratchBytes = 64 * 1024;

export class TensorReceiver {
  readonly #sink: PieceSink;
  readonly #packing: Packing;
  readonly #head: Buffer;
  #headFill = 0;
  #piece: Piece | undefined;
  /** Of the piece; undefined = its bytes are read and forgotten. */
  #target: Uint8Array | undefined;
  /** Bytes of the piece that have come. */
  #at = 0;
  #isWaiting = false;
  /** Came after the piece that waits. */
  #held = Buffer.alloc(0);
  readonly #scratch = Buffer.allocUnsafeSlow(scratchBytes);
  #settled = Promise.withResolvers<void>();
  #isBad = false;

  constructor(sink: PieceSink, packing: Packing = plainPacking) {
    this.#sink = sink;
    this.#packing = packing;
    this.#head = Buffer.alloc(packing.headBytes);
  }

  /** What has come cannot be the peer's tensor stream: it must be closed. */
  get isBad(): boolean {
    return this.#isBad;
  }

  /** If it is bad. */
  get problem(): string {
    return this.#packing.problem;
  }

  /** Where the next bytes of the stream are to be read to. */
  next(): Uint8Array {
    if (!this.#piece) return this.#head.subarray(this.#headFill);
    if (this.#isWaiting || !this.#target) return this.#scratch;
    return this.#target.subarray(this.#at);
  }

  /** `count` bytes were read to what `next` gave. @returns whether to go on reading */
  read(count: number, buffer: Uint8Array): boolean {
    if (buffer === this.#scratch) return this.consume(this.#scratch.subarray(0, count));
    if (this.#piece) this.#advance(count);
    else this.#advanceHead(count);
    return !this.#isWaiting && !this.#isBad;
  }

  /** Bytes that were read elsewhere. @returns whether to go on reading */
  consume(bytes: Uint8Array): boolean {
    let rest = bytes;
    while (rest.length > 0 && !this.#isBad) {
      if (this.#isWaiting) {
        this.#held = Buffer.concat([this.#held, rest]);
        return false;
      }
      rest = rest.subarray(this.#piece ? this.#take(rest, this.#piece) : this.#takeHead(rest));
    }
    return !this.#isWaiting && !this.#isBad;
  }

  /** There may be a place now. @returns whether to go on reading */
  resume(): boolean {
    if (!this.#isWaiting) return !this.#isBad;
    this.#isWaiting = false;
    this.#place(this.#piece!);
    if (this.#isWaiting) return false;
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return this.consume(held);
  }

  /** Resolves when nothing is being read to a place any more that was given before. */
  async settled(): Promise<void> {
    if (this.#target && !this.#isWaiting) await this.#settled.promise;
  }

  /** The stream has ended. */
  close(): void {
    this.#target = undefined;
    this.#settled.resolve();
  }

  #takeHead(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.#head.length - this.#headFill);
    this.#head.set(bytes.subarray(0, count), this.#headFill);
    this.#advanceHead(count);
    return count;
  }

  #advanceHead(count: number): void {
    this.#headFill += count;
    if (this.#headFill < this.#head.length) return;
    this.#headFill = 0;
    this.#at = 0;
    this.#piece = this.#packing.head(this.#head);
    if (this.#piece) this.#place(this.#piece);
    else this.#isBad = true;
  }

  #place(piece: Piece): void {
    const placement = this.#sink.place(piece);
    this.#isWaiting = placement.kind === "later";
    this.#target = placement.kind === "into" ? placement.target : undefined;
  }

  #take(bytes: Uint8Array, { count }: Piece): number {
    const taken = Math.min(bytes.length, 4 * count - this.#at);
    this.#target?.set(taken === bytes.length ? bytes : bytes.subarray(0, taken), this.#at);
    this.#advance(taken);
    return taken;
  }

  #advance(count: number): void {
    const piece = this.#piece!;
    this.#at += count;
    if (this.#at < 4 * piece.count) return;
    const target = this.#target;
    this.#piece = undefined;
    this.#target = undefined;
    if (!target) return;
    this.#isBad = !this.#packing.data(target);
    this.#settled.resolve();
    this.#settled = Promise.withResolvers();
    if (!this.#isBad) this.#sink.arrived(piece);
  }
}
