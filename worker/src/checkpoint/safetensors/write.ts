/** Safetensors writer: float32 tensors as a stream of chunks that look into the caller's memory; nothing is copied. */
import { headerBytes } from "./header.ts";

export interface NamedTensor {
  name: string;
  shape: readonly number[];
  /** Length = product of the shape; may lie on a SharedArrayBuffer. */
  data: Float32Array;
}

const chunkBytes = 4 * 2 ** 20;

/** The file as chunks: header, then the tensors in the order given. */
export function* safetensorsChunks(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Generator<Uint8Array> {
  yield headerBytes(
    tensors.map(({ name, shape, data }) => ({ name, shape, bytes: data.byteLength })),
    metadata,
  );
  for (const { data } of tensors) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
}
