/** Summary: the numbers of a profile, from what was measured. */
import type { RunConfig } from "@plateau/proto";
import { trainingFlopsPerStep } from "@plateau/scaling";
import { kernelGroups, type KernelGroup } from "./kernels.ts";
import { fasterHalf, lengthOf, type Measurement } from "./measurement.ts";
import { partsOf, type Part } from "./parts.ts";
import { hostedShards } from "./rank.ts";

export interface Profile {
  engine: { name: string; description: string; reason: string; hasKernelTimes: boolean };
  /** Of the rank that hosts most. */
  rank: {
    shards: number;
    ofShards: number;
    ofRanks: number;
    microbatchesPerStep: number;
    tokensPerStep: number;
  };
  data: { source: "run" | "seeded tokens"; reason?: string };
  steps: number;
  warmupSteps: number;
  /** Once, at the start; without times where the engine does not tell them apart. */
  preparation: { recordMs?: number; lowerMs?: number; compileMs?: number; ms: number };
  /** Mean of the faster half of the measured steps: the parts add up to it. */
  stepMs: number;
  /** The same of as many steps without a look inside: of that is the speed. */
  plainStepMs: number;
  parts: Part[];
  /** The longest first. */
  kernels: KernelGroup[];
  tokensPerSecond: number;
  flopsPerSecond: number;
  peak: { flopsPerSecond: number; from: "spec.engine.peakFlops" | "measured"; matrixSize?: number };
  /** Model FLOPs utilization: of the peak, 0 … 1. */
  mfu: number;
  /** What should be known beside the numbers. */
  warnings: string[];
}

export interface Found {
  engine: Profile["engine"];
  measurement: Measurement;
  /** Steps of an engine that keeps no times; the same, if there is no other. */
  plain: Measurement;
  /** Until the program was ready. */
  preparedMs: number;
  warnings: string[];
}

interface Asked {
  config: RunConfig;
  steps: number;
  warmupSteps: number;
}

export function summarize(
  { engine, measurement, plain, preparedMs, warnings }: Found,
  { config, steps, warmupSteps }: Asked,
  peak: Profile["peak"],
): Omit<Profile, "data"> {
  const { batch, workers, model } = config;
  const shards = hostedShards(config);
  const sequences = (batch.sequences / batch.shards) * shards;
  const fast = fasterHalf(measurement.steps);
  const { stepMs, parts } = partsOf(fast);
  const tokensPerStep = sequences * batch.sequenceLength;
  const flops = trainingFlopsPerStep(model, { sequences, sequenceLength: batch.sequenceLength });
  const { stepMs: plainStepMs } = partsOf(fasterHalf(plain.steps));
  const flopsPerSecond = (1000 * flops) / plainStepMs;
  const prepared = measurement.preparation.map(({ part, span }) => [`${part}Ms`, lengthOf(span)]);
  return {
    engine,
    rank: {
      shards,
      ofShards: batch.shards,
      ofRanks: Math.min(workers.count, batch.shards),
      microbatchesPerStep: sequences / batch.microbatch,
      tokensPerStep,
    },
    steps,
    warmupSteps,
    preparation: { ...Object.fromEntries(prepared), ms: preparedMs },
    stepMs,
    plainStepMs,
    parts,
    kernels: kernelGroups(fast),
    tokensPerSecond: (1000 * tokensPerStep) / plainStepMs,
    flopsPerSecond,
    peak,
    mfu: flopsPerSecond / peak.flopsPerSecond,
    warnings,
  };
}
