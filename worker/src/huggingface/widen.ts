/** Half-precision numbers as float32: each of them is one, so nothing is lost. */
import type { DType } from "../checkpoint/safetensors/header.ts";

/** What can be read: bytes of a tensor, little-endian, into as many float32. */
export const widenings: Readonly<Partial<Record<DType, (bytes: Uint8Array, target: Float32Array) => void>>> =
  {
    F32: (bytes, target) => new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes),
    BF16: (bytes, target) => {
      const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
      for (let i = 0; i < bits.length; i++) bits[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
    },
    F16: (bytes, target) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < target.length; i++) target[i] = view.getFloat16(2 * i, true);
    },
  };
