/**
 * Contents of a checkpoint: the flat vectors of a run in memory, and the named tensors they become on disk.
 *
 *   model.safetensors       a tensor per parameter, Hugging Face style names, in parameter order
 *   optimizer.safetensors   `<slot>.<parameter>` for each optimizer slot
 *   averages.safetensors    flat vectors of SWA and EMA, their counters in the metadata
 *   extra.safetensors       any other named vector (codec state that all ranks share); kept as it is by programs that do not know it
 *   codec-<a>-<b>.safetensors  codec memory of shards a to b, written by the rank that hosts them (part-writer.ts)
 */
import type { CheckpointManifest } from "@plateau/proto";
import { CheckpointError } from "./errors.ts";
import type { NamedTensor } from "./safetensors/write.ts";

/** A parameter's place in the flat vector follows from the order. `Model.parameters` fits as it is. */
export interface LayoutEntry {
  name: string;
  shape: readonly number[];
}
export type Layout = readonly LayoutEntry[];

export interface CheckpointState {
  /** float32 [n], in layout order. */
  parameters: Float32Array;
  /** Optimizer slots by name, float32 [n] each. */
  slots: Record<string, Float32Array>;
  /** State of weight averages: vectors of any length and the counters that go with them. */
  averages: { vectors: Record<string, Float32Array>; counters: Record<string, number> };
  /** Named vectors that this program need not understand. On load also the codec memory of the shards asked for. */
  extra: Record<string, Float32Array>;
}

/** What the caller says about a checkpoint; the rest of the manifest follows from the state and its files. */
export type CheckpointFacts = Pick<
  CheckpointManifest,
  "run" | "step" | "tokens" | "flops" | "identity" | "parents" | "engine" | "evaluations" | "smoothedLoss"
>;

export interface CheckpointContents {
  facts: CheckpointFacts;
  layout: Layout;
  state: CheckpointState;
  /** Files that others have written to its directory. */
  parts?: CheckpointManifest["files"];
}

export const files = {
  model: "model.safetensors",
  optimizer: "optimizer.safetensors",
  averages: "averages.safetensors",
  extra: "extra.safetensors",
} as const;
export const manifestFile = "manifest.json";

export interface TensorFile {
  name: string;
  tensors: NamedTensor[];
  metadata: Record<string, string>;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Files of a state; those without contents are left out. @throws CheckpointError E_CHECKPOINT_CONTENTS */
export function tensorFiles(layout: Layout, state: CheckpointState): TensorFile[] {
  const { averages } = state;
  const all: TensorFile[] = [
    { name: files.model, tensors: split(layout, state.parameters, ""), metadata: { format: "pt" } },
    {
      name: files.optimizer,
      tensors: Object.entries(state.slots).flatMap(([slot, vector]) => split(layout, vector, `${slot}.`)),
      metadata: { slots: JSON.stringify(Object.keys(state.slots)) },
    },
    {
      name: files.averages,
      tensors: flat(averages.vectors),
      // JavaScript prints the shortest decimal that reads back to the same number.
      metadata: { counters: JSON.stringify(averages.counters) },
    },
    { name: files.extra, tensors: flat(state.extra), metadata: {} },
  ];
  const hasCounters = Object.keys(averages.counters).length > 0;
  return all.filter(({ name, tensors }) => tensors.length > 0 || (name === files.averages && hasCounters));
}

/** Views of a flat vector, one per parameter. */
function split(layout: Layout, vector: Float32Array, prefix: string): NamedTensor[] {
  let at = 0;
  const tensors = layout.map(({ name, shape }) => {
    const data = vector.subarray(at, (at += sizeOf(shape)));
    return { name: prefix + name, shape, data };
  });
  if (at !== vector.length) {
    throw new CheckpointError(
      "E_CHECKPOINT_CONTENTS",
      prefix === "" ? files.model : files.optimizer,
      `The layout has ${at} numbers, the vector "${prefix || "parameters"}" ${vector.length}.`,
    );
  }
  return tensors;
}

const flat = (vectors: Record<string, Float32Array>): NamedTensor[] =>
  Object.entries(vectors).map(([name, data]) => ({ name, shape: [data.length], data }));

/** What the manifest says is inside. The data cursor is the step itself. */
export function holdsOf(state: CheckpointState, parts: readonly unknown[] = []): CheckpointManifest["holds"] {
  const filled = (record: object): boolean => Object.keys(record).length > 0;
  return [
    "Weights",
    ...(filled(state.slots) ? (["OptimizerState"] as const) : []),
    ...(filled(state.extra) || parts.length > 0 ? (["CodecState"] as const) : []),
    "DataCursor",
    ...(filled(state.averages.vectors) || filled(state.averages.counters) ? (["Averages"] as const) : []),
  ];
}
