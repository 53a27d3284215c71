/**
 * Piece: part of a vector as it travels on a tensor stream: a header of 32 bytes, then the numbers as they lie in memory.
 *
 *   magic · version · step · round and phase · shard · length · offset · count      (uint32 each, little-endian)
 */
export type Phase = "reduce" | "gather";

export interface Piece {
  /** Of the membership. */
  version: number;
  step: number;
  round: number;
  /** reduce: a shard's payload, to the rank that sums there; gather: the mean, from the rank that has summed there. */
  phase: Phase;
  /** Whose payload it is; 0 in phase gather. */
  shard: number;
  /** Elements of the whole vector: the receiver may not have come to this round yet. */
  length: number;
  /** Element of the whole vector at which it begins. */
  offset: number;
  /** Elements, float32. */
  count: number;
}

export const headerBytes = 32;
/** In one piece; long enough to cost little a byte, short enough that sums and sends overlap. */
export const pieceElements = 64 * 1024;
/** Little-endian "PLT1". */
const magic = 0x31544c50;
const phases: readonly Phase[] = ["reduce", "gather"];

export function encodeHeader(piece: Piece): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes);
  const words = [
    magic,
    piece.version,
    piece.step,
    piece.round * 2 + phases.indexOf(piece.phase),
    piece.shard,
    piece.length,
    piece.offset,
    piece.count,
  ];
  words.forEach((word, i) => bytes.writeUInt32LE(word, 4 * i));
  return bytes;
}

/** @returns undefined if the bytes are no header */
export function decodeHeader(bytes: Buffer): Piece | undefined {
  const word = (i: number): number => bytes.readUInt32LE(4 * i);
  const [count, roundAndPhase] = [word(7), word(3)];
  if (word(0) !== magic || count === 0 || count > pieceElements) return undefined;
  return {
    version: word(1),
    step: word(2),
    round: Math.floor(roundAndPhase / 2),
    phase: phases[roundAndPhase % 2]!,
    shard: word(4),
    length: word(5),
    offset: word(6),
    count,
  };
}

/** How pieces lie in a stream. */
export interface Packing {
  readonly headBytes: number;
  /** What is wrong when it does not open. */
  readonly problem: string;
  /** @param bytes changed @returns undefined if they are no head of a piece */
  head(bytes: Buffer): Piece | undefined;
  /** All numbers of the last piece have come. Makes of them what was sent, in place. @returns whether they are genuine */
  data(bytes: Uint8Array): boolean;
}

/** As they are. */
export const plainPacking: Packing = {
  headBytes: headerBytes,
  problem: "what came is no tensor stream",
  head: decodeHeader,
  data: () => true,
};

/** Bytes of part of a float32 vector, in place; it may be shared memory. */
export function viewBytes(vector: Float32Array, from: number, to: number): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset + 4 * from, 4 * (to - from));
}
