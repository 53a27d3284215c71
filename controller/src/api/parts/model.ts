/**
 * The model of a spec. A size (layers, width, heads) is kept apart from the rest, because a ScalingStudy varies the size
 * and shares the rest. Settings of one family stand under its own name, so that their defaults cannot leak into another.
 */
import type { z } from "zod";
import { choice, decimal, flag, integer, object } from "../schema/fields.ts";
import { memberOf, withRules, type Rule } from "../schema/rules.ts";

export const llamaSettings = object(
  "Settings of the Llama family: RMSNorm, rotary positions, SwiGLU, no biases.",
  {
    ropeTheta: decimal("Base of the rotary position frequencies.", {
      above: 1,
      max: 1e9,
      example: "10000",
    }).default("10000"),
  },
);

export const gpt2Settings = object(
  "Settings of the GPT2 family: LayerNorm, learned positions, one MLP. The switches reach down to one-layer models for theory.",
  {
    biases: flag("Biases of linear layers and norms.").default(true),
    norm: choice("Affine: gain and bias after normalising; None: no normalisation at all.", [
      "Affine",
      "None",
    ]).default("Affine"),
    activation: choice("Non-linearity of the MLP.", ["GELU", "ReLU"]).default("GELU"),
    attention: flag("Whether the layers have attention.").default(true),
    headBias: flag("A bias on the output logits.").default(false),
  },
);

export const sizeFields = {
  layers: integer("Transformer blocks.", { max: 1024 }),
  width: integer("Width of the residual stream; a multiple of heads.", { max: 65_536 }),
  heads: integer("Attention heads.", { max: 1024 }),
  keyValueHeads: integer(
    "Heads of keys and values, each shared by as many attention heads (grouped-query attention; 1 = multi-query); a divisor of heads. Llama only; default: heads.",
    { max: 1024 },
  ).optional(),
  feedForward: integer(
    "Hidden width of the MLP. Default for Llama: 8/3 of width, rounded up to a multiple of 256 (of 16 below width 256); for GPT2: 4 × width.",
    { max: 1_048_576 },
  ).optional(),
};

export const sharedModelFields = {
  family: choice("Architecture.", ["Llama", "GPT2"]),
  context: integer("Longest sequence that the model can read, in tokens.", { max: 1_048_576 }),
  vocabulary: integer("Rows of the embedding: at least the number of distinct token ids of the data.", {
    min: 2,
    max: 16_777_216,
  }),
  tieEmbeddings: flag("Use the embedding as the output matrix too.").default(true),
  normEpsilon: decimal("Added to the variance inside norms.", { above: 0, max: 1, example: "1e-5" }).default(
    "1e-5",
  ),
  dropout: decimal(
    "Probability with which numbers are set to 0 while training: of the embedding, and of what attention and MLP add to it. Left out: none are.",
    { max: 0.9, example: "0.1" },
  ).optional(),
  llama: llamaSettings.optional(),
  gpt2: gpt2Settings.optional(),
};

const familyMembers = { Llama: "llama", GPT2: "gpt2" } as const;

/** Heads share the width evenly; rotary positions turn pairs of numbers, so a Llama head has an even size. */
export const headsDivideWidth: Rule<{ width: number; heads: number }> = {
  cel: "self.width % self.heads == 0",
  message: "must be a divisor of width",
  path: ["heads"],
  holds: ({ width, heads }) => width % heads === 0,
  explain: ({ width, heads }) =>
    `is ${heads}, which does not divide the width ${width}; use one of ${nearDivisors(width, heads).join(", ")}, or change the width`,
};

/** As many query heads share each head of keys and values. */
export const groupsDivideHeads: Rule<{ heads: number; keyValueHeads?: number | undefined }> = {
  cel: "!has(self.keyValueHeads) || self.heads % self.keyValueHeads == 0",
  message: "must be a divisor of heads",
  path: ["keyValueHeads"],
  holds: ({ heads, keyValueHeads = heads }) => heads % keyValueHeads === 0,
  explain: ({ heads, keyValueHeads = heads }) =>
    `is ${keyValueHeads}, which does not divide the ${heads} heads; use one of ${nearDivisors(heads, keyValueHeads).join(", ")}`,
};

/** Model of a TrainingRun: everything, its size included. */
export const model = withRules(object("What is trained.", { ...sharedModelFields, ...sizeFields }), [
  headsDivideWidth,
  groupsDivideHeads,
  {
    cel: "self.family == 'Llama' || !has(self.keyValueHeads)",
    message: "must be left out for family GPT2, whose heads have keys and values of their own",
    path: ["keyValueHeads"],
    holds: ({ family, keyValueHeads }) => family === "Llama" || keyValueHeads === undefined,
  },
  {
    cel: "self.family != 'Llama' || self.width % self.heads != 0 || (self.width / self.heads) % 2 == 0",
    message:
      "must leave heads of even size for Llama: width / heads is the size of a head, and rotary positions turn pairs",
    path: ["heads"],
    holds: ({ family, width, heads }) =>
      family !== "Llama" || width % heads !== 0 || (width / heads) % 2 === 0,
  },
  ...memberOf<{ family: string; llama?: unknown; gpt2?: unknown }>("family", familyMembers),
]);

/** Model of a study's run template: the sizes come from `spec.sizes`. */
export const templateModel = withRules(
  object("What is trained; the size comes from spec.sizes.", sharedModelFields),
  memberOf<{ family: string; llama?: unknown; gpt2?: unknown }>("family", familyMembers),
);

export type ModelSpec = z.output<typeof model>;
export type ModelSize = Pick<ModelSpec, "layers" | "width" | "heads" | "keyValueHeads" | "feedForward">;

/** Up to four divisors of `width`, those nearest to `heads`. */
function nearDivisors(width: number, heads: number): number[] {
  const divisors: number[] = [];
  for (let candidate = 1; candidate <= Math.min(width, 1024); candidate++) {
    if (width % candidate === 0) divisors.push(candidate);
  }
  return divisors
    .sort((a, b) => Math.abs(a - heads) - Math.abs(b - heads))
    .slice(0, 4)
    .sort((a, b) => a - b);
}

/** Hidden width of the MLP where a spec leaves it open. */
export function feedForwardWidth(family: ModelSpec["family"], width: number): number {
  if (family === "GPT2") return 4 * width;
  const multiple = width >= 256 ? 256 : 16;
  return Math.ceil(Math.floor((8 * width) / 3) / multiple) * multiple;
}
