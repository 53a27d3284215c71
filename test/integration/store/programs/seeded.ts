/** Bytes that follow from a seed: chunks of a mebibyte, of which no two are alike. */
import { createHash } from "node:crypto";

const mebibyte = 2 ** 20;

export function* seededChunks(seed: number, mebibytes: number): Generator<Uint8Array> {
  for (let i = 0; i < mebibytes; i++) {
    const chunk = Buffer.alloc(mebibyte, i % 251);
    chunk.writeUInt32LE(seed, 0);
    chunk.writeUInt32LE(i, 4);
    yield chunk;
  }
}

export function sha256Of(chunks: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
