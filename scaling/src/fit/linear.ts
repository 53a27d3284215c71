/** Linear algebra of symmetric 5×5 matrices held as lower triangles, row by row. */

const { abs, sqrt } = Math;

/**
 * Solves (H + μ·diag(scale))·x = b by Cholesky, in place of nothing: `x` is written, the rest is read.
 *
 * @returns false if the matrix is not positive definite
 */
export function solveDamped(
  H: Float64Array,
  damping: { mu: number; scale: Float64Array },
  b: Float64Array,
  x: Float64Array,
): boolean {
  const n = b.length;
  const L = factor;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = H[(i * (i + 1)) / 2 + j]!;
      if (i === j) sum += damping.mu * damping.scale[i]!;
      for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
      if (i !== j) L[i * n + j] = sum / L[j * n + j]!;
      else if (sum > 0) L[i * n + i] = sqrt(sum);
      else return false;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= L[i * n + k]! * x[k]!;
    x[i] = sum / L[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= L[k * n + i]! * x[k]!;
    x[i] = sum / L[i * n + i]!;
  }
  return true;
}

/** Scratch of `solveDamped`, which never suspends. */
const factor = new Float64Array(25);

/** xᵀ·H·x */
export function quadratic(H: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let i = 0, at = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) sum += 2 * H[at++]! * x[i]! * x[j]!;
    sum += H[at++]! * x[i]! * x[i]!;
  }
  return sum;
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/**
 * Eigenvalues of a symmetric matrix given in full (row by row), ascending, by Jacobi rotations.
 */
export function eigenvalues(matrix: readonly number[], n: number): number[] {
  const M = Float64Array.from(matrix);
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += M[i * n + j]! ** 2;
    if (off < 1e-28) break;
    for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) rotate(M, n, i, j);
  }
  return Array.from({ length: n }, (_, i) => M[i * n + i]!).sort((a, b) => a - b);
}

/** Makes entry (i, j) zero. */
function rotate(M: Float64Array, n: number, i: number, j: number): void {
  const entry = M[i * n + j]!;
  if (entry === 0) return;
  const angle = (M[j * n + j]! - M[i * n + i]!) / (2 * entry);
  const t = (angle >= 0 ? 1 : -1) / (abs(angle) + sqrt(angle * angle + 1));
  const c = 1 / sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const a = M[k * n + i]!;
    const b = M[k * n + j]!;
    M[k * n + i] = c * a - s * b;
    M[k * n + j] = s * a + c * b;
  }
  for (let k = 0; k < n; k++) {
    const a = M[i * n + k]!;
    const b = M[j * n + k]!;
    M[i * n + k] = c * a - s * b;
    M[j * n + k] = s * a + c * b;
  }
}
