/**
 * How well the gradient itself arrives, apart from what an optimizer makes of it: along one training run without noise, every method at
 * every power codes the same gradients, and what has arrived is added up, as has what was sent. The cosine of the two sums is what
 * counts for training by small steps; error feedback may deliver late what it delivers.
 */
import { openEngine } from "@plateau/worker/engine/index.ts";
import type { OptimizerConfig } from "@plateau/proto";
import { initialize } from "@plateau/worker/models/index.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";
import { ShardGradients } from "@plateau/worker/train/shard-gradients.ts";
import { sharedVector } from "@plateau/worker/train/state.ts";
import type { MethodName } from "./methods.ts";
import type { Task } from "./tasks.ts";
import { openExchange } from "./train-once.ts";

export interface Arrival {
  method: MethodName;
  power: number;
  /** Of the sums of all gradients, as they arrived and as they were. */
  cosine: number;
  /** Mean over the steps of the signal-to-noise ratio of the payload, dB. */
  snrDb: number;
  /** Norm of what waits in the residuals over that of the shards' gradients, in the last step; 0 without residuals. */
  waiting: number;
}

const seed = 1;

class Listener {
  readonly method: MethodName;
  readonly power: number;
  readonly #exchange: ReturnType<typeof openExchange>["exchange"];
  readonly #mean: Float32Array;
  readonly sum: Float64Array;
  snrDb = 0;
  waiting = 0;

  constructor(task: Task, method: MethodName, power: number) {
    this.method = method;
    this.power = power;
    this.#exchange = openExchange(task, { method, power, seed }).exchange;
    this.#mean = sharedVector(task.model.size);
    this.sum = new Float64Array(task.model.size);
  }

  async hear(step: number, contributions: { loss: number; gradient: Float32Array }[]): Promise<Float32Array> {
    const { snrDb = 0, residualNorm = 0 } = await this.#exchange.reduce(step, contributions, this.#mean);
    for (let i = 0; i < this.sum.length; i++) this.sum[i] = this.sum[i]! + this.#mean[i]!;
    this.snrDb += snrDb;
    const gradients = contributions.map(({ gradient }) => dot(gradient, gradient));
    this.waiting = residualNorm / Math.sqrt(gradients.reduce((sum, each) => sum + each, 0));
    return this.#mean;
  }
}

export async function measureArrival(
  task: Task,
  { powers, steps, learningRate }: { powers: readonly number[]; steps: number; learningRate: number },
): Promise<Arrival[]> {
  const { model, batch, warmupSteps } = task;
  const engine = await openEngine("onnxruntime", { threads: 1 });
  const program = await engine.gradients(model, { batch: batch.microbatch, time: batch.sequenceLength });
  const data = await task.open(seed);
  const shardGradients = new ShardGradients({ batch, data, program, size: model.size });
  const optimizer = createOptimizer({ ...task.optimizer, learningRate } as OptimizerConfig, model.parameters);
  const parameters = initialize(model, seed, sharedVector(model.size));
  const slots = optimizer.slots.map(() => sharedVector(model.size));
  const shards = Array.from({ length: batch.shards }, (_, shard) => shard);
  const truth = new Listener(task, "z-sgd", Infinity);
  const listeners = task.methods.flatMap((method) =>
    powers.map((power) => new Listener(task, method, power)),
  );
  for (let step = 0; step < steps; step++) {
    const contributions = await shardGradients.compute(step, shards, parameters);
    const mean = await truth.hear(step, contributions);
    for (const listener of listeners) await listener.hear(step, contributions);
    const rate = learningRate * Math.min(1, (step + 1) / warmupSteps);
    optimizer.update(parameters, mean, slots, { step, learningRate: rate, gradientScale: 1 });
  }
  await engine.close();
  await data.close();
  return listeners.map(({ method, power, sum, snrDb, waiting }) => ({
    method,
    power,
    cosine: dot(sum, truth.sum) / Math.sqrt(dot(sum, sum) * dot(truth.sum, truth.sum)),
    snrDb: snrDb / steps,
    waiting,
  }));
}

type Numbers = Float32Array | Float64Array;

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
