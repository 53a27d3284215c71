/**
 * Profile: where a training step of a run goes on this machine.
 *
 *   config → engine, as a rank would take it → program → steps, measured → parts, kernels, speed, trace
 */
import type { RunConfig } from "@plateau/proto";
import { openSource } from "../data/index.ts";
import type { DataSource } from "../data/source.ts";
import { chooseEngine, type EngineChoice, type EnginePlace } from "../engine/choose.ts";
import type { CallTimes, Engine, EngineProbe } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel } from "../models/index.ts";
import { createOptimizer } from "../optimizers/index.ts";
import { checkMemory, memoryNeed, memoryRoom } from "../train/memory.ts";
import { ProfileError } from "./errors.ts";
import { sum, type Measurement, type MeasuredStep, type Preparation } from "./measurement.ts";
import { measurePeak } from "./peak.ts";
import { openRank } from "./rank.ts";
import { seededTokens } from "./seeded-tokens.ts";
import { summarize, type Found, type Profile } from "./summary.ts";

export interface ProfileRequest {
  config: RunConfig;
  engines: EnginePlace;
  /** Measured. */
  steps: number;
  /** Before them. */
  warmupSteps: number;
  /** Why the run's data cannot be reached from here, if that is known. */
  dataMissing?: string | undefined;
  onProgress: (done: number, of: number, what: string) => void;
  signal: AbortSignal;
}

/**
 * Runs steps and says where they went, then as many without a look inside, which costs time, and says how fast they were. Nothing
 * is written and no state is kept.
 *
 * @throws EngineError if the engine is missing or lacks a kernel; TrainError E_MEMORY, E_NOT_FINITE; ProfileError E_PROFILE
 */
export async function profileRun(
  request: ProfileRequest,
): Promise<{ profile: Profile; measurement: Measurement }> {
  const { config, engines, signal } = request;
  const choice = await chooseEngine({ ...config.engine, rank: 0 }, engines);
  const opened = await openData(request);
  const { data } = opened;
  try {
    const probe = new Probe();
    const looked = await withEngine({ ...choice, probe }, (engine) =>
      measure(engine, { data, request, probe }),
    );
    const { plain, peak } = await withEngine(choice, async (engine) => ({
      plain: probe.read ? await measure(engine, { data, request }) : looked,
      peak: await peakOf(config, engine, signal),
    }));
    const found = {
      ...looked,
      engine: { ...looked.engine, reason: choice.reason },
      plain: plain.measurement,
    };
    return {
      measurement: looked.measurement,
      profile: { ...summarize(found, request, peak), data: opened.told },
    };
  } finally {
    await data.close();
  }
}

interface OpenedData {
  data: Pick<DataSource, "fill" | "close">;
  told: Profile["data"];
}

async function openData({ config, dataMissing }: ProfileRequest): Promise<OpenedData> {
  const { vocabulary } = config.model;
  const without = (reason: string): OpenedData => ({
    data: seededTokens(vocabulary, config.dataSeed),
    told: { source: "seeded tokens", reason },
  });
  if (dataMissing !== undefined) return without(dataMissing);
  try {
    const data = await openSource(config.data, {
      seed: config.dataSeed,
      sequenceLength: config.batch.sequenceLength,
      sequencesPerStep: config.batch.sequences,
      vocabulary,
    });
    return { data, told: { source: "run" } };
  } catch (error) {
    return without(error instanceof Error ? error.message : String(error));
  }
}

async function withEngine<T>(
  { name, options, probe }: Pick<EngineChoice, "name" | "options"> & { probe?: EngineProbe },
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine(name, probe ? { ...options, probe } : options);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

class Probe implements EngineProbe {
  readonly preparation: Preparation[] = [];
  read: (() => Promise<readonly CallTimes[]>) | undefined;

  prepared(part: Preparation["part"], span: Preparation["span"]): void {
    this.preparation.push({ part, span });
  }

  kernels(read: () => Promise<readonly CallTimes[]>): void {
    this.read = read;
  }
}

interface MeasureParts {
  data: OpenedData["data"];
  request: ProfileRequest;
  /** What the engine was opened with, to look inside. */
  probe?: Probe;
}

async function measure(
  engine: Engine,
  { data, request, probe }: MeasureParts,
): Promise<Omit<Found, "plain">> {
  const { config, steps, warmupSteps, onProgress, signal } = request;
  const total = warmupSteps + steps;
  const tell = (step: number, what: string): void =>
    onProgress((probe ? 0 : total) + step, 2 * total, probe ? what : `${what} without a look inside`);
  tell(0, `compiling on ${engine.name}`);
  const model = createModel(config.model, { recompute: config.engine.recompute });
  const begunMs = performance.now();
  const { microbatch, sequenceLength } = config.batch;
  const gradients = await engine.gradients(model, { batch: microbatch, time: sequenceLength });
  const preparedMs = performance.now() - begunMs;
  const optimizer = createOptimizer(config.optimizer, model.parameters);
  // There is no evaluation in it.
  const need = memoryNeed({
    config,
    size: model.size,
    slots: optimizer.slots.length,
    gradients,
    evaluation: {},
  });
  const warning = checkMemory(need, memoryRoom(), config);
  const next = await openRank({ config, model, optimizer, gradients, data });
  const measured: MeasuredStep[] = [];
  for (let step = 0; step < total; step++) {
    signal.throwIfAborted();
    tell(step, step < warmupSteps ? "warming up" : "measuring");
    measured.push(await next());
  }
  const times = await probe?.read?.();
  return {
    engine: {
      name: engine.name,
      description: engine.description,
      reason: "",
      hasKernelTimes: times !== undefined,
    },
    measurement: {
      preparation: probe?.preparation ?? [],
      steps: (times ? withTimes(measured, times) : measured).slice(warmupSteps),
    },
    preparedMs,
    warnings: warning === undefined ? [] : [warning],
  };
}

/** Each call as its caller saw it with what happened inside. */
export function withTimes(steps: readonly MeasuredStep[], times: readonly CallTimes[]): MeasuredStep[] {
  const calls = sum(steps.map((step) => step.calls.length));
  if (times.length !== calls) {
    throw new ProfileError(
      "E_PROFILE",
      `The engine kept the times of ${times.length} of ${calls} calls; measure fewer --steps.`,
    );
  }
  let next = 0;
  return steps.map((step) => {
    const inside = times.slice(next, next + step.calls.length);
    next += step.calls.length;
    return { ...step, inside };
  });
}

async function peakOf(
  { engine: { peakFlops } }: RunConfig,
  engine: Engine,
  signal: AbortSignal,
): Promise<Profile["peak"]> {
  signal.throwIfAborted();
  if (peakFlops !== undefined) return { flopsPerSecond: peakFlops, from: "spec.engine.peakFlops" };
  const { flopsPerSecond, size } = await measurePeak(engine);
  return { flopsPerSecond, from: "measured", matrixSize: size };
}
