/** How every recorded kernel is said in works. */
import { arrangeTranslations } from "./arrange.ts";
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
  ...randomTranslations,
};
