/**
 * Literals: numbers as MLIR attributes. Floats are written by their bits, so that none is rounded on the way.
 */
import type { ConstantData } from "../../record/graph.ts";
import type { ElementType } from "./types.ts";

/** One number. */
export function scalarText(value: number, type: ElementType): string {
  if (type === "i1") return value === 0 ? "false" : "true";
  if (type !== "f32") return String(value);
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  return `0x${bits.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** All elements, little-endian. */
export function bytesText(data: ConstantData): string {
  return `"0x${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex").toUpperCase()}"`;
}

/** The number that all elements are, to the bit, if there is one. */
export function uniform(data: ConstantData): number | undefined {
  const first = data[0];
  return first !== undefined && data.every((value) => Object.is(value, first)) ? first : undefined;
}
