/** A program that no machine has the memory for. */
import type { Model } from "../../models/model.ts";
import type { ProgramDefinition } from "../engine.ts";

/** 4 PB twice, of which neither can be computed away: more than a process can address, so none of it is touched. */
export function tooLarge(model: Model): ProgramDefinition<"x", "y"> {
  return {
    model,
    inputs: { x: { shape: [1], dtype: "float32" } },
    outputs: { y: { shape: [1] } },
    compute: (_, { x }) => {
      const row = x.broadcastTo([2 ** 25, 2 ** 25]).cumsum(0);
      return { y: row.mul(row.cumsum(1)).max().reshape([1]) };
    },
  };
}
