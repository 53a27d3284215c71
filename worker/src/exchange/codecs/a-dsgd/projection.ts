/**
 * Fixed Gaussian projection A [s × n] with elements N(0, 1/s), and the linear estimate of what was projected:
 *
 *   x̂ = σ²Aᵀ (σ²AAᵀ + vI)⁻¹ y,    σ² = (‖y‖² − s·v) / n,   v the variance of the noise on y
 *
 * the linear MMSE estimate for elements of variance σ² each, as E‖Ax‖² = ‖x‖². AAᵀ is well-conditioned for s ≪ n, so conjugate
 * gradients take some twenty iterations.
 */
import { addGaussian } from "../../gaussian.ts";

/** Share of ‖y‖ that the solution may leave. */
const tolerance = 1e-9;
const maxIterations = 200;

export class Projection {
  /** n */
  readonly from: number;
  /** s */
  readonly to: number;
  /** Aᵀ [n × s], row by row: a coordinate's column of A lies in one piece. */
  readonly #transposed: Float32Array;
  /** AAᵀ [s × s], made when first needed. */
  #gram: Float64Array | undefined;

  constructor(from: number, to: number, key: number) {
    this.from = from;
    this.to = to;
    this.#transposed = new Float32Array(from * to);
    addGaussian(this.#transposed, { from: 0, to: from * to }, { key, position: 0, std: 1 / Math.sqrt(to) });
  }

  /** A x for the x that has `values` at `positions` and zeros elsewhere. */
  project(positions: Int32Array, values: Float32Array): Float64Array {
    const product = new Float64Array(this.to);
    for (const i of positions) addRow(product, this.#transposed, i * this.to, values[i]!);
    return product;
  }

  /** @returns x̂ [n] @param noiseVariance v, 0 = none */
  estimate(received: Float32Array, noiseVariance: number): Float64Array {
    const energy = received.reduce((sum, value) => sum + value * value, 0);
    const variance = (energy - this.to * noiseVariance) / this.from;
    if (!(variance > 0)) return new Float64Array(this.from);
    const weights = this.#solve(received, noiseVariance / variance);
    return timesVector(this.#transposed, weights, this.from);
  }

  /** w with (AAᵀ + ridge·I) w = y, by conjugate gradients. */
  #solve(received: Float32Array, ridge: number): Float64Array {
    const w = new Float64Array(this.to);
    const rest = Float64Array.from(received);
    const direction = rest.slice();
    let squares = product(rest, rest);
    const enough = tolerance ** 2 * squares;
    for (let iteration = 0; iteration < maxIterations && squares > enough; iteration++) {
      const image = this.#timesGram(direction, ridge);
      const length = squares / product(direction, image);
      for (let j = 0; j < w.length; j++) {
        w[j] = w[j]! + length * direction[j]!;
        rest[j] = rest[j]! - length * image[j]!;
      }
      const next = product(rest, rest);
      for (let j = 0; j < w.length; j++) direction[j] = rest[j]! + (next / squares) * direction[j]!;
      squares = next;
    }
    return w;
  }

  #timesGram(vector: Float64Array, ridge: number): Float64Array {
    const gram = (this.#gram ??= gramOf(this.#transposed, this.from, this.to));
    const product = timesVector(gram, vector, this.to);
    for (let j = 0; j < this.to; j++) product[j] = product[j]! + ridge * vector[j]!;
    return product;
  }
}

/** sum += by · row of a matrix, which begins at `at`. Plain functions: a loop over a private member takes twice the time. */
function addRow(sum: Float64Array, matrix: Float32Array, at: number, by: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] = sum[j]! + by * matrix[at + j]!;
}

/** Matrix [rows × length of the vector] times vector. */
function timesVector(matrix: Float32Array | Float64Array, vector: Float64Array, rows: number): Float64Array {
  const product = new Float64Array(rows);
  const { length } = vector;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0, at = i * length; j < length; j++, at++) sum += matrix[at]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}

/** AAᵀ from Aᵀ [n × s]: lower half row by row, then mirrored. */
function gramOf(transposed: Float32Array, from: number, to: number): Float64Array {
  const gram = new Float64Array(to * to);
  for (let i = 0; i < from; i++) {
    const column = transposed.subarray(i * to, (i + 1) * to);
    for (let j = 0; j < to; j++) {
      const value = column[j]!;
      for (let k = 0, at = j * to; k <= j; k++, at++) gram[at] = gram[at]! + value * column[k]!;
    }
  }
  for (let j = 0; j < to; j++) for (let k = 0; k < j; k++) gram[k * to + j] = gram[j * to + k]!;
  return gram;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
