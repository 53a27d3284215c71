/**
 * Bases of the factors of a step, one for each matrix. A step asks for the same one for every shard that it encodes and again when it
 * decodes; it is computed once. Told apart by the factor's numbers, so nothing is stale after a step was repeated or a state loaded.
 */
import { readFactor, type Factor } from "./matrix.ts";
import { orthonormalize } from "./orthonormal.ts";

export class Bases {
  readonly #known = new Map<number, { values: Float32Array; basis: Factor }>();

  /**
   * @param index  of the matrix
   * @param values float32 [length × columns] row by row; not kept
   * @param shape  of the factor; `name` stands in the error
   * @returns the orthonormal basis; belongs to this object, not to be changed
   * @throws ExchangeError E_NOT_FINITE
   */
  of(
    index: number,
    values: Float32Array,
    { name, ...shape }: Pick<Factor, "length" | "columns"> & { name: string },
  ): Factor {
    const known = this.#known.get(index);
    if (known && equal(known.values, values)) return known.basis;
    const basis = orthonormalize(readFactor(shape, values), name);
    this.#known.set(index, { values: Float32Array.from(values), basis });
    return basis;
  }
}

function equal(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
