/** Who hosts which shard and owns which part of the vector: pure functions of the group's size. */

export interface Range {
  from: number;
  to: number;
}

/** Part `index` of [0, length) cut into `parts` contiguous ranges whose lengths differ by at most one. */
export function evenRange(length: number, parts: number, index: number): Range {
  return { from: Math.floor((length * index) / parts), to: Math.floor((length * (index + 1)) / parts) };
}

/** Shards hosted by a rank, ascending. Together the ranks host each shard once. */
export function hostedShards(shards: number, worldSize: number, rank: number): number[] {
  const { from, to } = evenRange(shards, worldSize, rank);
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Slice of the vector that a rank sums for everybody. */
export function ownedSlice(length: number, worldSize: number, rank: number): Range {
  return evenRange(length, worldSize, rank);
}
