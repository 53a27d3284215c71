/**
 * Measured process: whole steps (forward, backward, AdamW) on one of Plateau's engines.
 *
 *   node plateau-step.ts SIZE ENGINE THREADS PARAMETERS.f32
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { chooseEngine, enginePlace } from "@plateau/worker/engine/choose.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { createModel } from "@plateau/worker/models/index.ts";
import { processBytes } from "@plateau/worker/train/memory.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";
import type { Ready, Turn, End } from "./protocol.ts";
import { adamw, sizes, tokensOf, type SizeName } from "./sizes.ts";

const [sizeName, engineName, threads, parameterFile] = process.argv.slice(2) as [
  SizeName,
  string,
  string,
  string,
];
const size = sizes[sizeName];
const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));
const say = (message: Ready | Turn | End): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const wish = { name: engineName, threads: Number(threads), rank: 0 };
const { name, options } = await chooseEngine(wish, enginePlace(process.env));
const engine = await openEngine(name, options);
const started = performance.now();
const model = createModel(size.model);
const program = await engine.gradients(model, size);
const compileMs = performance.now() - started;

const parameters = shared(model.size);
const bytes = readFileSync(parameterFile);
new Uint8Array(parameters.buffer).set(bytes);
const gradient = shared(model.size);
const batch = tokensOf(size);

const optimizer = createOptimizer({ name: "adamw", ...adamw, gradientClip: 0 }, model.parameters);
const state = optimizer.slots.map(() => shared(model.size));
let step = 0;

async function trainStep(): Promise<number> {
  const loss = await program.run(parameters, batch, gradient);
  optimizer.update(parameters, gradient, state, { step, learningRate: adamw.learningRate, gradientScale: 1 });
  step++;
  return loss;
}

const losses = [await trainStep(), await trainStep(), await trainStep()];
say({ description: engine.description, compileMs, losses });

for await (const line of createInterface({ input: process.stdin })) {
  const [command, count] = line.split(" ");
  if (command === "end") break;
  const ms: number[] = [];
  for (let i = 0; i < Number(count); i++) {
    const begin = performance.now();
    await trainStep();
    ms.push(performance.now() - begin);
  }
  say({ ms, rssMb: process.memoryUsage().rss / 1e6 });
}
await engine.close();
const estimated =
  program.workBytes === undefined
    ? undefined
    : processBytes + 4 * model.size * (2 + state.length) + program.workBytes;
say({
  peakRssMb: process.resourceUsage().maxRSS / 1e3,
  ...(estimated === undefined ? {} : { estimatedMb: estimated / 1e6 }),
});
