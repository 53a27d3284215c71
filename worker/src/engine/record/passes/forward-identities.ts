/**
 * Pass: who uses a copy uses the original. TensorFlow.js clones whatever a gradient saves, reshapes to the same shape, and the
 * gradient of the loss by itself is a factor of 1.
 */
import { valueOf, type Graph, type GraphNode, type ValueId } from "../graph.ts";

export function forwardIdentities(graph: Graph): Graph {
  const originals = new Map<ValueId, ValueId>();
  const original = (id: ValueId): ValueId => originals.get(id) ?? id;

  const keepsShape = ({ inputs, outputs }: GraphNode): boolean => {
    const [before, now] = [valueOf(graph, inputs[0]!.value), valueOf(graph, outputs[0]!)];
    return before.dtype === now.dtype && before.shape.join() === now.shape.join();
  };
  const isOne = (id: ValueId): boolean => graph.constants.get(id)?.every((value) => value === 1) ?? false;
  const changesNothing = (node: GraphNode): boolean => {
    if (node.kernel === "Identity") return true;
    if (node.kernel === "Reshape") return keepsShape(node);
    return node.kernel === "Multiply" && isOne(node.inputs[1]!.value) && keepsShape(node);
  };

  const nodes = graph.nodes.flatMap((node) => {
    const inputs = node.inputs.map(({ name, value }) => ({ name, value: original(value) }));
    if (!changesNothing(node)) return [{ ...node, inputs }];
    originals.set(node.outputs[0]!, inputs[0]!.value);
    return [];
  });
  return { ...graph, nodes, outputs: graph.outputs.map(original) };
}
