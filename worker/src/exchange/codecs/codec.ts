/**
 * Codec: how a shard's gradient is turned into what travels, and how the mean of what has travelled is turned back.
 *
 * A step takes one or more rounds, each a mean over the shards of one payload. In every round: `encode` for each hosted shard,
 * then the reduction over the channel, then `decode`. `remember` comes after the last round has arrived and before its `decode`,
 * so a step that fails on the way has changed no memory and can be repeated by another group.
 */

/** Named float32 vectors. They stand in checkpoints and travel between ranks. */
export type CodecState = Record<string, Float32Array>;

/** Where a tensor of the model lies in the flat gradient. */
export interface TensorLayout {
  name: string;
  shape: readonly number[];
  /** Position of its first element. */
  from: number;
}

export interface CodecOptions {
  /** In order; together they cover the gradient without gap. */
  tensors: readonly TensorLayout[];
  /** n, length of the gradient. */
  size: number;
  /** K, number of shards. */
  shards: number;
  /** Of everything random; the same on all ranks. */
  seed: number;
}

export interface Round {
  /** Update that this is for. */
  step: number;
  /** 0 … rounds − 1 */
  round: number;
  /** How many rounds this step has; default 1. A power budget is for the step, so each round gets its part. */
  rounds?: number;
}

/** A piece of the payload that stands for one tensor. The power of a channel is shared among the segments. */
export interface Segment {
  /** Of the tensor. */
  name: string;
  from: number;
  to: number;
  /** Whether it is the tensor's gradient as it is. */
  raw: boolean;
}

/** The mean payload as it arrived, and what the channel did to each of its segments. */
export interface Received {
  payload: Float32Array;
  /** Standard deviation of the noise on an element, by segment; 0 = none. */
  noiseStd: Float64Array;
}

/** What one shard brings to a step. */
export interface ShardInput {
  /** float32 [n]; not modified */
  gradient: Float32Array;
  memory: CodecState;
}

export interface Codec {
  readonly name: string;
  /** Whether payloads are linear in gradient and memory, and the mean gradient in the mean payload: averaging commutes. */
  readonly linear: boolean;
  /** Whether payload and gradient are the same vector, so that nothing need be copied. */
  readonly identity: boolean;
  /** At most so many: the step ends before a round whose layout is empty. */
  readonly rounds: number;
  /** Segments of a round's payload, in order and without gap; a function of step and round alone. */
  layout(at: Round): readonly Segment[];
  /** Memory of one shard, e.g. its residual. Without entries, nothing is lost when its host dies. */
  createMemory(): CodecState;
  /** What all ranks hold alike, e.g. the factors of the previous step. */
  createShared(): CodecState;
  /** @param payload float32 [length of the layout], overwritten; may be `gradient` itself if `identity` */
  encode(at: Round, shard: ShardInput, shared: CodecState, payload: Float32Array): void;
  /**
   * Update a shard's memory in place with what it has sent.
   *
   * @param payloads of this shard, one per round
   * @returns squared L2 norm of the new residual; 0 if the codec has none
   */
  remember(step: number, shard: ShardInput, shared: CodecState, payloads: readonly Float32Array[]): number;
  /**
   * Take in the mean of a round. Only that of the last round changes `shared`, in place: a step can be repeated until then.
   *
   * @param gradient float32 [n]; holds the mean gradient after the last round
   */
  decode(at: Round, received: Received, shared: CodecState, gradient: Float32Array): void;
}
