/** How every recorded kernel is said in works. */
import { arrangeTranslations } from "./arrange.ts";
import { attentionTranslations } from "./attention.ts";
import { elementwiseTranslations } from "./elementwise.ts";
import { lookupTranslations } from "./lookup.ts";
import { matrixTranslations } from "./matrix.ts";
import { randomTranslations } from "./random.ts";
import { reduceTranslations } from "./reduce.ts";
import type { Translation } from "./translation.ts";

export const translations: Readonly<Record<string, Translation>> = {
  ...elementwiseTranslations,
  ...reduceTranslations,
  ...arrangeTranslations,
  ...lookupTranslations,
  ...matrixTranslations,
  ...attentionTranslations,
  ...randomTranslations,
};

/** Kernels made of others that are taken as they are. */
export const composites: ReadonlySet<string> = new Set(Object.keys(attentionTranslations));
