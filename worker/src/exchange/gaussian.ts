/**
 * Standard normal numbers by position: number i of a stream is a function of (key, i), at a few nanoseconds each.
 *
 * Ziggurat of 256 layers (Marsaglia and Tsang 2000): one hash of the position gives layer, sign and place in the layer; 1.2 % of
 * the positions need another hash, of a stream of their own, so they stay a function of the position.
 */
import { mix32, streamKey } from "@plateau/scaling";

const layers = 256;
/** Where the tail begins, and the area of a layer, for 256 of them. */
const tailStart = 3.6541528853610088;
const area = 0.00492867323399;
/** Bits of the place in a layer. */
const scale = 2 ** 23;

/** x[i]: right edge of layer i, from the base up; y[i] = exp(−x²/2). */
const x = new Float64Array(layers + 1);
const y = new Float64Array(layers + 1);
x[0] = area / Math.exp(-0.5 * tailStart ** 2);
x[1] = tailStart;
for (let i = 2; i < layers; i++) {
  const below = x[i - 1]!;
  x[i] = Math.sqrt(-2 * Math.log(area / below + Math.exp(-0.5 * below ** 2)));
}
x[layers] = 0;
for (let i = 0; i <= layers; i++) y[i] = Math.exp(-0.5 * x[i]! ** 2);
/** Places below this lie under the curve whatever their height. */
const inside = Uint32Array.from({ length: layers }, (_, i) => Math.floor((x[i + 1]! / x[i]!) * scale));
/** Width of a place, by layer. */
const width = Float64Array.from({ length: layers }, (_, i) => x[i]! / scale);

const { abs, imul } = Math;

/** Adds std · N(0,1) to block[from, to). @param position of block[0] in the stream */
export function addGaussian(
  block: Float32Array,
  { from, to }: { from: number; to: number },
  { key, position, std }: { key: number; position: number; std: number },
): void {
  for (let i = from; i < to; i++) {
    // mix32(key ^ mix32(position)), written out: the call costs more than the arithmetic in a realm of its own.
    let h = (position + i) | 0;
    h = imul(h ^ (h >>> 16), 0x21f0aaad);
    h = imul(h ^ (h >>> 15), 0x735a2d97);
    h ^= (h >>> 15) ^ key;
    h = imul(h ^ (h >>> 16), 0x21f0aaad);
    h = imul(h ^ (h >>> 15), 0x735a2d97);
    h ^= h >>> 15;
    // Sign and place together are a signed number of 24 bits: a branch on the sign would be foretold wrongly every other time.
    const layer = h & 255;
    const place = h >> 8;
    const value = abs(place) < inside[layer]! ? place * width[layer]! : edge(key, position + i, h);
    block[i] = block[i]! + std * value;
  }
}

/** Number `position` of the stream. */
export function gaussian(key: number, position: number): number {
  const one = new Float32Array(1);
  addGaussian(one, { from: 0, to: 1 }, { key, position, std: 1 });
  return one[0]!;
}

/** Number for a place at the edge of its layer: accept by height, draw from the tail, or try again. */
function edge(key: number, position: number, hash: number): number {
  let h = hash;
  const stream = streamKey(key, position);
  for (let counter = 0; ; counter += 2) {
    const layer = h & 255;
    const place = h >> 8;
    const value = place * width[layer]!;
    if (abs(place) < inside[layer]!) return value;
    if (layer === 0) return place < 0 ? -tail(stream, counter) : tail(stream, counter);
    const height = y[layer]! + unit(stream, counter) * (y[layer + 1]! - y[layer]!);
    if (height < Math.exp(-0.5 * value * value)) return value;
    h = mix32(stream ^ mix32(counter + 1));
  }
}

/** Beyond `tailStart` (Marsaglia 1964). */
function tail(stream: number, first: number): number {
  for (let counter = first; ; counter += 2) {
    const step = -Math.log(unit(stream, counter)) / tailStart;
    const height = -Math.log(unit(stream, counter + 1));
    if (2 * height > step * step) return tailStart + step;
  }
}

/** Uniform on (0, 1). */
function unit(stream: number, counter: number): number {
  return (mix32(stream ^ mix32(counter)) + 0.5) / 2 ** 32;
}
