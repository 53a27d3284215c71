/**
 * Step benchmark: whole training steps (forward, backward, AdamW) of sizes S and M on the default engine, and on pjrt where its plugin
 * for CPUs is installed, against PyTorch eager and torch.compile, in turns within one run, with 2 threads and with 1.
 *
 *   npm run bench:step            all
 *   npm run bench:step -- S       one size
 *
 * Every program starts from the same parameters and tokens; their first losses must agree, or the run fails.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { cacheFolder, findInstalled, recipes } from "@plateau/worker/engine/install/index.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import { Measured, type End, type Ready } from "./protocol.ts";
import { adamw, flopsPerStep, sizes, tokensOf, type SizeName } from "./sizes.ts";
import { torchPython } from "./torch-environment.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "cache");
const results = join(root, "results");
const seed = 1;
/** Steps over which the engine's memory must stay flat, after as many as a fifth of them. */
const longRun = 1000;

interface Measurement extends Ready, End {
  ms: number;
  gflops: number;
}

interface Comparison {
  ms: number;
  gflops: number;
  rssMb: number;
  overTorchEager: number | null;
  overTorchCompile: number | null;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Writes what all programs start from. */
function writeSpec(name: SizeName): { values: string; spec: string } {
  const size = sizes[name];
  const model = createModel(size.model);
  const values = join(cache, `step-${name}.f32`);
  const spec = join(cache, `step-${name}.json`);
  const parameters = initialize(model, seed);
  writeFileSync(values, new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength));
  const { inputs, targets } = tokensOf(size);
  const content = {
    ...size,
    adamw,
    values,
    parameters: model.parameters.map((parameter) => ({ name: parameter.name, shape: parameter.shape })),
    inputs: [...inputs],
    targets: [...targets],
  };
  writeFileSync(spec, JSON.stringify(content));
  return { values, spec };
}

function start(program: string, name: SizeName, threads: number): Measured {
  const { values, spec } = writeSpec(name);
  if (engines.includes(program)) {
    const file = join(import.meta.dirname, "plateau-step.ts");
    const args = [file, name, program, String(threads), values];
    return new Measured(process.execPath, program === "pjrt" ? [...args, plugin!.library] : args);
  }
  const mode = program === "torchEager" ? "eager" : "compile";
  return new Measured(python!, [join(import.meta.dirname, "torch_step.py"), mode, String(threads), spec], {
    OMP_NUM_THREADS: String(threads),
    TORCHINDUCTOR_CACHE_DIR: join(cache, "inductor"),
  });
}

/** All programs of one size and number of threads, in turns. */
async function measure(name: SizeName, threads: number): Promise<Map<string, Measurement>> {
  const size = sizes[name];
  const running = new Map<string, { measured: Measured; ready: Ready; ms: number[] }>();
  for (const program of programsOf(threads)) {
    const measured = start(program, name, threads);
    running.set(program, { measured, ready: await measured.ready(), ms: [] });
  }
  for (let turn = 0; turn < size.turns; turn++) {
    for (const { measured, ms } of running.values()) ms.push(...(await measured.run(size.stepsPerTurn)).ms);
  }
  const measurements = new Map<string, Measurement>();
  for (const [program, { measured, ready, ms }] of running) {
    const middle = median(ms);
    measurements.set(program, {
      ...ready,
      ...(await measured.end()),
      ms: middle,
      gflops: flopsPerStep(size) / middle / 1e6,
    });
  }
  checkLosses(name, measurements);
  return measurements;
}

/** Same model, same data: the third loss has been through two updates, in which float32 sums differ in order. */
function checkLosses(name: string, measurements: Map<string, Measurement>): void {
  const [first, ...others] = [...measurements.values()];
  for (const { losses, description } of others) {
    losses.forEach((loss, step) => {
      const expected = first!.losses[step]!;
      if (Math.abs(loss - expected) > 2e-3) {
        throw new Error(
          `${description} on ${name}: loss of step ${step} is ${loss}, Plateau's is ${expected}.`,
        );
      }
    });
  }
}

