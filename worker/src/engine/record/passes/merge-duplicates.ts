/**
 * Pass: a computation that was recorded twice is done once, where it first stood.
 */
import { valueOf, type Graph, type ValueId } from "../graph.ts";

/** Nodes are equal if they call the same kernel on the same values with the same attributes, for equal shapes. */
export function mergeDuplicates(graph: Graph): Graph {
  const first = new Map<ValueId, ValueId>();
  const seen = new Map<string, readonly ValueId[]>();
  const nodes = graph.nodes.flatMap((node) => {
    const inputs = node.inputs.map(({ name, value }) => ({ name, value: first.get(value) ?? value }));
    // Some kernels say by their result's shape or type what they do: Reshape, OneHot.
    const results = node.outputs.map((id) => valueOf(graph, id));
    const key = JSON.stringify([node.kernel, inputs, node.attributes, results]);
    const known = seen.get(key);
    if (known === undefined) {
      seen.set(key, node.outputs);
      return [{ ...node, inputs }];
    }
    node.outputs.forEach((id, index) => first.set(id, known[index]!));
    return [];
  });
  return { ...graph, nodes, outputs: graph.outputs.map((id) => first.get(id) ?? id) };
}
