/** One codec on one shard's gradient, through the worker's exchange in one process: times, bytes, memory. */
import { codecConfig, type CodecConfig } from "@plateau/proto";
import {
  createCodec,
  tensorLayouts,
  type Codec,
  type CodecState,
} from "@plateau/worker/exchange/codecs/index.ts";
import { CompressedExchange } from "@plateau/worker/exchange/compressed.ts";
import type { PayloadCall, PayloadExchange, PayloadResult } from "@plateau/worker/exchange/exchange.ts";
import { addGaussian } from "@plateau/worker/exchange/gaussian.ts";
import { sharedVector } from "@plateau/worker/exchange/shared-vector.ts";
import { createExchangeState } from "@plateau/worker/exchange/state.ts";
import type { Model } from "@plateau/worker/models/model.ts";

export const codecConfigs = {
  none: codecConfig.parse({ name: "none" }),
  laser: codecConfig.parse({ name: "laser", matrixRank: 4 }),
  powersgd: codecConfig.parse({ name: "powersgd", matrixRank: 4 }),
  "random-k": codecConfig.parse({ name: "random-k" }),
  sketch: codecConfig.parse({ name: "sketch" }),
  signum: codecConfig.parse({ name: "signum" }),
  "a-dsgd": codecConfig.parse({ name: "a-dsgd" }),
} as const satisfies Record<string, CodecConfig>;

export interface CodecNumbers {
  /** Encoding one shard's gradient and the norms of its segments, ms a step. */
  encodeMs: number;
  /** Checking the mean, keeping what was left, decoding; ms a step. */
  decodeMs: number;
  /** Of the payload and the norms that go with it, mean of two steps. */
  payloadBytes: number;
  /** Bytes of the gradient over that. */
  compression: number;
  /** Memory of a codec's state: for every hosted shard, and for the rank. */
  shardBytes: number;
  sharedBytes: number;
}

export type CodecName = keyof typeof codecConfigs;
export const codecNames = Object.keys(codecConfigs) as CodecName[];

/** A gradient that any codec meets with full work: independent normal numbers. */
export function randomGradient(length: number): Float32Array {
  const gradient = sharedVector(length);
  addGaussian(gradient, { from: 0, to: length }, { key: 1, position: 0, std: 0.01 });
  return gradient;
}

/** The mean of a single shard's payloads is the payload: nothing but the codec takes time. */
const alone: PayloadExchange = {
  membership: { version: 1, rank: 0, ranks: [0], worldSize: 1, shards: [0] },
  reducePayloads({ payloads, segments, losses, mean }: PayloadCall): Promise<PayloadResult> {
    mean.set(payloads[0]!);
    const noiseStd = new Float64Array(segments.length);
    return Promise.resolve({ losses, noiseStd, sentBytes: 0, receivedBytes: 0, wireMs: 0, waitMs: 0 });
  },
  gather: (_label, value) => Promise.resolve([value]),
};

export class MeasuredCodec {
  readonly #codec: Codec;
  readonly #exchange: CompressedExchange;
  readonly #gradient: Float32Array;
  readonly #mean: Float32Array;
  readonly #encodeMs: number[] = [];
  readonly #decodeMs: number[] = [];
  #payloadBytes: number[] = [];
  #step = 0;

  /** @throws ExchangeError E_CODEC_CONFIG if the model is too large for the codec */
  constructor(
    name: CodecName,
    model: Model,
    { gradient, mean }: { gradient: Float32Array; mean: Float32Array },
  ) {
    const tensors = tensorLayouts(model.parameters);
    this.#codec = createCodec(codecConfigs[name], { tensors, size: model.size, shards: 1, seed: 0 });
    const state = createExchangeState(this.#codec, [0]);
    this.#exchange = new CompressedExchange({ codec: this.#codec, exchange: alone, state });
    this.#gradient = gradient;
    this.#mean = mean;
  }

  async run(steps: number, counted = true): Promise<void> {
    for (let i = 0; i < steps; i++) {
      const contributions = [{ loss: 0, gradient: this.#gradient }];
      const numbers = await this.#exchange.reduce(this.#step++, contributions, this.#mean);
      this.#payloadBytes = [...this.#payloadBytes.slice(-1), numbers.payloadBytes];
      if (!counted) continue;
      this.#encodeMs.push(numbers.encodeMs);
      this.#decodeMs.push(numbers.decodeMs);
    }
  }

  numbers(): CodecNumbers {
    const payloadBytes =
      this.#payloadBytes.reduce((sum, bytes) => sum + bytes, 0) / this.#payloadBytes.length;
    return {
      encodeMs: median(this.#encodeMs),
      decodeMs: median(this.#decodeMs),
      payloadBytes,
      compression: (4 * this.#gradient.length) / payloadBytes,
      shardBytes: bytesOf(this.#codec.createMemory()),
      sharedBytes: bytesOf(this.#codec.createShared()),
    };
  }
}

function bytesOf(state: CodecState): number {
  return Object.values(state).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
