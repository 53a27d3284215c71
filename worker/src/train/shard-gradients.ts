/**
 * Gradients of the shards hosted here. A shard's gradient is the mean over its microbatches, summed in order, so it is the same
 * whoever computes it.
 */
import type { BatchConfig } from "@plateau/proto";
import type { DataSource } from "../data/source.ts";
import type { GradientProgram, TokenBatch } from "../engine/engine.ts";
import { fillDropoutKeys } from "./dropout-keys.ts";
import { sharedVector } from "./state.ts";

export interface Contribution {
  /** Mean loss of the shard's samples, nats per token. */
  loss: number;
  /** float32 [n], the mean over the shard's samples. */
  gradient: Float32Array;
}

/** One that has brought NaN or infinity. */
export interface BadMicrobatch {
  /** Of the shard, counted from 0. */
  microbatch: number;
  /** Of the step. */
  samples: readonly number[];
  loss: number;
  gradient: Float32Array;
  tokens: TokenBatch;
}

export class ShardGradients {
  readonly #batch: BatchConfig;
  readonly #data: Pick<DataSource, "fill">;
  readonly #program: Pick<GradientProgram, "run">;
  readonly #tokens: TokenBatch;
  readonly #size: number;
  readonly #dropoutSeed: number | undefined;
  /** Gradient of a microbatch after the first. */
  #scratch: Float32Array | undefined;
  /** One per hosted shard; kept while the group lasts. */
  #gradients: Float32Array[] = [];

  constructor(options: {
    batch: BatchConfig;
    data: Pick<DataSource, "fill">;
    program: Pick<GradientProgram, "run">;
    size: number;
    /** Of a model that drops out. */
    dropoutSeed?: number | undefined;
  }) {
    this.#batch = options.batch;
    this.#data = options.data;
    this.#program = options.program;
    this.#size = options.size;
    this.#dropoutSeed = options.dropoutSeed;
    const positions = this.#batch.microbatch * this.#batch.sequenceLength;
    this.#tokens = {
      inputs: new Int32Array(new SharedArrayBuffer(4 * positions)),
      targets: new Int32Array(new SharedArrayBuffer(4 * positions)),
      ...(this.#dropoutSeed === undefined
        ? {}
        : { keys: new Int32Array(new SharedArrayBuffer(4 * 2 * this.#batch.microbatch)) }),
    };
  }

  /** @returns one contribution per shard, in the given order; their vectors are overwritten by the next call */
  async compute(step: number, shards: readonly number[], parameters: Float32Array): Promise<Contribution[]> {
    while (this.#gradients.length < shards.length) this.#gradients.push(sharedVector(this.#size));
    const contributions: Contribution[] = [];
    // Nobody changes the parameters while their gradient is computed.
    const unchanged = {};
    for (const [i, shard] of shards.entries()) {
      const gradient = this.#gradients[i]!;
      contributions.push({
        gradient,
        loss: await this.#shard(step, shard, { parameters, gradient, unchanged }),
      });
    }
    return contributions;
  }

  /** A shard computed again, up to its first microbatch whose loss or gradient is not finite. Its vectors are overwritten by the next call. */
  async firstNotFinite(
    step: number,
    shard: number,
    parameters: Float32Array,
  ): Promise<BadMicrobatch | undefined> {
    const gradient = (this.#scratch ??= sharedVector(this.#size));
    for (const [microbatch, samples] of this.#microbatches(shard).entries()) {
      await this.#fill(step, samples);
      const loss = await this.#program.run(parameters, this.#tokens, gradient);
      if (!Number.isFinite(loss) || !gradient.every(Number.isFinite))
        return { microbatch, samples, loss, gradient, tokens: this.#tokens };
    }
    return undefined;
  }

  async #shard(
    step: number,
    shard: number,
    {
      parameters,
      gradient,
      unchanged,
    }: { parameters: Float32Array; gradient: Float32Array; unchanged: object },
  ): Promise<number> {
    const microbatches = this.#microbatches(shard);
    const count = microbatches.length;
    let loss = 0;
    for (const [m, samples] of microbatches.entries()) {
      await this.#fill(step, samples);
      const target = m === 0 ? gradient : (this.#scratch ??= sharedVector(this.#size));
      loss += await this.#program.run(parameters, this.#tokens, target, unchanged);
      if (m > 0) addTo(gradient, target);
    }
    if (count > 1) scale(gradient, 1 / count);
    return loss / count;
  }

  async #fill(step: number, samples: readonly number[]): Promise<void> {
    const { keys } = this.#tokens;
    await this.#data.fill(step, samples, this.#tokens);
    if (keys !== undefined) fillDropoutKeys(keys, { seed: this.#dropoutSeed!, step, samples });
  }

  /** Samples of each, in order. */
  #microbatches(shard: number): number[][] {
    const { sequences, shards, microbatch } = this.#batch;
    const perShard = sequences / shards;
    return Array.from({ length: perShard / microbatch }, (_, m) =>
      Array.from({ length: microbatch }, (_, i) => shard * perShard + m * microbatch + i),
    );
  }
}

function addTo(sum: Float32Array, term: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + term[i]!;
}

function scale(vector: Float32Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * factor;
}
