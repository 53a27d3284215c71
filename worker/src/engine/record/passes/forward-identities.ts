/**
 * Pass: who uses a copy uses the original. TensorFlow.js clones whatever a gradient saves, and reshapes to the same shape.
 */
import { valueOf, type Graph, type GraphNode, type ValueId } from "../graph.ts";

export function forwardIdentities(graph: Graph): Graph {
  const originals = new Map<ValueId, ValueId>();
  const original = (id: ValueId): ValueId => originals.get(id) ?? id;

  const changesNothing = ({ kernel, inputs, outputs }: GraphNode): boolean => {
    if (kernel === "Identity") return true;
    if (kernel !== "Reshape") return false;
    return valueOf(graph, inputs[0]!.value).shape.join() === valueOf(graph, outputs[0]!).shape.join();
  };

  const nodes = graph.nodes.flatMap((node) => {
    const inputs = node.inputs.map(({ name, value }) => ({ name, value: original(value) }));
    if (!changesNothing(node)) return [{ ...node, inputs }];
    originals.set(node.outputs[0]!, inputs[0]!.value);
    return [];
  });
  return { ...graph, nodes, outputs: graph.outputs.map(original) };
}
