/**
 * Lower: a recorded graph as a TensorFlow graph. Its inputs are the placeholders `i0`, `i1`, …, its outputs the identities `o0`, `o1`, …,
 * both in the graph's order.
 */
import { LackingKernelError } from "../../errors.ts";
import { valueOf, type Graph, type ValueId } from "../../record/graph.ts";
import { GraphBuilder, type Tensor, type Type } from "./builder.ts";
import { encodeGraphDef } from "./graph-def.ts";
import { lowerings } from "./kernels/index.ts";

/**
 * @returns the bytes of a GraphDef
 * @throws LackingKernelError for a kernel that has no TensorFlow form
 */
export function lowerToTensorFlow(graph: Graph): Uint8Array<ArrayBuffer> {
  const builder = new GraphBuilder();
  const described = (id: ValueId): Type => {
    const { shape, dtype } = valueOf(graph, id);
    return { shape, type: dtype };
  };
  const tensors = new Map<ValueId, Tensor>(
    graph.inputs.map((id, index) => [id, builder.placeholder(`i${index}`, described(id))]),
  );

  const tensorOf = (id: ValueId): Tensor => {
    const known = tensors.get(id);
    if (known !== undefined) return known;
    const data = graph.constants.get(id);
    if (data === undefined) throw new RangeError(`Value ${id} is used before it is computed.`);
    const tensor = builder.constant(data, described(id));
    tensors.set(id, tensor);
    return tensor;
  };

  for (const { kernel, inputs, attributes, outputs } of graph.nodes) {
    const lowering = lowerings[kernel];
    if (lowering === undefined) throw new LackingKernelError(kernel, "TensorFlow");
    const operands = inputs.map(({ name, value }) => [name, tensorOf(value)] as const);
    const results = lowering(
      {
        inputs: Object.fromEntries(operands),
        list: operands.map(([, tensor]) => tensor),
        attributes,
        outputs: outputs.map((id) => described(id)),
      },
      builder,
    );
    [results].flat().forEach((tensor, index) => tensors.set(outputs[index]!, tensor));
  }

  const results = graph.outputs.map((id, index) => {
    const { name, type } = tensorOf(id);
    return { name: `o${index}`, operation: "Identity", inputs: [name], attributes: { T: { type } } };
  });
  return encodeGraphDef([...builder.operations, ...results]);
}
