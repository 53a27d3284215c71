/** Our Llama family as LlamaForCausalLM: the same tensors under other names. */
import type { LlamaConfig } from "@plateau/proto";
import type { Fields } from "../../fields.ts";
import { headTensor, same, type Family, type ForeignTensor } from "../../family.ts";

const sharedEvenly = "As many query heads share each.";
const noBiases = "Our Llama models have no biases.";

export const llama: Family<LlamaConfig> = {
  architecture: "LlamaForCausalLM",
  modelType: "llama",
  prefix: "model.",
  buffers: /rotary_emb\.inv_freq$/,

  configOf: (model) => ({
    hidden_size: model.width,
    intermediate_size: model.feedForward,
    num_hidden_layers: model.layers,
    num_attention_heads: model.heads,
    num_key_value_heads: model.keyValueHeads ?? model.heads,
    head_dim: model.width / model.heads,
    max_position_embeddings: model.context,
    vocab_size: model.vocabulary,
    hidden_act: "silu",
    rms_norm_eps: model.normEpsilon,
    // Older releases read the first, newer ones the second.
    rope_theta: model.ropeTheta,
    rope_parameters: { rope_type: "default", rope_theta: model.ropeTheta },
    attention_bias: false,
    mlp_bias: false,
    attention_dropout: 0,
    tie_word_embeddings: model.tieEmbeddings,
  }),

  modelOf(fields) {
    const [width, heads] = [fields.count("hidden_size"), fields.count("num_attention_heads")];
    const keyValueHeads = fields.count("num_key_value_heads", heads);
    if (heads % keyValueHeads !== 0)
      throw fields.unsupported("num_key_value_heads", "divisors of num_attention_heads", sharedEvenly);
    fields.oneOf("head_dim", [width / heads], "A head's size is hidden_size / num_attention_heads here.");
    fields.oneOf("hidden_act", ["silu", "swish"], "The gated MLP of our Llama models is SwiGLU.");
    fields.oneOf("attention_bias", [false], noBiases);
    fields.oneOf("mlp_bias", [false], noBiases);
    return {
      family: "llama",
      layers: fields.count("num_hidden_layers"),
      width,
      heads,
      ...(keyValueHeads === heads ? {} : { keyValueHeads }),
      feedForward: fields.count("intermediate_size"),
      context: fields.count("max_position_embeddings"),
      vocabulary: fields.count("vocab_size"),
      tieEmbeddings: fields.flag("tie_word_embeddings", false),
      ropeTheta: ropeTheta(fields),
      normEpsilon: fields.positive("rms_norm_eps"),
    };
  },

  tensorsOf({ layers, width, heads, keyValueHeads = heads, feedForward, vocabulary, tieEmbeddings }) {
    const square = [width, width];
    const shared = [(width / heads) * keyValueHeads, width];
    const layer = (i: number): ForeignTensor[] => {
      const [there, here] = [`model.layers.${i}`, `layers.${i}`];
      return [
        same(`${there}.input_layernorm.weight`, `${here}.attentionNorm.weight`, [width]),
        same(`${there}.self_attn.q_proj.weight`, `${here}.attention.query.weight`, square),
        same(`${there}.self_attn.k_proj.weight`, `${here}.attention.key.weight`, shared),
        same(`${there}.self_attn.v_proj.weight`, `${here}.attention.value.weight`, shared),
        same(`${there}.self_attn.o_proj.weight`, `${here}.attention.output.weight`, square),
        same(`${there}.post_attention_layernorm.weight`, `${here}.mlpNorm.weight`, [width]),
        same(`${there}.mlp.gate_proj.weight`, `${here}.mlp.gate.weight`, [feedForward, width]),
        same(`${there}.mlp.up_proj.weight`, `${here}.mlp.up.weight`, [feedForward, width]),
        same(`${there}.mlp.down_proj.weight`, `${here}.mlp.down.weight`, [width, feedForward]),
      ];
    };
    return [
      same("model.embed_tokens.weight", "embedding.weight", [vocabulary, width]),
      ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
      same("model.norm.weight", "norm.weight", [width]),
      ...(tieEmbeddings ? [] : [same(headTensor, "head.weight", [vocabulary, width])]),
    ];
  },
};

/** The base of the rotary angles, from where this release or an older one puts it; positions that are scaled are refused. */
function ropeTheta(fields: Fields): number {
  const scaled = "Scaled rotary positions have no counterpart here.";
  const parameters = fields.object("rope_parameters");
  parameters?.oneOf("rope_parameters.rope_type", ["default"], scaled);
  parameters?.oneOf("rope_parameters.partial_rotary_factor", [1], scaled);
  const scaling = fields.object("rope_scaling");
  scaling?.oneOf("rope_scaling.rope_type", ["default"], scaled);
  scaling?.oneOf("rope_scaling.type", ["default"], scaled);
  fields.oneOf("partial_rotary_factor", [1], scaled);
  if (parameters?.value("rope_parameters.rope_theta") === undefined)
    return fields.positive("rope_theta", 10_000);
  const theta = parameters.positive("rope_parameters.rope_theta");
  return fields.oneOf("rope_theta", [theta], "rope_parameters.rope_theta says otherwise.");
}
