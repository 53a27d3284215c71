/**
 * Rank: one rank of a run, made of the training thread's own pieces and measured from outside. Other ranks are not there: the exchange
 * encodes, sums and decodes the shards that this one hosts, and nothing travels.
 */
import type { RunConfig } from "@plateau/proto";
import type { DataSource } from "../data/source.ts";
import type { GradientProgram, Span } from "../engine/engine.ts";
import { createChannel } from "../exchange/channels/index.ts";
import { createCodec, tensorLayouts } from "../exchange/codecs/index.ts";
import { CompressedExchange } from "../exchange/compressed.ts";
import { LocalExchange } from "../exchange/local.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { dropoutSeedOf } from "../train/dropout-keys.ts";
import { ShardGradients } from "../train/shard-gradients.ts";
import { loadStart } from "../train/start.ts";
import { sharedVector } from "../train/state.ts";
import { trainStep } from "../train/train-step.ts";
import { ProfileError } from "./errors.ts";
import type { MeasuredStep } from "./measurement.ts";

/** Shards of the rank that hosts most. */
export function hostedShards({ batch, workers }: Pick<RunConfig, "batch" | "workers">): number {
  return Math.ceil(batch.shards / Math.min(workers.count, batch.shards));
}

export interface RankParts {
  config: RunConfig;
  model: Model;
  optimizer: Optimizer;
  gradients: GradientProgram;
  data: Pick<DataSource, "fill">;
}

/** @returns runs the next step and says what it took */
export async function openRank({
  config,
  model,
  optimizer,
  gradients,
  data,
}: RankParts): Promise<() => Promise<MeasuredStep>> {
  const { batch, exchange: how } = config;
  const codec = createCodec(how.codec, {
    tensors: tensorLayouts(model.parameters),
    size: model.size,
    shards: batch.shards,
    seed: how.seed,
  });
  const channel = createChannel(how.channel, { shards: batch.shards, seed: how.seed });
  const local = new LocalExchange({ shards: hostedShards(config), channel });
  const { shards } = local.membership;
  const state = await loadStart(
    { from: "seed" },
    { config, model, optimizer, codec, shards, dataIdentity: "" },
  );
  const reads = new Stopwatch();
  const calls = new Stopwatch();
  const parts = {
    shardGradients: new ShardGradients({
      batch,
      data: { fill: (...given) => reads.time(() => data.fill(...given)) },
      program: { run: (...given) => calls.time(() => gradients.run(...given)) },
      size: model.size,
      dropoutSeed: dropoutSeedOf(config),
    }),
    exchange: new CompressedExchange({ codec, exchange: local, state: state.exchange }),
    onNotFinite: how.onNotFinite,
    optimizer,
    optimizerConfig: config.optimizer,
    schedule: config.schedule,
    mean: sharedVector(model.size),
  };
  return async () => {
    const fromMs = performance.now();
    const numbers = await trainStep(state, parts);
    if ("skipped" in numbers) {
      throw new ProfileError(
        "E_PROFILE",
        `Step ${state.step} applied nothing, so its time says nothing: ${numbers.skipped}`,
      );
    }
    const { stepMs, phaseMs } = numbers;
    const toMs = fromMs + stepMs;
    const called = calls.take();
    return {
      span: { fromMs, toMs },
      reads: reads.take(),
      calls: called,
      inside: undefined,
      exchange: {
        // The step's own clock was started a moment later.
        fromMs: Math.max(fromMs + phaseMs.compute, called.at(-1)!.toMs),
        toMs: toMs - phaseMs.update,
      },
      update: { fromMs: toMs - phaseMs.update, toMs },
    };
  };
}

class Stopwatch {
  #spans: Span[] = [];

  async time<T>(run: () => Promise<T>): Promise<T> {
    const fromMs = performance.now();
    try {
      return await run();
    } finally {
      this.#spans.push({ fromMs, toMs: performance.now() });
    }
  }

  /** Of what has been timed since the last time that somebody asked. */
  take(): Span[] {
    const spans = this.#spans;
    this.#spans = [];
    return spans;
  }
}
