/** A training step of a shard without its exchange: measured for a small model, by its FLOPs for a large one. */
import { forwardFlopsPerSequence } from "@plateau/scaling";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { initialize } from "@plateau/worker/models/index.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";
import { sharedVector } from "@plateau/worker/train/state.ts";
import type { Shape } from "./shapes.ts";
import { median } from "./measured-codec.ts";

export interface StepCost {
  ms: number;
  gflops: number;
}

/** FLOPs of forward and backward of a shard's batch. */
export function stepFlops({ model, batch }: Shape): number {
  const { config } = model;
  const shape = { ...config, gatedMlp: config.family === "llama" };
  return 3 * batch.sequences * forwardFlopsPerSequence(shape, batch.time);
}

/** Forward, backward and AdamW on the default engine with one thread, as the codecs have one. */
export async function measureStep(shape: Shape): Promise<StepCost> {
  const { model, batch } = shape;
  const engine = await openEngine("onnxruntime", { threads: 1 });
  const program = await engine.gradients(model, { batch: batch.sequences, time: batch.time });
  const optimizer = createOptimizer(
    {
      name: "adamw",
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 0.1,
      gradientClip: 1,
    },
    model.parameters,
  );
  const parameters = initialize(model, 1, sharedVector(model.size));
  const gradient = sharedVector(model.size);
  const slots = optimizer.slots.map(() => sharedVector(model.size));
  const tokens = Int32Array.from({ length: batch.sequences * batch.time }, (_, i) => (7 * i) % 251);
  const targets = tokens.map((token) => (5 * token + 7) % 251);
  const ms: number[] = [];
  for (let step = 0; step < 60; step++) {
    const begun = performance.now();
    await program.run(parameters, { inputs: tokens, targets }, gradient);
    optimizer.update(parameters, gradient, slots, { step, learningRate: 1e-3, gradientScale: 1 });
    if (step >= 10) ms.push(performance.now() - begun);
  }
  await engine.close();
  return { ms: median(ms), gflops: stepFlops(shape) / median(ms) / 1e6 };
}
