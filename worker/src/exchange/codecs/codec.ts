/**
 * Codec: how a shard's gradient is turned into what travels, and back. A linear codec's payloads may be averaged on the way;
 * its memory (residual, warm start) belongs to the shard and travels in checkpoints.
 */
export interface Codec {
  readonly name: string;
  /** Whether decode(mean of payloads) equals the mean of decoded payloads. */
  readonly linear: boolean;
  /** Length of a payload, float32. */
  readonly payloadLength: number;
  /** Memory of one shard: named float32 vectors, for checkpoints. */
  createState(): Record<string, Float32Array>;
  /** @param payload float32 [payloadLength], overwritten; may be `gradient` itself where the codec changes nothing */
  encode(gradient: Float32Array, state: Record<string, Float32Array>, payload: Float32Array): void;
  /** @param gradient float32 [n], overwritten with the mean gradient */
  decode(meanPayload: Float32Array, gradient: Float32Array): void;
}

/** @param size n, length of the gradient */
export type CodecFactory = (size: number) => Codec;
