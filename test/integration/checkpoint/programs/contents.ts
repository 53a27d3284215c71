/** Checkpoints of a given size whose numbers follow from the step, so that what is loaded can be told bit for bit. */
import type { CheckpointContents } from "@plateau/worker/checkpoint/index.ts";
import { contentsAt } from "@plateau/worker/checkpoint/fixtures.ts";

/** Three vectors of `size` float32. */
export function sizedContents(step: number, size: number): CheckpointContents {
  const vector = (salt: number): Float32Array =>
    Float32Array.from({ length: size }, (_, i) =>
      Math.fround(((i * 2654435761 + step * 97 + salt) % 65_521) / 777),
    );
  return {
    ...contentsAt(step),
    layout: [{ name: "weight", shape: [size] }],
    state: {
      parameters: vector(1),
      slots: { m: vector(2), v: vector(3) },
      averages: { vectors: {}, counters: {} },
      extra: {},
    },
  };
}
