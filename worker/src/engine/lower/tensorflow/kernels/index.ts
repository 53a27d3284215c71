/**
 * All TensorFlow lowerings: kernel name → operations. Its names are those of record/kernels less the ones that are constants.
 */
import { arrangeLowerings } from "./arrange.ts";
import { elementwiseLowerings } from "./elementwise.ts";
import { lookupLowerings } from "./lookup.ts";
import type { Lowering } from "./lowering.ts";
import { matrixLowerings } from "./matrix.ts";
import { randomLowerings } from "./random.ts";
import { reduceLowerings } from "./reduce.ts";

export const lowerings: Readonly<Record<string, Lowering>> = {
  ...elementwiseLowerings,
  ...reduceLowerings,
  ...arrangeLowerings,
  ...lookupLowerings,
  ...matrixLowerings,
  ...randomLowerings,
};
