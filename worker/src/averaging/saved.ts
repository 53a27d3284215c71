/** Averaged weights out of a saved state, for who goes on from nothing: to score them or to write with them. */
import type { AverageKind } from "./averages.ts";
import type { AverageState } from "./state.ts";

/** Where each kind lies: its vector, the newest completed window of SWA; and the counter that says whether there is one. */
const places: Readonly<Record<AverageKind, { vector: string; counter: string }>> = {
  swa: { vector: "swa.completed.0", counter: "swa.completed" },
  ema: { vector: "ema", counter: "ema.count" },
};

/** The kinds that a state has weights of. */
export function savedKinds({ vectors, counters }: AverageState): AverageKind[] {
  return (["swa", "ema"] as const).filter((kind) => {
    const { vector, counter } = places[kind];
    return vectors[vector] !== undefined && (counters[counter] ?? 0) > 0;
  });
}

/** The state's own vector, as `Averages.weights` would give it; undefined if there is none. */
export function savedWeights(state: AverageState, kind: AverageKind): Float32Array | undefined {
  return savedKinds(state).includes(kind) ? state.vectors[places[kind].vector] : undefined;
}
