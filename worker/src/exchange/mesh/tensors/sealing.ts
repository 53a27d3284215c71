/**
 * Sealing: how a tensor stream crosses a network. Its key comes from the token that was told over the link, inside TLS 1.3, and serves
 * this one stream in its one direction.
 *
 *   token ──HKDF──→ name, which the dialler says    token ──HKDF──→ key ──→ next key ──→ …    a key for 2^17 pieces
 *   piece i of a key:  header, sealed with counter 2i · its tag · tag of the numbers · numbers, sealed with counter 2i + 1
 *
 * A header is proved before it is acted on. Counters are not sent: what was left out, repeated, moved or taken from another stream does
 * not open. A piece counts when all of it has been opened, so a stream that is cut short is one that lacks pieces.
 */
import { hkdfSync } from "node:crypto";
import { keyBytes, tagBytes, type CreateSeal, type Seal } from "../../loops/seal.ts";
import { decodeHeader, encodeHeader, headerBytes, pieceElements, type Packing, type Piece } from "./piece.ts";

/** 32 GiB at most, a tenth of what TLS 1.3 allows a key of AES-GCM. */
const defaultPiecesPerKey = 2 ** 17;

const headBytes = headerBytes + 2 * tagBytes;
const fullBytes = headBytes + 4 * pieceElements;

const derive = (secret: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `plateau tensor stream ${purpose} v1`, keyBytes));

/** What the dialler of a stream says: who hears it learns nothing of the token. */
export const streamName = (token: Uint8Array): Buffer => derive(token, "name");

/** The keys of a stream, one after the other; both ends count alike. */
class Keys {
  readonly #createSeal: CreateSeal;
  readonly #piecesPerKey: number;
  #key: Buffer;
  #seal: Seal;
  #pieces = 0;

  constructor(token: Uint8Array, createSeal: CreateSeal, piecesPerKey: number) {
    this.#createSeal = createSeal;
    this.#piecesPerKey = piecesPerKey;
    this.#key = derive(token, "key");
    this.#seal = createSeal(this.#key);
  }

  /** For the next piece. */
  next(): { seal: Seal; counter: number } {
    if (this.#pieces === this.#piecesPerKey) {
      const next = derive(this.#key, "next key");
      this.#key.fill(0);
      this.#key = next;
      this.#seal = this.#createSeal(next);
      this.#pieces = 0;
    }
    return { seal: this.#seal, counter: 2 * this.#pieces++ };
  }
}

export class Sealer {
  readonly #keys: Keys;
  readonly #spare: Buffer[] = [];

  constructor(token: Uint8Array, createSeal: CreateSeal, piecesPerKey = defaultPiecesPerKey) {
    this.#keys = new Keys(token, createSeal, piecesPerKey);
  }

  /** Bytes for the stream, to be given to `release` when they have been sent. */
  seal(piece: Piece, data: Uint8Array): Buffer {
    const { seal, counter } = this.#keys.next();
    const size = headBytes + data.length;
    const isLarge = 2 * size > fullBytes;
    const bytes = (
      isLarge ? (this.#spare.pop() ?? Buffer.allocUnsafeSlow(fullBytes)) : Buffer.allocUnsafe(size)
    ).subarray(0, size);
    const { head, headTag, dataTag } = partsOf(bytes);
    seal.seal(counter, encodeHeader(piece), head, headTag);
    seal.seal(counter + 1, data, bytes.subarray(headBytes), dataTag);
    return bytes;
  }

  /** Large ones are used again: memory that was just sealed to is still in the processor's cache. */
  release(bytes: Buffer): void {
    if (bytes.buffer.byteLength === fullBytes) this.#spare.push(Buffer.from(bytes.buffer));
  }
}

export class Opener implements Packing {
  readonly headBytes = headBytes;
  readonly problem = "what came was not sealed by the peer, or not in this place";
  readonly #keys: Keys;
  readonly #tag = Buffer.alloc(tagBytes);
  #current: { seal: Seal; counter: number } | undefined;

  constructor(token: Uint8Array, createSeal: CreateSeal, piecesPerKey = defaultPiecesPerKey) {
    this.#keys = new Keys(token, createSeal, piecesPerKey);
  }

  head(bytes: Buffer): Piece | undefined {
    const { seal, counter } = (this.#current = this.#keys.next());
    const { head, headTag, dataTag } = partsOf(bytes);
    dataTag.copy(this.#tag);
    return seal.open(counter, head, headTag) ? decodeHeader(head) : undefined;
  }

  data(bytes: Uint8Array): boolean {
    const { seal, counter } = this.#current!;
    return seal.open(counter + 1, bytes, this.#tag);
  }
}

function partsOf(bytes: Buffer): { head: Buffer; headTag: Buffer; dataTag: Buffer } {
  return {
    head: bytes.subarray(0, headerBytes),
    headTag: bytes.subarray(headerBytes, headerBytes + tagBytes),
    dataTag: bytes.subarray(headerBytes + tagBytes, headBytes),
  };
}
