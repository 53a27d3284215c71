/**
 * One method over all powers of a task, in a process of its own: chooses a learning rate for each power with two seeds, then measures
 * with others. From the highest power down, because the best rate at one power is a good guess for the next.
 *
 *   node sweep.ts TASK METHOD     started with an IPC channel, on which it sends a `Cell` for each power
 */
import { openEngine } from "@plateau/worker/engine/index.ts";
import type { Cell } from "./cells.ts";
import { bestLearningRate } from "./learning-rate.ts";
import type { MethodName } from "./methods.ts";
import { powersOf, tasks, tuningSeeds, type TaskName } from "./tasks.ts";
import { compile, trainOnce } from "./train-once.ts";

const [taskName, method] = process.argv.slice(2) as [TaskName, MethodName];
const task = tasks[taskName]();
const engine = await openEngine("onnxruntime", { threads: 1 });
const programs = await compile(engine, task);
let guess = task.firstRate[method] ?? task.firstRate.other;
for (const power of powersOf(task, method).toReversed()) {
  const begun = performance.now();
  const run = (learningRate: number, seed: number): Promise<number> =>
    trainOnce(task, programs, { method, power, learningRate, seed });
  const { learningRate, runs } = await bestLearningRate(guess, tuningSeeds, run);
  const scores: number[] = [];
  for (const seed of task.seeds) scores.push(await run(learningRate, seed));
  const seconds = (performance.now() - begun) / 1000;
  const cell: Cell = { task: taskName, method, power, learningRate, tuningRuns: runs, scores, seconds };
  // Infinity becomes null in JSON.
  process.send!({ ...cell, power: String(power) });
  guess = learningRate;
}
await engine.close();
process.disconnect?.();
