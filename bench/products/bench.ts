/**
 * Products benchmark: matrix products of training steps and of generation by the native engine's code, onnxruntime and PyTorch, in turns
 * within one run; the fastest of many, since others may use the machine.
 *
 *   npm run bench -- products
 *
 * Every competitor's result is checked. Ends with `RESULT`: GFLOP/s and our rate over theirs.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "@plateau/worker/engine/install/index.ts";
import { loadAddon } from "@plateau/worker/engine/native-cpu/addon.ts";
import { pythonWith, torch } from "../step/python-environment.ts";
import { native, onnxruntime, pytorch, type Competitor } from "./competitors.ts";
import { shapes, type ProductShape } from "./shapes.ts";

const root = join(import.meta.dirname, "..");
const turns = 12;
/** Of each turn, about. */
const turnFlops = 4e9;

const round = (value: number): number => Number(value.toFixed(2));

/** GFLOP/s of the fastest repetition, by competitor. */
async function measure(
  competitors: readonly Competitor[],
  shape: ProductShape,
): Promise<Map<string, number>> {
  const flops = 2 * shape.rows * shape.depth * shape.columns;
  const repeats = Math.max(1, Math.min(200, Math.round(turnFlops / flops)));
  const fastest = new Map<string, number>();
  const running = [];
  for (const competitor of competitors)
    running.push({ name: competitor.name, prepared: await competitor.prepare(shape) });
  for (let turn = 0; turn < (flops > 5e10 ? 3 : turns); turn++)
    for (const { name, prepared } of running) {
      const ms = await prepared.run(repeats);
      fastest.set(name, Math.min(fastest.get(name) ?? Infinity, ...ms));
    }
  for (const { name, prepared } of running) {
    const expected = shape.depth / 8;
    if (Math.abs(prepared.element() - expected) > 1e-5 * expected)
      throw new Error(`${name} on ${shape.name}: an element is ${prepared.element()}, not ${expected}.`);
    await prepared.release();
  }
  return new Map([...fastest].map(([name, ms]) => [name, flops / ms / 1e6]));
}

const addon = await loadAddon(cacheFolder(process.env));
const environment = pythonWith(torch, join(root, "cache"));
if ("missing" in environment) console.log(`No comparison with PyTorch: ${environment.missing}.`);

const result: Record<string, Record<string, Record<string, number>>> = {};
for (const threads of [1, 2]) {
  const competitors = [native(addon, threads), onnxruntime(threads)];
  if ("python" in environment)
    competitors.push(pytorch(environment.python, join(import.meta.dirname, "torch_products.py"), threads));
  console.log(
    `\n${threads} ${threads === 1 ? "thread" : "threads"}, GFLOP/s: ${competitors.map(({ name }) => name).join(", ")}`,
  );
  const rows = (result[`threads${threads}`] = {} as Record<string, Record<string, number>>);
  for (const shape of shapes) {
    const [ours = NaN, ort = NaN, mm] = [...(await measure(competitors, shape)).values()];
    rows[shape.name] = {
      gflops: round(ours),
      overOnnxruntime: round(ours / ort),
      ...(mm === undefined ? {} : { overPytorch: round(ours / mm) }),
    };
    const numbers = [ours, ort, ...(mm === undefined ? [] : [mm])];
    console.log(`  ${shape.name.padEnd(22)}${numbers.map((rate) => rate.toFixed(1).padStart(9)).join("")}`);
  }
  for (const competitor of competitors) competitor.close();
}
const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
mkdirSync(join(root, "results"), { recursive: true });
writeFileSync(join(root, "results", "products.json"), `${JSON.stringify({ machine, result }, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
