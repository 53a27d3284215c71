/** Gradients of awkward shapes and a group of ranks in one process, for the codecs' tests. */
import { normal } from "@plateau/scaling";
import fc from "fast-check";
import { noiseless } from "../channels/noiseless/noiseless.ts";
import type { Channel } from "../channels/channel.ts";
import { CompressedExchange } from "../compressed.ts";
import type { Membership, PayloadCall, PayloadExchange, PayloadResult, ReduceResult } from "../exchange.ts";
import { LocalExchange } from "../local.ts";
import { createExchangeState, type ExchangeState } from "../state.ts";
import type { Codec, CodecOptions, CodecState, TensorLayout } from "./codec.ts";
import { numelOf, tensorLayouts } from "./tensors.ts";

export type Kind = "random" | "zero" | "rank one" | "tiny" | "large" | "one shard zero";

export interface Problem {
  shapes: number[][];
  kind: Kind;
  shards: number;
  seed: number;
}

/** 1-D, tall, wide, square, 4-D (a matrix [dim0, rest]), single numbers; zero, rank-deficient, tiny and large gradients. */
export const problems: fc.Arbitrary<Problem> = fc.record({
  shapes: fc.array(
    fc.constantFrom([17], [1], [40, 3], [3, 40], [12, 12], [6, 2, 3, 3], [1, 9], [9, 1], [30, 20]),
    { minLength: 1, maxLength: 4 },
  ),
  kind: fc.constantFrom<Kind>("random", "zero", "rank one", "tiny", "large", "one shard zero"),
  shards: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

export const exampleProblem: Problem = {
  shapes: [[30, 20], [17], [6, 2, 3, 3], [3, 40]],
  kind: "random",
  shards: 3,
  seed: 7,
};

export function optionsOf({ shapes, shards, seed }: Problem): CodecOptions {
  const tensors = tensorLayouts(shapes.map((shape, i) => ({ name: `t${i}`, shape })));
  return { tensors, size: shapes.reduce((sum, shape) => sum + numelOf(shape), 0), shards, seed };
}

const scales: Record<Kind, number> = {
  random: 1,
  zero: 0,
  "rank one": 1,
  tiny: 1e-30,
  large: 1e12,
  "one shard zero": 1,
};

/** A shard's gradient in a step. */
export function gradientOf({ shapes, kind, seed }: Problem, step: number, shard: number): Float32Array {
  const { tensors, size } = optionsOf({ shapes, kind, seed, shards: 1 });
  const scale = kind === "one shard zero" && shard === 0 ? 0 : scales[kind];
  const key = seed + 1000 * step + shard;
  const gradient = new Float32Array(size);
  for (const { from, shape } of tensors) {
    const columns = numelOf(shape) / shape[0]!;
    for (let i = 0; i < numelOf(shape); i++) {
      const row = Math.floor(i / columns);
      const value =
        kind === "rank one"
          ? normal(key, from + row) * normal(seed + 5, from + (i % columns))
          : normal(key, from + i);
      gradient[from + i] = scale * value;
    }
  }
  return gradient;
}

export function gradientsOf(problem: Problem, step: number): Float32Array[] {
  return Array.from({ length: problem.shards }, (_, shard) => gradientOf(problem, step, shard));
}

/** The residuals of a shard's memory in the place of their tensors; zeros where nothing is remembered. */
export function residualOf(memory: CodecState, tensors: readonly TensorLayout[], size: number): Float32Array {
  const whole = memory["residual"];
  if (whole) return whole.slice();
  const residual = new Float32Array(size);
  for (const { name, from } of tensors) {
    const part = memory[`residual.${name}`];
    if (part) residual.set(part, from);
  }
  return residual;
}

/** A copy of everything that a step may change. */
export function copyState({ shared, memory }: ExchangeState): ExchangeState {
  const copy = (state: CodecState): CodecState =>
    Object.fromEntries(Object.entries(state).map(([name, vector]) => [name, Float32Array.from(vector)]));
  return {
    shared: copy(shared),
    memory: new Map([...memory].map(([shard, each]) => [shard, copy(each)])),
  };
}

/** Numbers of a state by name, to compare. */
export function bitsOf(state: ExchangeState): unknown {
  return JSON.stringify([state.shared, [...state.memory]], (_key, value: unknown) =>
    value instanceof Float32Array ? [...value] : value,
  );
}

export interface Outcome extends ReduceResult {
  mean: Float32Array;
}

/** One process that hosts all shards of a problem. */
export class Solo {
  readonly codec: Codec;
  readonly state: ExchangeState;
  readonly #problem: Problem;
  readonly #exchange: CompressedExchange;

  constructor(
    problem: Problem,
    create: (options: CodecOptions) => Codec,
    options: {
      state?: ExchangeState;
      channel?: Channel;
      wrap?: (inner: PayloadExchange) => PayloadExchange;
    } = {},
  ) {
    const { channel = noiseless, wrap = (inner) => inner } = options;
    this.#problem = problem;
    this.codec = create(optionsOf(problem));
    const inner = new LocalExchange({ shards: problem.shards, channel });
    this.state = options.state ?? createExchangeState(this.codec, inner.membership.shards);
    this.#exchange = new CompressedExchange({ codec: this.codec, exchange: wrap(inner), state: this.state });
  }

  async step(step: number, gradients = gradientsOf(this.#problem, step)): Promise<Outcome> {
    const mean = new Float32Array(optionsOf(this.#problem).size);
    const contributions = gradients.map((gradient, shard) => ({ loss: shard + step / 2, gradient }));
    return { ...(await this.#exchange.reduce(step, contributions, mean)), mean };
  }
}

/** Ranks of one group in one process: each calls for its own shards, and all get what one rank with all shards would get. */
export class SplitGroup {
  readonly #inner: LocalExchange;
  readonly #hosted: readonly (readonly number[])[];
  #waiting: { rank: number; call: PayloadCall; resolve: (result: PayloadResult) => void }[] = [];

  constructor(hosted: readonly (readonly number[])[], channel: Channel) {
    this.#hosted = hosted;
    this.#inner = new LocalExchange({ shards: hosted.flat().length, channel });
  }

  rank(rank: number): PayloadExchange {
    const membership: Membership = {
      version: 1,
      rank,
      ranks: this.#hosted.map((_, i) => i),
      worldSize: this.#hosted.length,
      shards: this.#hosted[rank]!,
    };
    return {
      membership,
      reducePayloads: (call) =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ rank, call, resolve });
          if (this.#waiting.length === this.#hosted.length) this.#meet().catch(reject);
        }),
      gather: () => Promise.reject(new Error("not needed")),
    };
  }

  async #meet(): Promise<void> {
    const calls = this.#waiting.splice(0).sort((a, b) => a.rank - b.rank);
    const joined = {
      ...calls[0]!.call,
      payloads: calls.flatMap(({ call }) => call.payloads),
      norms: calls.flatMap(({ call }) => call.norms),
      losses: calls.flatMap(({ call }) => call.losses),
    };
    const result = await this.#inner.reducePayloads(joined);
    for (const { call, resolve } of calls) {
      if (call.mean !== joined.mean) call.mean.set(joined.mean);
      resolve(result);
    }
  }
}
