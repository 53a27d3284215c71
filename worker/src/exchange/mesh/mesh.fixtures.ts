/** Calls for tests of the mesh. */
import type { PayloadCall } from "../exchange.ts";

/** Gradients as they are, of one tensor. */
export function plainCall(
  step: number,
  { losses, payloads, mean }: { losses: number[]; payloads: Float32Array[]; mean: Float32Array },
): PayloadCall {
  return {
    step,
    round: 0,
    rounds: 1,
    segments: [{ name: "all", from: 0, to: mean.length, raw: true }],
    payloads,
    norms: payloads.map(() => Float64Array.of(1)),
    losses,
    mean,
  };
}
