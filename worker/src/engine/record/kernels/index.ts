/**
 * All recording rules: kernel name → rule. A kernel that is not here is refused with E_KERNEL.
 */
import { arrangeRules } from "./arrange.ts";
import { compositeRules } from "./composite.ts";
import { elementwiseRules } from "./elementwise.ts";
import { lookupRules } from "./lookup.ts";
import { matrixRules } from "./matrix.ts";
import { randomRules } from "./random.ts";
import { reduceRules } from "./reduce.ts";
import type { KernelRule } from "./rule.ts";

export const kernelRules: Readonly<Record<string, KernelRule>> = {
  ...elementwiseRules,
  ...reduceRules,
  ...arrangeRules,
  ...lookupRules,
  ...matrixRules,
  ...compositeRules,
  ...randomRules,
};
