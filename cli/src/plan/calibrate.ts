/**
 * How long a step takes on this machine: the very programs that the workers run, a few times each, all ranks at once.
 *
 * Left out, and said so: the exchange between processes, reading data, checkpoints and evaluation.
 */
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import { chooseEngine, type EnginePlace } from "@plateau/worker/engine/choose.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import type { Engine, GradientProgram, TokenBatch } from "@plateau/worker/engine/engine.ts";
import type { StepRecipe } from "./study-plan.ts";

export interface Calibration {
  /** Median milliseconds of one optimizer step's gradients with all ranks computing at the same time. */
  stepMs: number;
  /** Measured steps behind the median. */
  measured: number;
}

/** Enough for a steady median on a busy machine; the first run of a program is never counted. */
const measurements = 5;
const longestMs = 3000;

/** @throws EngineError if the engine is not installed or refuses the model */
export async function calibrate(recipe: StepRecipe, place: EnginePlace): Promise<Calibration> {
  const { ranks, batch, engine } = recipe;
  const model = createModel(recipe.model, { recompute: engine.recompute });
  const parameters = initialize(model, 0, new Float32Array(new SharedArrayBuffer(4 * model.size)));
  const engines: Engine[] = [];
  try {
    const workers: Rank[] = [];
    for (let rank = 0; rank < ranks; rank++) {
      const chosen = await chooseEngine({ ...engine, rank }, place);
      const opened = await openEngine(chosen.name, chosen.options);
      engines.push(opened);
      const program = await opened.gradients(model, { batch: batch.microbatch, time: batch.sequenceLength });
      const gradient = new Float32Array(new SharedArrayBuffer(4 * model.size));
      workers.push({ program, gradient, tokens: someTokens(recipe) });
    }
    // A rank hosts at most so many shards, and works through their microbatches one after the other.
    const calls = Math.ceil(batch.shards / ranks) * (batch.sequences / batch.shards / batch.microbatch);
    await Promise.all(workers.map((worker) => runOnce(worker, parameters)));
    const times: number[] = [];
    const deadline = performance.now() + longestMs;
    while (times.length < measurements && (times.length < 2 || performance.now() < deadline)) {
      const start = performance.now();
      await Promise.all(workers.map((worker) => runOnce(worker, parameters)));
      times.push((performance.now() - start) * calls);
    }
    const sorted = times.toSorted((a, b) => a - b);
    return { stepMs: sorted[Math.floor(sorted.length / 2)] ?? NaN, measured: sorted.length };
  } finally {
    await Promise.all(engines.map((each) => each.close()));
  }
}

interface Rank {
  program: GradientProgram;
  gradient: Float32Array;
  tokens: TokenBatch;
}

function runOnce({ program, gradient, tokens }: Rank, parameters: Float32Array): Promise<number> {
  return program.run(parameters, tokens, gradient);
}

/** Neither ids nor keys of dropout change the time of dense programs; ids only have to be valid and not all alike. */
function someTokens({ model, batch }: StepRecipe): TokenBatch {
  const positions = batch.microbatch * batch.sequenceLength;
  const ids = (offset: number): Int32Array => {
    const array = new Int32Array(new SharedArrayBuffer(4 * positions));
    for (let i = 0; i < positions; i++) array[i] = (i * 31 + offset) % model.vocabulary;
    return array;
  };
  return { inputs: ids(0), targets: ids(31), keys: new Int32Array(2 * batch.microbatch) };
}
