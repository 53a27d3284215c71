/**
 * Step benchmark: whole training steps (forward, backward, AdamW) of sizes S, M and L on our engines, against PyTorch eager, torch.compile
 * and JAX, within one run.
 *
 *   npm run bench:step                                            everything that is installed, with 2 threads and 1 (L: 2)
 *   npm run bench:step -- --sizes S,M --engines onnxruntime --peers torchCompile --threads 2 --flat 0
 *   npm run bench:step -- --sizes S --flat 5000                   the memory over 5 000 steps of S
 *
 * Every program starts from the same parameters and tokens; their first losses must agree, or the run fails. What is not measured stays in
 * the result as it was, if it is of the same machine.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { measure, type Measurement } from "./measure.ts";
import { readOptions, UsageError, type Options } from "./options.ts";
import { Programs } from "./programs.ts";
import { sizes, type SizeName } from "./sizes.ts";

interface Comparison {
  ms: number;
  gflops: number;
  rssMb: number;
  overTorchEager: number | null;
  overTorchCompile: number | null;
  overJax: number | null;
}

type Result = Record<string, Record<string, object> | number>;

interface Results {
  machine: object;
  result: Result;
  raw: Record<string, object>;
}

const root = join(import.meta.dirname, "..");
const cache = join(root, "cache");
const file = join(root, "results", "step.json");
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

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
    overJax: over("jax"),
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
      `first step after ${compileMs.toFixed(0)} ms`,
    ];
    console.log(`  ${columns.join("  ")}`);
  }
}

/** Of one size, by number of threads; the first is the engine's own row, one thread stands within it. */
async function measureSize(
  programs: Programs,
  name: SizeName,
  asked: readonly number[],
): Promise<{ byEngine: Map<string, object>; raw: object }> {
  const threads = sizes[name].apart ? asked.slice(0, 1) : asked;
  const all = new Map<number, Map<string, Measurement>>();
  for (const count of threads) {
    const measured = await measure(programs, name, count);
    print(name, count, measured);
    all.set(count, measured);
  }
  const byEngine = new Map<string, object>();
  for (const engine of programs.engines) {
    const rows = [...all].filter(([, measured]) => measured.has(engine));
    const [first] = rows;
    if (!first) continue;
    const one = rows.find(([count]) => count === 1 && count !== first[0]);
    byEngine.set(engine, {
      ...compare(engine, first[1]),
      threads: first[0],
      compileMs: Math.round(first[1].get(engine)!.compileMs),
      ...(one === undefined ? {} : { oneThread: compare(engine, one[1]) }),
    });
  }
  const raw = [...all].map(([count, measured]) => [`threads${count}`, Object.fromEntries(measured)]);
  return { byEngine, raw: Object.fromEntries(raw) as object };
}

/** Growth of the resident memory between a fifth and the end of many steps of S, MB. */
async function memoryGrowth(programs: Programs, steps: number, threads: number): Promise<number> {
  const [engine] = programs.engines;
  const measured = programs.start(engine!, "S", threads);
  await measured.ready();
  const warm = Math.ceil(steps / 5);
  const early = (await measured.run(warm)).rssMb;
  const late = (await measured.run(steps - warm)).rssMb;
  await measured.end();
  console.log(
    `\nMemory of ${engine!} over ${steps} steps of S grew by ${(late - early).toFixed(1)} MB after the first ${warm}.`,
  );
  return round(late - early, 1);
}

/** What stands there of the same machine. */
function earlier(machine: object): Results {
  const found = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Results) : undefined;
  const isSame = JSON.stringify(found?.machine) === JSON.stringify(machine);
  return found && isSame ? found : { machine, result: {}, raw: {} };
}

async function run(options: Options): Promise<Result> {
  mkdirSync(cache, { recursive: true });
  mkdirSync(join(root, "results"), { recursive: true });
  const programs = await Programs.find(options, cache);
  const machine = {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    platform: process.platform,
  };
  const results = earlier(machine);
  const fresh: Result = {};
  const put = (into: Result, engine: string, size: string, row: object): void => {
    into[engine] = { ...(into[engine] as Record<string, object> | undefined), [size]: row };
  };
  for (const name of options.sizes) {
    const { byEngine, raw } = await measureSize(programs, name, options.threads);
    results.raw[name] = raw;
    for (const [engine, row] of byEngine)
      for (const into of [results.result, fresh]) put(into, engine, name, row);
  }
  if (options.flatSteps > 0 && programs.engines.length > 0) {
    const growth = await memoryGrowth(programs, options.flatSteps, options.threads[0]!);
    for (const into of [results.result, fresh]) into["memoryGrowthMb"] = growth;
  }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return fresh;
}

try {
  console.log(`RESULT ${JSON.stringify(await run(readOptions(process.argv.slice(2))))}`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
