/** Refuses a step whose loss or gradient is not finite, on all ranks alike: every rank knows all shards' norms. */
import type { Round } from "./codecs/codec.ts";
import { NotFiniteError } from "./errors.ts";

/** What is known everywhere of a shard's contribution. */
export interface ShardNumbers {
  shard: number;
  /** Which hosts it. */
  rank: number;
  /** Round 0 only. */
  loss?: number | undefined;
  /** L2 norm of each segment of its payload. */
  norms: Float64Array;
}

/** @throws NotFiniteError naming step, shards and ranks */
export function refuseNotFinite({ step }: Round, shards: Iterable<ShardNumbers>): void {
  const culprits: string[] = [];
  const which: number[] = [];
  for (const { shard, rank, loss = 0, norms } of shards) {
    const parts = [
      ...(Number.isFinite(loss) ? [] : ["loss"]),
      ...(norms.every(Number.isFinite) ? [] : ["gradient"]),
    ];
    if (parts.length === 0) continue;
    culprits.push(`${parts.join(" and ")} of shard ${shard} on rank ${rank}`);
    which.push(shard);
  }
  if (culprits.length === 0) return;
  throw new NotFiniteError(
    step,
    culprits.join(", "),
    which.toSorted((a, b) => a - b),
  );
}

/** Squared L2 norm of [from, to), in float64: of finite float32 it is finite. */
export function energy(vector: Float32Array, from = 0, to = vector.length): number {
  const even = to - ((to - from) % 4);
  return energyOfFours(vector, from, even) + energyOfRest(vector, even, to);
}

/** Four sums side by side: one alone waits for each addition to end. */
function energyOfFours(vector: Float32Array, from: number, to: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = from; i < to; i += 4) {
    const w = vector[i]!;
    const x = vector[i + 1]!;
    const y = vector[i + 2]!;
    const z = vector[i + 3]!;
    a += w * w;
    b += x * x;
    c += y * y;
    d += z * z;
  }
  return a + b + (c + d);
}

/** Apart from the loop above: in one function with it, V8 runs both six times slower. */
function energyOfRest(vector: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += vector[i]! * vector[i]!;
  return sum;
}
