/**
 * Codec benchmark: what encoding and decoding a gradient costs, in time and memory, and what is left of its bytes; for one shard, on
 * one thread, at matrix rank 4. For the demo's largest model beside a measured step of that model, for GPT-2 124M beside its FLOPs.
 *
 *   npm run bench:codec             both shapes
 *   npm run bench:codec -- demo     one of demo, gpt2
 *
 * Baselines, in turns with ours: DDP's PowerSGD hook, and LASER in PyTorch's operations, both with one thread and without network.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { tensorLayouts } from "@plateau/worker/exchange/codecs/index.ts";
import { sharedVector } from "@plateau/worker/exchange/shared-vector.ts";
import { Measured } from "../step/protocol.ts";
import { pythonWith, torch as torchEnvironment } from "../step/python-environment.ts";
import {
  codecNames,
  median,
  MeasuredCodec,
  randomGradient,
  type CodecName,
  type CodecNumbers,
} from "./measured-codec.ts";
import { measureStep, stepFlops, type StepCost } from "./model-step.ts";
import { shapes, type Shape, type ShapeName } from "./shapes.ts";

const root = join(import.meta.dirname, "..");
const cache = join(root, "cache");
const results = join(root, "results");

/** Which of our codecs each of PyTorch's programs stands beside. */
const baselines = { powersgd: "hook", laser: "laser" } as const;

/** A step takes seconds, and the first one a minute for the products of the projections. */
const slow: Partial<Record<CodecName, { steps: number; turns: number }>> = {
  "a-dsgd": { steps: 1, turns: 3 },
};

interface Row extends CodecNumbers {
  /** PyTorch's time for the same, ms a step. */
  torchMs?: number;
  /** Of a step of a shard that has this codec. */
  shareOfStep: number;
}

type Rows = Partial<Record<CodecName, Row | { refused: string }>>;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function startTorch(name: ShapeName, mode: string): Measured | undefined {
  if (python === undefined) return undefined;
  const spec = join(cache, `codec-${name}.json`);
  const tensors = tensorLayouts(shapes[name].model.parameters);
  writeFileSync(spec, JSON.stringify({ shapes: tensors.map(({ shape }) => shape) }));
  return new Measured(python, [join(import.meta.dirname, "torch_codec.py"), mode, "1", spec]);
}

/** One codec and its baseline in turns. @returns its numbers, or why it does not work with this model */
async function measure(
  name: ShapeName,
  codec: CodecName,
  vectors: { gradient: Float32Array; mean: Float32Array },
): Promise<(CodecNumbers & { torchMs?: number }) | { refused: string }> {
  const { model, ...usual }: Shape = shapes[name];
  const { steps, turns } = slow[codec] ?? usual;
  let ours: MeasuredCodec;
  try {
    ours = new MeasuredCodec(codec, model, vectors);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "E_CODEC_CONFIG")
      return { refused: error.message };
    throw error;
  }
  const torch = codec in baselines ? startTorch(name, baselines[codec as keyof typeof baselines]) : undefined;
  await torch?.ready();
  await ours.run(steps, false);
  const torchMs: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    await ours.run(steps);
    if (torch) torchMs.push(...(await torch.run(steps)).ms);
  }
  await torch?.end();
  return { ...ours.numbers(), ...(torch ? { torchMs: median(torchMs) } : {}) };
}

async function measureAll(name: ShapeName, step: StepCost): Promise<Rows> {
  const { model, title } = shapes[name];
  console.log(
    `\n${title}: ${model.size} parameters, ${round((4 * model.size) / 1e6, 2)} MB; a shard's step without exchange ${step.ms.toFixed(0)} ms`,
  );
  const vectors = { gradient: randomGradient(model.size), mean: sharedVector(model.size) };
  const rows: Rows = {};
  for (const codec of codecNames) {
    const numbers = await measure(name, codec, vectors);
    if ("refused" in numbers) {
      rows[codec] = numbers;
      console.log(`  ${codec.padEnd(9)} ${numbers.refused}`);
      continue;
    }
    const ms = numbers.encodeMs + numbers.decodeMs;
    const row = { ...numbers, shareOfStep: ms / (ms + step.ms) };
    rows[codec] = row;
    console.log(`  ${line(codec, row)}`);
  }
  return rows;
}

function line(codec: string, row: Row): string {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`.padStart(11);
  const torch = row.torchMs === undefined ? "" : `, PyTorch ${row.torchMs.toFixed(2)} ms`;
  return [
    codec.padEnd(9),
    `encode ${row.encodeMs.toFixed(2).padStart(8)} ms`,
    `decode ${row.decodeMs.toFixed(2).padStart(8)} ms`,
    `${(100 * row.shareOfStep).toFixed(1).padStart(5)} % of a step`,
    `sends${mb(row.payloadBytes)} (1/${row.compression.toFixed(1)})`,
    `state${mb(row.shardBytes)} a shard,${mb(row.sharedBytes)} shared${torch}`,
  ].join("  ");
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(shapes, name));
if (unknown.length > 0) {
  console.error(`Unknown shape ${unknown.join(", ")}. There are: ${Object.keys(shapes).join(", ")}.`);
  process.exit(2);
}
mkdirSync(cache, { recursive: true });
mkdirSync(results, { recursive: true });
const torch = pythonWith(torchEnvironment, cache);
const python = "python" in torch ? torch.python : undefined;
if ("missing" in torch) console.log(`No comparison with PyTorch: ${torch.missing}.`);

const hardware = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, one thread; Node ${process.version}`;
console.log(hardware);
const demo = await measureStep(shapes.demo);
console.log(`A step of ${shapes.demo.title}: ${demo.ms.toFixed(1)} ms, ${demo.gflops.toFixed(1)} GFLOP/s.`);
const steps: Record<ShapeName, StepCost> = {
  demo,
  // Not measured: its FLOPs at the rate of the small one. A large model has a higher rate, so the codec's share is then larger.
  gpt2: { ms: stepFlops(shapes.gpt2) / demo.gflops / 1e6, gflops: demo.gflops },
};

const result: Record<string, unknown> = { hardware };
for (const name of (asked.length > 0 ? asked : Object.keys(shapes)) as ShapeName[]) {
  const rows = await measureAll(name, steps[name]);
  const measured = {
    stepMs: round(steps[name].ms, 1),
    gflops: round(steps[name].gflops, 1),
    codecs: rounded(rows),
  };
  result[name] = measured;
  writeFileSync(
    join(results, `codec-${name}.json`),
    `${JSON.stringify({ hardware, ...measured }, null, 2)}\n`,
  );
}
console.log(`RESULT ${JSON.stringify(result)}`);

function rounded(rows: Rows): object {
  const entries = Object.entries(rows).map(([codec, row]) => {
    if ("refused" in row) return [codec, row];
    const numbers = Object.entries(row).map(([name, value]) => [name, round(value as number, 4)]);
    const overTorch =
      row.torchMs === undefined ? {} : { overTorch: round((row.encodeMs + row.decodeMs) / row.torchMs, 3) };
    return [codec, { ...Object.fromEntries(numbers), ...overTorch }];
  });
  return Object.fromEntries(entries) as object;
}
