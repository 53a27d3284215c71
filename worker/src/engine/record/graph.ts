/**
 * Graph: a recorded computation as data. Kernels and attributes are TensorFlow.js's own, shapes are static.
 *
 * record.ts builds it, passes/ simplify it, lower/ translate it for a compiler. Nodes stand in execution order: a node
 * uses only inputs, constants and results of nodes before it.
 */

export type DataType = "float32" | "int32" | "bool";

/** Constants of bool type are bytes of 0 and 1. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

export type ValueId = number;

export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface GraphNode {
  /** Name of the TensorFlow.js kernel: `BatchMatMul`, `GatherV2`. */
  readonly kernel: string;
  /** In the kernel's own order and under its own names: `a`, `b`; for lists `0`, `1`, … */
  readonly inputs: readonly { readonly name: string; readonly value: ValueId }[];
  readonly attributes: Attributes;
  readonly outputs: readonly ValueId[];
  /** Line of the model that it belongs to, where that was asked for: "models/llama/attention.ts:41". */
  readonly place?: string;
}

export interface Graph {
  /** Shape and type of every value; its id is the index. */
  readonly values: readonly Value[];
  readonly inputs: readonly ValueId[];
  readonly constants: ReadonlyMap<ValueId, ConstantData>;
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly ValueId[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Shape and type of a value, or an error that is our own fault. */
export function valueOf(graph: Pick<Graph, "values">, id: ValueId): Value {
  const value = graph.values[id];
  if (value === undefined) throw new RangeError(`The graph has no value ${id}.`);
  return value;
}
