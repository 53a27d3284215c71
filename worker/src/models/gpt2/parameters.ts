/**
 * The parameters of a GPT-2-style model: which exist follows from the switches of the configuration.
 */
import type { Gpt2Config } from "@plateau/proto";
import type { Parameter } from "../model.ts";
import { constant, matrix, residualStd, table } from "../parameters.ts";

function normParameters(name: string, { norm, biases, width }: Gpt2Config): Parameter[] {
  if (norm === "none") return [];
  return [constant(`${name}.weight`, width, 1), ...(biases ? [constant(`${name}.bias`, width, 0)] : [])];
}

function linearParameters(weight: Parameter, { biases }: Gpt2Config): Parameter[] {
  const bias = constant(weight.name.replace(/weight$/, "bias"), weight.shape[0]!, 0);
  return biases ? [weight, bias] : [weight];
}

/** Weights first, then biases, so that queries, keys and values lie side by side in the flat vector. */
function attentionParameters(layer: string, config: Gpt2Config): Parameter[] {
  const { width, layers, biases } = config;
  const names = ["query", "key", "value"].map((name) => `${layer}.attention.${name}`);
  return [
    ...normParameters(`${layer}.attentionNorm`, config),
    ...names.map((name) => matrix(`${name}.weight`, [width, width])),
    ...(biases ? names.map((name) => constant(`${name}.bias`, width, 0)) : []),
    ...linearParameters(
      matrix(`${layer}.attention.output.weight`, [width, width], residualStd(layers)),
      config,
    ),
  ];
}

function mlpParameters(layer: string, config: Gpt2Config): Parameter[] {
  const { width, feedForward, layers } = config;
  return [
    ...normParameters(`${layer}.mlpNorm`, config),
    ...linearParameters(matrix(`${layer}.mlp.up.weight`, [feedForward, width]), config),
    ...linearParameters(
      matrix(`${layer}.mlp.down.weight`, [width, feedForward], residualStd(layers)),
      config,
    ),
  ];
}

/** In the order of the flat vector. */
export function gpt2Parameters(config: Gpt2Config): Parameter[] {
  const { width, vocabulary, context, layers, tieEmbeddings, headBias, attention } = config;
  const blocks = Array.from({ length: layers }, (_, i) => [
    ...(attention ? attentionParameters(`layers.${i}`, config) : []),
    ...mlpParameters(`layers.${i}`, config),
  ]);
  return [
    table("embedding.weight", [vocabulary, width]),
    table("positions.weight", [context, width]),
    ...blocks.flat(),
    ...normParameters("norm", config),
    ...(tieEmbeddings ? [] : [matrix("head.weight", [vocabulary, width])]),
    ...(headBias ? [constant("head.bias", vocabulary, 0)] : []),
  ];
}
