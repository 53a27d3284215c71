/**
 * The numbers of a file's tensor and those of our flat vector: the same ones in another arrangement, both ways.
 */
import type { Layout } from "../checkpoint/index.ts";
import type { ForeignTensor } from "./family.ts";

/** Views of a flat vector by parameter. */
export type Parameters = ReadonlyMap<string, Float32Array>;

export function parametersByName(layout: Layout, flat: Float32Array): Parameters {
  let at = 0;
  return new Map(
    layout.map(({ name, shape }) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [name, flat.subarray(at, (at += length))];
    }),
  );
}

export function lengthOf({ shape }: Pick<ForeignTensor, "shape">): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Numbers of each part. */
function partLength(tensor: ForeignTensor): number {
  return lengthOf(tensor) / tensor.parts.length;
}

/** [rows, columns] the other way round. */
function transpose(from: Float32Array, to: Float32Array, [rows, columns]: readonly number[]): void {
  for (let row = 0; row < rows!; row++)
    for (let column = 0; column < columns!; column++)
      to[column * rows! + row] = from[row * columns! + column]!;
}

/** A file's tensor from our parameters; a view of them where it is one as it stands. Parameters we do not have are zeros. */
export function toForeign(tensor: ForeignTensor, parameters: Parameters): Float32Array {
  const only = tensor.parts.length === 1 ? parameters.get(tensor.parts[0]!) : undefined;
  if (only && !tensor.isTransposed) return only;
  const length = partLength(tensor);
  const joined = new Float32Array(lengthOf(tensor));
  for (const [i, name] of tensor.parts.entries()) {
    const part = parameters.get(name);
    if (part) joined.set(part, i * length);
  }
  if (!tensor.isTransposed) return joined;
  const [inputs, outputs] = tensor.shape;
  const turned = new Float32Array(joined.length);
  transpose(joined, turned, [outputs!, inputs!]);
  return turned;
}

/**
 * A file's tensor into our parameters.
 *
 * @returns whether all its numbers have a place: those of parameters that we do not have must be zeros
 */
export function fromForeign(tensor: ForeignTensor, values: Float32Array, parameters: Parameters): boolean {
  let rows = values;
  if (tensor.isTransposed) {
    rows = new Float32Array(values.length);
    transpose(values, rows, tensor.shape);
  }
  const length = partLength(tensor);
  return tensor.parts.every((name, i) => {
    const part = rows.subarray(i * length, (i + 1) * length);
    const place = parameters.get(name);
    place?.set(part);
    return place !== undefined || part.every((value) => value === 0);
  });
}
