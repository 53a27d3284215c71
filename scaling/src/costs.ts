/**
 * What a model costs: parameters and FLOPs, by the counts of Hägele et al. 2024 (`flops.ipynb`).
 *
 * N counts a tied embedding once and ignores norms. FLOPs are counted per matrix product, attention included, without halving
 * for causality; norms, rotary positions and the optimizer are left out. "6ND" is a different count: never mix the two in a fit.
 */

/** Structural subset of the run config's model. */
export interface ModelShape {
  family: "llama" | "gpt2";
  layers: number;
  /** d */
  width: number;
  heads: number;
  /** Heads of keys and values (Llama only); default: heads. */
  keyValueHeads?: number | undefined;
  /** Hidden width of the MLP. */
  feedForward: number;
  /** V */
  vocabulary: number;
  tieEmbeddings: boolean;
  /** Rows of learned positions (GPT-2 only). */
  context: number;
  /** GPT-2 only; default true. */
  attention?: boolean;
}

export interface ParameterCount {
  /** N: embedding and head matrices and all matrices of the blocks. */
  total: number;
  /** Token embedding, learned positions and an untied head. */
  embedding: number;
  nonEmbedding: number;
}

/** Number of matrix parameters; norms and biases are ignored, as the scaling-law paper does. */
export function countParameters(shape: ModelShape): ParameterCount {
  const { width: d, layers, vocabulary, feedForward, tieEmbeddings } = shape;
  const attention = shape.attention === false ? 0 : 2 * d * (d + keyValueWidth(shape));
  const mlp = (shape.family === "llama" ? 3 : 2) * d * feedForward;
  const nonEmbedding = layers * (attention + mlp);
  const positions = shape.family === "gpt2" ? shape.context * d : 0;
  const embedding = vocabulary * d * (tieEmbeddings ? 1 : 2) + positions;
  return { total: nonEmbedding + embedding, embedding, nonEmbedding };
}

/** Channels of all keys of a token, and of all its values. */
function keyValueWidth({ width, heads, keyValueHeads = heads }: ModelShape): number {
  return (width / heads) * keyValueHeads;
}

export interface FlopOptions {
  /** The paper charges the embedding lookup as a matrix product; `free` leaves it out. */
  embeddingLookup?: "matmul" | "free";
}

/** FLOPs of one forward pass over one sequence of `sequenceLength` tokens. */
export function forwardFlopsPerSequence(
  shape: ModelShape,
  sequenceLength: number,
  options: FlopOptions = {},
): number {
  const { width: d, heads: h, layers, vocabulary: V, feedForward: f } = shape;
  const T = sequenceLength;
  const embedding = options.embeddingLookup === "free" ? 0 : 2 * T * V * d;
  // Queries, keys and values; scores and their product with the values; softmax; output projection.
  const attention =
    shape.attention === false
      ? 0
      : 2 * T * d * (d + 2 * keyValueWidth(shape)) + 4 * T * T * d + 3 * h * T * T + 2 * T * d * d;
  const mlp = (shape.family === "llama" ? 6 : 4) * T * d * f;
  return embedding + layers * (attention + mlp) + 2 * T * d * V;
}

/** Training costs three times the forward pass: forward, gradient of the inputs, gradient of the weights. */
export function trainingFlopsPerSequence(
  shape: ModelShape,
  sequenceLength: number,
  options: FlopOptions = {},
): number {
  return 3 * forwardFlopsPerSequence(shape, sequenceLength, options);
}

/** FLOPs of one optimizer step over the global batch. */
export function trainingFlopsPerStep(
  shape: ModelShape,
  batch: { sequences: number; sequenceLength: number },
  options: FlopOptions = {},
): number {
  return batch.sequences * trainingFlopsPerSequence(shape, batch.sequenceLength, options);
}

/**
 * Hidden width of a SwiGLU MLP with about the parameters of a plain one: ⌊8d/3⌋, rounded up to a multiple.
 *
 * The paper rounds to 256, which would triple the MLP of a 64-wide model; below a width of 256 the multiple is 8.
 */
export function defaultFeedForward(width: number, multiple: number = width < 256 ? 8 : 256): number {
  return Math.ceil(Math.floor((8 * width) / 3) / multiple) * multiple;
}