function compare(engine: string, measurements: Map<string, Measurement>): Comparison {
  const ours = measurements.get(engine)!;
  const over = (program: string): number | null => {
    const other = measurements.get(program);
    return other === undefined ? null : round(ours.ms / other.ms, 3);
  };
  return {
    ms: round(ours.ms, 1),
    gflops: round(ours.gflops, 1),
    rssMb: Math.round(ours.peakRssMb),
    overTorchEager: over("torchEager"),
    overTorchCompile: over("torchCompile"),
  };
}

function print(name: string, threads: number, measurements: Map<string, Measurement>): void {
  console.log(`\n${name}, ${threads} ${threads === 1 ? "thread" : "threads"}`);
  for (const { description, ms, gflops, peakRssMb, estimatedMb, compileMs } of measurements.values()) {
    const columns = [
      description.padEnd(68),
      `${ms.toFixed(1).padStart(8)} ms`,
      `${gflops.toFixed(1).padStart(7)} GFLOP/s`,
      `${peakRssMb.toFixed(0).padStart(6)} MB${estimatedMb === undefined ? "" : ` (estimated ${estimatedMb.toFixed(0)})`}`,
      `compiled in ${compileMs.toFixed(0)} ms`,
    ];
    console.log(`  ${columns.join("  ")}`);
  }
}

/** Growth of the resident memory between a fifth and the end of many steps, MB. */
async function memoryGrowth(): Promise<number> {
  const measured = start("onnxruntime", "S", 2);
  await measured.ready();
  const early = (await measured.run(longRun / 5)).rssMb;
  const late = (await measured.run(longRun - longRun / 5)).rssMb;
  await measured.end();
  return late - early;
}

mkdirSync(cache, { recursive: true });
mkdirSync(results, { recursive: true });
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(sizes, name));
if (unknown.length > 0) {
  console.error(`Unknown size ${unknown.join(", ")}. There are: ${Object.keys(sizes).join(", ")}.`);
  process.exit(2);
}
const torch = torchPython(cache);
const python = "python" in torch ? torch.python : undefined;
if ("missing" in torch) console.log(`No comparison with PyTorch: ${torch.missing}.`);
const plugin = await findInstalled(recipes["pjrt-cpu"], cacheFolder(process.env));
if (plugin === undefined) console.log("Without the engine pjrt: plateau engines install pjrt-cpu");
const engines = ["onnxruntime", ...(plugin === undefined ? [] : ["pjrt"])];
const programs = [...engines, ...(python === undefined ? [] : ["torchEager", "torchCompile"])];

/** XLA's client for CPUs takes all cores, whatever it is told. */
const programsOf = (threads: number): string[] =>
  programs.filter((program) => threads > 1 || program !== "pjrt");

const byEngine = Object.fromEntries(engines.map((engine) => [engine, {} as Record<string, unknown>]));
const raw: Record<string, unknown> = {};
for (const name of (asked.length > 0 ? asked : Object.keys(sizes)) as SizeName[]) {
  const two = await measure(name, 2);
  print(name, 2, two);
  const one = await measure(name, 1);
  print(name, 1, one);
  for (const engine of engines) {
    byEngine[engine]![name] = {
      ...compare(engine, two),
      compileMs: Math.round(two.get(engine)!.compileMs),
      ...(one.has(engine) ? { oneThread: compare(engine, one) } : {}),
    };
  }
  raw[name] = { twoThreads: Object.fromEntries(two), oneThread: Object.fromEntries(one) };
}
const growth = await memoryGrowth();
console.log(
  `\nMemory of S over ${longRun} steps grew by ${growth.toFixed(1)} MB after the first ${longRun / 5}.`,
);
const result = { ...byEngine, memoryGrowthMb: round(growth, 1) };
const machine = {
  processor: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  platform: process.platform,
};
writeFileSync(join(results, "step.json"), `${JSON.stringify({ machine, result, raw }, null, 2)}\n`);
console.log(`RESULT ${JSON.stringify(result)}`);
