/** Parts: a stream of chunks of any size cut into the parts of an upload. The cut depends on nothing but the bytes' order. */

/** S3 takes at most 10 000 parts: from here on they are larger, so that an object may have 800 GB. */
const growsAfter = 4000;
const partBytes = 16 * 2 ** 20;
const laterPartBytes = 8 * partBytes;

/** Size of a part by its number, from 1. The same for every attempt at an object, or parts could not be found again. */
export function sizeOfPart(number: number): number {
  return number <= growsAfter ? partBytes : laterPartBytes;
}

export const maxParts = 10_000;

export interface Part {
  /** From 1. */
  number: number;
  bytes: Uint8Array;
  /** What `bytes` lies in, whole. */
  buffer: Uint8Array;
  last: boolean;
}

/**
 * Cut chunks into parts; all but the last are full, and an empty stream is one empty part.
 *
 * @param bufferFor a buffer of exactly the part's size; the caller owns it again with the part
 */
export async function* cutParts(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  bufferFor: (number: number) => Promise<Uint8Array>,
): AsyncGenerator<Part, void, void> {
  let number = 1;
  let buffer = await bufferFor(number);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length;) {
      if (filled === buffer.length) {
        yield { number, bytes: buffer, buffer, last: false };
        number += 1;
        buffer = await bufferFor(number);
        filled = 0;
      }
      const here = Math.min(chunk.length - taken, buffer.length - filled);
      buffer.set(chunk.subarray(taken, taken + here), filled);
      filled += here;
      taken += here;
    }
  }
  yield { number, bytes: buffer.subarray(0, filled), buffer, last: true };
}
