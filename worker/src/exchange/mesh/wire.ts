/** What a session needs of the links: the wire as it sees it. `Links` is one. */
import type { Frame } from "./frames.ts";
import type { Piece } from "./tensors/piece.ts";

export interface Wire {
  /** Over the link: numbers, values, requests. */
  send(rank: number, frame: Frame): Promise<void>;
  /**
   * Over the tensor stream. Resolves when the next piece may be sent.
   *
   * @param data read where it lies; must not change until `flushed`
   * @returns bytes that went to the socket
   */
  sendPiece(rank: number, piece: Piece, data: Uint8Array): Promise<number>;
  /** Resolves when the socket has everything. */
  flushed(rank: number): Promise<void>;
  /** Resolves when nothing of this rank is being read to a place any more that was given before. */
  settled(rank: number): Promise<void>;
  /** A piece that waited may have a place now. */
  resume(rank: number): void;
  /** How long the peer has read nothing although there is something for it. */
  stuckMs(rank: number): number;
  /** End the link to a peer; it may come back. */
  drop(rank: number, reason: string): void;
}

/** Of a rank that is and stays alone. */
export const noWire: Wire = {
  send: () => Promise.resolve(),
  sendPiece: () => Promise.resolve(0),
  flushed: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  resume: () => {},
  stuckMs: () => 0,
  drop: () => {},
};
