/**
 * Where NaN or infinity began, after a step has brought it: in the parameters, or in which microbatch, parameter's gradient and tensor.
 *
 * The step is computed again, by every rank alike, for data and parameters are the same everywhere: so all say the same, whoever hosts
 * the shard. What cannot be found out is left out; the step's own error is never lost by it.
 */
import type { NotFiniteTensor, GradientProgram } from "../engine/engine.ts";
import { messageOf } from "../engine/errors.ts";
import { parameterRanges } from "../engine/programs.ts";
import type { Model } from "../models/model.ts";
import { memoryRoom } from "./memory.ts";
import type { BadMicrobatch, ShardGradients } from "./shard-gradients.ts";
import type { TrainingState } from "./state.ts";

export interface TraceParts {
  model: Model;
  program: Pick<GradientProgram, "firstNotFinite">;
  shardGradients: Pick<ShardGradients, "firstNotFinite">;
}

/** Names are listed up to here. */
const listed = 3;

/**
 * Sentences for whoever reads the error, or "" if nothing can be said.
 *
 * @param shards that have brought it, in order; none if no shard did but their mean
 */
export async function traceNotFinite(
  { step, parameters }: Pick<TrainingState, "step" | "parameters">,
  shards: readonly number[],
  parts: TraceParts,
): Promise<string> {
  try {
    const broken = parametersNotFinite(parts.model, parameters);
    if (broken.length > 0) return fromParameters(step, broken, parts.model);
    const [shard] = shards;
    if (shard === undefined) return "";
    const bad = await parts.shardGradients.firstNotFinite(step, shard, parameters);
    if (!bad) return `Computed again here, shard ${shard} is finite.`;
    return await fromMicrobatch(shard, bad, { ...parts, parameters });
  } catch (error) {
    return `Where it began could not be found out: ${messageOf(error)}`;
  }
}

/**
 * What a loop hands to its steps. Says nothing from the second time on: a run that skips steps may have many of them, and finding out
 * takes as long as compiling does.
 */
export function traceOnce({
  gradients,
  log,
  ...parts
}: Omit<TraceParts, "program"> & {
  gradients: GradientProgram;
  log: (level: "warn", message: string, fields: Record<string, unknown>) => void;
}): (state: TrainingState, shards: readonly number[], reason: string) => Promise<string> {
  let isDone = false;
  return async (state, shards, reason) => {
    if (isDone) return "";
    isDone = true;
    log("warn", "a step is not finite; looking for where it began", { step: state.step, reason });
    // The program that looks takes about as much as the one of the step, which must not be what ends the rank.
    const hasRoom = (gradients.workBytes ?? 0) < memoryRoom().free;
    return traceNotFinite(state, shards, { ...parts, program: hasRoom ? gradients : {} });
  };
}

function fromParameters(step: number, broken: readonly string[], { parameters }: Model): string {
  const when = step === 0 ? "the parameters that the run starts from" : `the update of step ${step - 1}`;
  return `It began with ${when}: not finite in ${list(broken, parameters.length, "parameters")}.`;
}

async function fromMicrobatch(
  shard: number,
  { microbatch, samples, loss, gradient, tokens }: BadMicrobatch,
  { model, program, parameters }: TraceParts & { parameters: Float32Array },
): Promise<string> {
  const broken = parametersNotFinite(model, gradient);
  const what = [
    ...(Number.isFinite(loss) ? [] : ["its loss"]),
    ...(broken.length === 0
      ? []
      : [`the gradient of ${list(broken, model.parameters.length, "parameters")}`]),
  ].join(" and ");
  const first = await program.firstNotFinite?.(parameters, tokens);
  return `It began in microbatch ${microbatch} of shard ${shard} (samples ${samples[0]!} to ${samples.at(-1)!} of the step): ${what}. ${describeTensor(first)}`.trimEnd();
}

function describeTensor(first: NotFiniteTensor | undefined): string {
  if (!first) return "";
  const where = first.place === "" ? "" : ` at ${first.place}`;
  return `The first tensor that is not finite is the result of ${first.kernel}${where}, [${first.shape.join(", ")}].`;
}

/** Names of the parameters whose piece of a vector is not all finite, in order. */
function parametersNotFinite(model: Model, vector: Float32Array): string[] {
  const ranges = parameterRanges(model);
  return model.parameters
    .filter((_, index) => !vector.subarray(ranges[index]!.from, ranges[index]!.to).every(Number.isFinite))
    .map(({ name }) => name);
}

function list(names: readonly string[], of: number, what: string): string {
  if (names.length === of && of > 1) return `all ${of} ${what}`;
  const more = names.length - listed;
  return `${names.slice(0, listed).join(", ")}${more > 0 ? ` and ${more} more` : ""} (of ${of} ${what})`;
}
