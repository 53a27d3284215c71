/**
 * Replay: a recorded program computed kernel by kernel on the backend of TensorFlow.js that is set, as it would have been without a record.
 * What a value holds is freed after its last use.
 */
import { valueOf, type DataType, type Graph, type GraphNode, type ValueId } from "../record/graph.ts";
import type { RandomBits } from "../random/threefry.ts";
import { randomBits } from "../record/random-bits.ts";
import { tf } from "../tf.ts";
import { kernelAttributes, operandName } from "./kernel-attributes.ts";
import { operandType } from "./operand-types.ts";

export type Numbers = Float32Array | Int32Array;

export class Replay {
  readonly #graph: Graph;
  readonly #constants: ReadonlyMap<ValueId, tf.Tensor>;
  /** By node: the values that nobody needs once it has been computed. */
  readonly #over: readonly (readonly ValueId[])[];

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#over = lastUses(graph);
    this.#constants = new Map(
      [...graph.constants].map(([id, data]) => {
        const { shape, dtype } = valueOf(graph, id);
        return [id, tf.keep(tf.tensor(data, [...shape], dtype))];
      }),
    );
  }

  /**
   * Computes the program.
   *
   * @param inputs in the graph's order, of the lengths and types of its inputs; copied
   * @param use    gets the results' numbers in the graph's order; they are its own
   */
  run(inputs: readonly Numbers[], use: (results: readonly Numbers[]) => void): void {
    // Kernels make tensors of their own, too; whatever is left of them when one fails is freed with the scope.
    tf.engine().startScope();
    try {
      const tensors = new Map(this.#constants);
      this.#graph.inputs.forEach((id, index) => {
        const { shape, dtype } = valueOf(this.#graph, id);
        tensors.set(id, tf.tensor(inputs[index]!.slice(), [...shape], dtype));
      });
      this.#graph.nodes.forEach((node, at) => {
        this.#compute(node, tensors);
        for (const id of this.#over[at]!) {
          tensors.get(id)!.dispose();
          tensors.delete(id);
        }
      });
      use(this.#graph.outputs.map((id) => tensors.get(id)!.dataSync<"float32">()));
    } finally {
      tf.engine().endScope();
    }
  }

  /** Frees the constants. */
  dispose(): void {
    for (const tensor of this.#constants.values()) tensor.dispose();
  }

  #compute(node: GraphNode, tensors: Map<ValueId, tf.Tensor>): void {
    const { kernel, inputs, outputs } = node;
    const casts: tf.Tensor[] = [];
    const cast = (tensor: tf.Tensor, type: DataType): tf.Tensor => {
      if (tensor.dtype === type) return tensor;
      casts.push(tensor.cast(type));
      return casts.at(-1)!;
    };
    const operands = inputs.map(({ name, value }) => {
      const { dtype } = valueOf(this.#graph, value);
      const operand = cast(tensors.get(value)!, operandType(kernel, dtype));
      return [operandName(kernel, name), operand] as const;
    });
    const results = call(node, operands, kernelAttributes(node, valueOf(this.#graph, outputs[0]!)));
    outputs.forEach((id, index) => {
      const { dtype } = valueOf(this.#graph, id);
      const result = results[index]!;
      tensors.set(id, result.dtype === dtype ? result : result.cast(dtype));
      if (result.dtype !== dtype) casts.push(result);
    });
    for (const tensor of casts) tensor.dispose();
  }
}

function call(
  { kernel, attributes: recorded }: GraphNode,
  operands: readonly (readonly [string, tf.Tensor])[],
  attributes: object,
): readonly tf.Tensor[] {
  // It only says what is to be computed before, which it has been: nodes are computed in their order.
  if (kernel === "After") return [operands[0]![1].clone()];
  // TensorFlow.js has no kernel for it.
  if (kernel === "RandomBits")
    return [randomBits(operands[0]![1] as tf.Tensor2D, recorded as unknown as RandomBits)];
  const isList = operands[0]?.[0] === "0";
  const inputs = isList ? operands.map(([, tensor]) => tensor) : Object.fromEntries(operands);
  return [tf.engine().runKernel(kernel, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap)].flat();
}

/** By node: inputs and intermediate values whose last use it is, and results that are never used. */
function lastUses(graph: Graph): ValueId[][] {
  const last = new Map<ValueId, number>();
  graph.nodes.forEach(({ inputs, outputs }, at) => {
    for (const id of outputs) last.set(id, at);
    for (const { value } of inputs) last.set(value, at);
  });
  for (const id of [...graph.outputs, ...graph.constants.keys()]) last.delete(id);
  const over: ValueId[][] = graph.nodes.map(() => []);
  for (const [id, at] of last) over[at]!.push(id);
  return over;
}
