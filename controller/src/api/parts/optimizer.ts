/** Optimizers by name. Settings of one stand under its own name, so that their defaults cannot leak into another. */
import type { z } from "zod";
import { choice, decimal, object } from "../schema/fields.ts";
import { memberOf, withRules } from "../schema/rules.ts";

export const adamWSettings = object("Settings of AdamW.", {
  beta1: decimal("Decay of the first moment.", { below: 1, example: "0.9" }).default("0.9"),
  beta2: decimal("Decay of the second moment.", { below: 1, example: "0.95" }).default("0.95"),
  epsilon: decimal("Added to the root of the second moment.", { above: 0, max: 1, example: "1e-8" }).default(
    "1e-8",
  ),
});

export const sgdSettings = object("Settings of SGD.", {
  momentum: decimal("Momentum; 0 = plain SGD.", { below: 1, example: "0.9" }).default("0.9"),
});

export const learningRate = (): z.ZodString =>
  decimal(
    "Rate of the constant phase. About half of what is best for a cosine schedule of the same length.",
    {
      above: 0,
      max: 1000,
      example: "1e-3",
    },
  );

export const optimizer = withRules(
  object("How the mean gradient changes the parameters.", {
    name: choice("Optimizer. AdamW: decoupled weight decay; SGD: with momentum.", ["AdamW", "SGD"]).default(
      "AdamW",
    ),
    learningRate: learningRate(),
    weightDecay: decimal("Weight decay of matrices; norms, biases and tied embeddings never decay.", {
      max: 10,
      example: "0.1",
    }).default("0.1"),
    gradientClip: decimal("L2 norm to which the mean gradient is clipped; 0 = never.", {
      max: 1e9,
      example: "1",
    }).default("1"),
    adamW: adamWSettings.optional(),
    sgd: sgdSettings.optional(),
  }),
  memberOf<{ name: string; adamW?: unknown; sgd?: unknown }>("name", { AdamW: "adamW", SGD: "sgd" }),
);

export type OptimizerSpec = z.output<typeof optimizer>;
