/**
 * Our GPT-2 family as GPT2LMHeadModel: queries, keys and values in one tensor, matrices the other way round ([inputs, outputs]),
 * biases always there.
 */
import type { Gpt2Config } from "@plateau/proto";
import { HuggingFaceError } from "../../errors.ts";
import { headTensor, same, type Family, type ForeignTensor } from "../../family.ts";

/** GELU by tanh goes by several names; "gelu" alone is the one by erf, which is another function. */
const activations = { gelu_new: "gelu", gelu_pytorch_tanh: "gelu", gelu_fast: "gelu", relu: "relu" } as const;

const otherAttention = "Attention is scaled by 1/√(head size) here, alike in all layers.";

export const gpt2: Family<Gpt2Config> = {
  architecture: "GPT2LMHeadModel",
  modelType: "gpt2",
  prefix: "transformer.",
  // Causal masks.
  buffers: /\.attn\.(masked_)?bias$/,

  configOf(model) {
    refuse(model.attention, "model.gpt2.attention is false", "attention");
    refuse(model.norm === "affine", 'model.gpt2.norm is "none"', "norms");
    refuse(!model.headBias, "model.gpt2.headBias is true", "no bias on the head");
    return {
      n_embd: model.width,
      n_inner: model.feedForward,
      n_layer: model.layers,
      n_head: model.heads,
      n_positions: model.context,
      vocab_size: model.vocabulary,
      activation_function: model.activation === "gelu" ? "gelu_new" : "relu",
      layer_norm_epsilon: model.normEpsilon,
      scale_attn_weights: true,
      scale_attn_by_inverse_layer_idx: false,
      embd_pdrop: model.dropout ?? 0,
      attn_pdrop: 0,
      resid_pdrop: model.dropout ?? 0,
      tie_word_embeddings: model.tieEmbeddings,
    };
  },

  modelOf(fields) {
    const width = fields.count("n_embd");
    fields.oneOf("scale_attn_weights", [true], otherAttention);
    fields.oneOf("scale_attn_by_inverse_layer_idx", [false], otherAttention);
    fields.oneOf("add_cross_attention", [false], "There is no other sequence to look at here.");
    const names = Object.keys(activations) as (keyof typeof activations)[];
    const activation = fields.oneOf("activation_function", names, "Other functions give other models.");
    return {
      family: "gpt2",
      layers: fields.count("n_layer"),
      width,
      heads: fields.count("n_head"),
      feedForward: fields.count("n_inner", 4 * width),
      context: fields.count("n_positions"),
      vocabulary: fields.count("vocab_size"),
      tieEmbeddings: fields.flag("tie_word_embeddings", true),
      biases: true,
      norm: "affine",
      activation: activations[activation],
      attention: true,
      headBias: false,
      normEpsilon: fields.positive("layer_norm_epsilon", 1e-5),
    };
  },

  tensorsOf({ layers, width, feedForward, context, vocabulary, tieEmbeddings }) {
    const linear = (
      there: string,
      parts: readonly string[],
      outputs: number,
      inputs: number,
    ): ForeignTensor[] => [
      {
        name: `${there}.weight`,
        shape: [inputs, outputs],
        parts: parts.map((part) => `${part}.weight`),
        isTransposed: true,
      },
      {
        name: `${there}.bias`,
        shape: [outputs],
        parts: parts.map((part) => `${part}.bias`),
        isTransposed: false,
      },
    ];
    const norm = (there: string, here: string): ForeignTensor[] =>
      ["weight", "bias"].map((kind) => same(`${there}.${kind}`, `${here}.${kind}`, [width]));
    const layer = (i: number): ForeignTensor[] => {
      const [there, here] = [`transformer.h.${i}`, `layers.${i}`];
      const qkv = ["query", "key", "value"].map((part) => `${here}.attention.${part}`);
      return [
        ...norm(`${there}.ln_1`, `${here}.attentionNorm`),
        ...linear(`${there}.attn.c_attn`, qkv, 3 * width, width),
        ...linear(`${there}.attn.c_proj`, [`${here}.attention.output`], width, width),
        ...norm(`${there}.ln_2`, `${here}.mlpNorm`),
        ...linear(`${there}.mlp.c_fc`, [`${here}.mlp.up`], feedForward, width),
        ...linear(`${there}.mlp.c_proj`, [`${here}.mlp.down`], width, feedForward),
      ];
    };
    return [
      same("transformer.wte.weight", "embedding.weight", [vocabulary, width]),
      same("transformer.wpe.weight", "positions.weight", [context, width]),
      ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
      ...norm("transformer.ln_f", "norm"),
      ...(tieEmbeddings ? [] : [same(headTensor, "head.weight", [vocabulary, width])]),
    ];
  },
};

function refuse(isPossible: boolean, what: string, has: string): void {
  if (isPossible) return;
  throw new HuggingFaceError(
    "E_HUGGINGFACE_UNSUPPORTED",
    `${what}, and GPT2LMHeadModel has ${has}: this model cannot be exported.`,
  );
}
