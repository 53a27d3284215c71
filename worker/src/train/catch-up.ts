/** A rank's training state as it travels to one that catches up: a head in JSON and the vectors, in an order that the head names. */
import { checkpointRef, evaluationResult } from "@plateau/proto";
import { z } from "zod";
import { createAverages } from "../averaging/averages.ts";
import type { SentState } from "../exchange/mesh/transfer.ts";
import type { Codec } from "../exchange/codecs/codec.ts";
import {
  createExchangeState,
  restoreExchangeState,
  sharedVectors,
  type ExchangeState,
} from "../exchange/state.ts";
import { TrainError } from "./errors.ts";
import type { StartParts } from "./start.ts";
import type { TrainingState } from "./state.ts";

const names = z.array(z.string());
const headSchema = z.strictObject({
  step: z.int().nonnegative(),
  smoothedLoss: z.number().nullable(),
  evaluations: z.array(evaluationResult),
  forkedFrom: checkpointRef.nullable(),
  /** After the parameters come these. */
  slots: names,
  averages: names,
  counters: z.record(z.string(), z.number()),
  /** Codec state that all ranks share. */
  shared: names,
  extra: names,
});

/** The state as it is, not a copy: it must not change until it has been sent. */
export function packState(state: TrainingState, slots: readonly string[]): SentState {
  const averages = state.averages.state();
  const shared = sharedVectors(state.exchange);
  const head: z.infer<typeof headSchema> = {
    step: state.step,
    smoothedLoss: state.smoothedLoss,
    evaluations: state.evaluations,
    forkedFrom: state.forkedFrom ?? null,
    slots: [...slots],
    averages: Object.keys(averages.vectors),
    counters: averages.counters,
    shared: Object.keys(shared),
    extra: Object.keys(state.extra),
  };
  const vectors = [
    state.parameters,
    ...state.slots,
    ...Object.values(averages.vectors),
    ...Object.values(shared),
    ...Object.values(state.extra),
  ];
  return { head: JSON.stringify(head), vectors };
}

/** The state for other hosted shards: memory that is held stays, the rest is that of the beginning. */
export function withShards(codec: Codec, shards: readonly number[], state: ExchangeState): ExchangeState {
  const fresh = createExchangeState(codec, shards).memory;
  return {
    shared: state.shared,
    memory: new Map(shards.map((shard) => [shard, state.memory.get(shard) ?? fresh.get(shard)!])),
  };
}

/** @throws TrainError E_START if the state is not one of this run */
export function unpackState(sent: SentState, parts: StartParts): TrainingState {
  const { config, model, optimizer, codec, shards } = parts;
  const head = headSchema.parse(JSON.parse(sent.head));
  const rest = [...sent.vectors];
  const take = (name: string, length?: number): Float32Array => {
    const vector = rest.shift();
    if (vector && (length === undefined || vector.length === length)) return vector;
    throw new TrainError(
      "E_START",
      `The state that a peer sent has ${vector?.length ?? "no"} numbers for "${name}" where this run has ${length}: the ranks do not run the same config.`,
    );
  };
  const takeAll = (list: readonly string[]): Record<string, Float32Array> =>
    Object.fromEntries(list.map((name) => [name, take(name)]));
  const parameters = take("parameters", model.size);
  const slots = optimizer.slots.map((slot) => take(slot, model.size));
  const averages = createAverages(config.averaging, model.size, config.schedule.warmupSteps, head.step);
  averages.restore({ vectors: takeAll(head.averages), counters: head.counters });
  // Memory of shards travels by checkpoints only: this is for codecs that have none.
  const exchange = withShards(codec, shards, restoreExchangeState(codec, [], takeAll(head.shared)));
  return {
    step: head.step,
    parameters,
    slots,
    averages,
    smoothedLoss: head.smoothedLoss,
    evaluations: head.evaluations,
    exchange,
    extra: takeAll(head.extra),
    forkedFrom: head.forkedFrom ?? undefined,
  };
}
