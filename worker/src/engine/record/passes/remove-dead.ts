/**
 * Pass: keep only what the outputs need. Gradients of inputs that nobody asked for go away here.
 */
import type { Graph, ValueId } from "../graph.ts";

export function removeDead(graph: Graph): Graph {
  const needed = new Set<ValueId>(graph.outputs);
  const nodes = graph.nodes
    .toReversed()
    .filter(({ inputs, outputs }) => {
      if (!outputs.some((id) => needed.has(id))) return false;
      for (const { value } of inputs) needed.add(value);
      return true;
    })
    .toReversed();
  const constants = new Map([...graph.constants].filter(([id]) => needed.has(id)));
  return { ...graph, nodes, constants };
}
