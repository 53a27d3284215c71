/**
 * Threefry-2x32 with 20 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): random bits as a function of a key
 * and a counter, so that whoever needs them, in whatever order, on whatever engine, gets the same.
 *
 * Here for numbers that are computed in JavaScript, and as the form that the lowerings write in operations of their targets.
 */

/** Bits by which a word is turned in each of eight rounds, over and over. */
export const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
export const rounds = 20;
/** The third word of the key is the other two and this. */
export const parity = 0x1bd11bda;

/** Two words of 32 bits, as integers of either sign. */
export type Words = readonly [number, number];

export function threefry(key: Words, counter: Words): [number, number] {
  const keys = [key[0], key[1], key[0] ^ key[1] ^ parity] as const;
  let [a, b] = [(counter[0] + keys[0]) | 0, (counter[1] + keys[1]) | 0];
  for (let round = 0; round < rounds; round++) {
    const turn = rotations[round % rotations.length]!;
    a = (a + b) | 0;
    b = ((b << turn) | (b >>> (32 - turn))) ^ a;
    if (round % 4 !== 3) continue;
    // After each four rounds the key goes in again, turned by one word, with the number of times that it has.
    const time = (round + 1) / 4;
    a = (a + keys[time % 3]!) | 0;
    b = (b + keys[(time + 1) % 3]! + time) | 0;
  }
  return [a, b];
}

export interface RandomBits {
  /** First word of the counter: which of the numbers of a key. */
  readonly site: number;
  /** Numbers of each key. */
  readonly size: number;
}

/**
 * 16 random bits each, as integers in [0, 65 536).
 *
 * @param keys [B, 2]
 * @returns [B, size]: of each key the lower halves of the first words of all counters (site, 0), (site, 1), …, then the upper halves,
 *          then those of the second words
 */
export function randomBitsOf(keys: Int32Array, { site, size }: RandomBits): Int32Array {
  const blocks = Math.ceil(size / 4);
  const bits = new Int32Array((keys.length / 2) * size);
  for (let row = 0; row < keys.length / 2; row++) {
    const key = [keys[2 * row]!, keys[2 * row + 1]!] as const;
    const own = new Int32Array(4 * blocks);
    for (let block = 0; block < blocks; block++) {
      threefry(key, [site, block]).forEach((word, index) => {
        own[2 * index * blocks + block] = word & 0xffff;
        own[(2 * index + 1) * blocks + block] = word >>> 16;
      });
    }
    bits.set(own.subarray(0, size), row * size);
  }
  return bits;
}
