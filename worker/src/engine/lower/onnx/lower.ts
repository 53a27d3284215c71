/**
 * Lower: a recorded graph as the bytes of an ONNX model.
 *
 * Inputs are named i0, i1, … and outputs o0, o1, … in the graph's order.
 */
import { LackingKernelError } from "../../errors.ts";
import { valueOf, type Graph, type ValueId } from "../../record/graph.ts";
import { OnnxBuilder } from "./builder.ts";
import { fuseProducts } from "./fuse-products.ts";
import { lowerings } from "./kernels/index.ts";
import type { Operand } from "./kernels/lowering.ts";
import { encodeModel } from "./model.ts";
import { inOrder } from "./order.ts";

/**
 * @returns the model, for opset 18 with onnxruntime's own operators in the domain com.microsoft
 * @throws LackingKernelError for a kernel that has no ONNX form
 */
export function lowerToOnnx(recorded: Graph): Uint8Array<ArrayBuffer> {
  const graph = fuseProducts(recorded);
  const onnx = new OnnxBuilder();
  const names = new Map<ValueId, string>(graph.inputs.map((id, index) => [id, `i${index}`]));

  const nameOf = (id: ValueId): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const data = graph.constants.get(id);
    if (data === undefined) throw new RangeError(`Value ${id} is used before it is computed.`);
    const { dtype, shape } = valueOf(graph, id);
    const name = onnx.tensor(dtype, shape, data);
    names.set(id, name);
    return name;
  };
  const operandOf = (id: ValueId): Operand => ({ ...valueOf(graph, id), name: nameOf(id) });

  for (const { kernel, inputs, attributes, outputs, place } of graph.nodes) {
    onnx.purpose = place ? `${kernel}@${place}` : kernel;
    const lowering = lowerings[kernel];
    if (lowering === undefined) throw new LackingKernelError(kernel, "ONNX");
    const operands = inputs.map(({ name, value }) => [name, operandOf(value)] as const);
    const results = lowering(
      {
        inputs: Object.fromEntries(operands),
        list: operands.map(([, operand]) => operand),
        attributes,
        outputs: outputs.map((id) => valueOf(graph, id)),
      },
      onnx,
    );
    [results].flat().forEach((name, index) => names.set(outputs[index]!, name));
  }

  const described = (prefix: string) => (id: ValueId, index: number) => {
    const { dtype, shape } = valueOf(graph, id);
    return { name: `${prefix}${index}`, type: dtype, shape };
  };
  return encodeModel({
    inputs: graph.inputs.map(described("i")),
    outputs: graph.outputs.map(described("o")),
    nodes: inOrder(onnx.nodes, graph.outputs.map(nameOf)),
    constants: onnx.constants,
    described: onnx.described,
  });
}
