/**
 * Memory: how much a rank will need, told before it starts, instead of being killed in the middle.
 *
 * What a program takes is estimated from its graph (engine/record/liveness.ts); the rest are vectors as long as the parameters.
 */
import { totalmem } from "node:os";
import type { RunConfig } from "@plateau/proto";
import type { ProgramMemory } from "../engine/engine.ts";
import { TrainError } from "./errors.ts";

/** Node, its threads, TensorFlow.js and an engine's library, before there is a model. */
export const processBytes = 250e6;

export interface MemoryNeed {
  process: number;
  /** Parameters, optimizer state, averages and the copy of them that is written as a checkpoint. */
  state: number;
  /** Gradients, their mean and what the exchange keeps. */
  gradients: number;
  /** Intermediate values of the programs; undefined if they lie elsewhere, as on a GPU. */
  work: number | undefined;
}

export interface NeedParts {
  config: Pick<RunConfig, "batch" | "workers" | "averaging" | "exchange">;
  /** Numbers in the parameter vector. */
  size: number;
  /** Vectors of the optimizer. */
  slots: number;
  gradients: ProgramMemory;
  evaluation: ProgramMemory;
}

/** Codecs that keep nothing between steps. */
const forgetful = new Set(["none", "sketch"]);

/** Vectors as long as the parameters that hold gradients: of the shards hosted here, a microbatch, their mean, one on its way. */
function gradientVectors({ batch, workers, exchange }: NeedParts["config"]): number {
  const hosted = Math.ceil(batch.shards / Math.min(workers.count, batch.shards));
  const isCut = batch.sequences / batch.shards > batch.microbatch;
  const residuals = forgetful.has(exchange.codec.name) ? 0 : hosted;
  return hosted + residuals + (isCut ? 1 : 0) + (workers.count > 1 ? 2 : 1);
}

export function memoryNeed({ config, size, slots, gradients, evaluation }: NeedParts): MemoryNeed {
  const { ema, swa } = config.averaging;
  const averages = (ema ? 1 : 0) + (swa ? 1 + swa.keepWindows : 0);
  return {
    process: processBytes,
    state: 4 * size * 2 * (1 + slots + averages),
    gradients: 4 * size * gradientVectors(config),
    work: gradients.workBytes === undefined ? undefined : gradients.workBytes + (evaluation.workBytes ?? 0),
  };
}

export function totalOf({ process: base, state, gradients, work = 0 }: MemoryNeed): number {
  return base + state + gradients + work;
}

export interface MemoryRoom {
  /** What this process may use, and by whose word. */
  limit: number;
  limitedBy: "container" | "machine";
  /** Of it, free now. */
  free: number;
}

export function memoryRoom(): MemoryRoom {
  // 0, or more than there is, where nothing limits the process.
  const constrained = process.constrainedMemory();
  const isLimited = constrained > 0 && constrained < totalmem();
  return {
    limit: isLimited ? constrained : totalmem(),
    limitedBy: isLimited ? "container" : "machine",
    free: process.availableMemory(),
  };
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(bytes < 1e8 ? 2 : 1);

/** What would help, the most helpful first. */
function remedies({ batch, engine }: Pick<RunConfig, "batch" | "engine">, { work }: MemoryNeed): string {
  const ways = [
    ...(work !== undefined && batch.microbatch > 1
      ? [`lower batch.microbatch (now ${batch.microbatch})`]
      : []),
    ...(work !== undefined && !engine.recompute ? ["set engine.recompute"] : []),
  ];
  return [...ways, `${ways.length > 0 ? "or " : ""}give the pod more memory`].join(", ");
}

function told(need: MemoryNeed): string {
  const parts = [
    ...(need.work === undefined ? [] : [`${gigabytes(need.work)} for what a step computes in between`]),
    `${gigabytes(need.state)} for parameters, optimizer and their checkpoint`,
    `${gigabytes(need.gradients)} for gradients`,
  ];
  return `about ${gigabytes(totalOf(need))} GB (${parts.join(", ")})`;
}

/**
 * Refuse what cannot fit.
 *
 * @returns a warning, if it fits into the limit but not into what is free now
 * @throws TrainError E_MEMORY naming the need, the limit and what to change
 */
export function checkMemory(
  need: MemoryNeed,
  { limit, limitedBy, free }: MemoryRoom,
  config: Pick<RunConfig, "batch" | "engine">,
): string | undefined {
  const total = totalOf(need);
  const way = remedies(config, need);
  if (total > limit) {
    throw new TrainError(
      "E_MEMORY",
      `A rank of this run needs ${told(need)} of the ${gigabytes(limit)} GB that the ${limitedBy} allows: ${way}.`,
    );
  }
  // Of what is free now, this process has its own part already.
  if (total - need.process <= free) return undefined;
  return `this rank needs ${told(need)}, but only ${gigabytes(free)} GB are free now; if it is killed: ${way}`;
}
