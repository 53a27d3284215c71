/**
 * Order: the sequence in which a program's results are computed, which decides how much is in memory at once.
 *
 * onnxruntime computes result by result, the one whose node stands last in the file first, each with whatever it still lacks. The
 * gradient of a weight has to come as soon as its layer's turn has come: else the activations of all layers wait for it. Results
 * are therefore computed by the last nodes of the file: the loss is the very last, and before it the gradients in the order of
 * the parameters, so that after the loss those of the last layers come first.
 */
import type { OnnxNode } from "./model.ts";

/** Nodes whose only result is one of the program's, used by nothing else, by the name of that result. */
function ownNodes(nodes: readonly OnnxNode[], results: readonly string[]): Map<string, OnnxNode> {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const once = new Set(results.filter((name) => results.indexOf(name) === results.lastIndexOf(name)));
  const found = new Map<string, OnnxNode>();
  for (const node of nodes) {
    const [name] = node.outputs;
    if (node.outputs.length === 1 && once.has(name!) && !used.has(name!)) found.set(name!, node);
  }
  return found;
}

/**
 * The nodes with those of the results at the end, named o0, o1, …
 *
 * @param results names of the results; a result that other nodes use, too, is copied
 */
export function inOrder(nodes: readonly OnnxNode[], results: readonly string[]): OnnxNode[] {
  const own = ownNodes(nodes, results);
  const last = results.map((name, index): OnnxNode => {
    const outputs = [`o${index}`];
    const node = own.get(name);
    if (node) return { ...node, outputs };
    return {
      name: `${outputs[0]} Identity`,
      operator: "Identity",
      domain: "",
      inputs: [name],
      outputs,
      attributes: {},
    };
  });
  const moved = new Set(own.values());
  const [loss, ...gradients] = last;
  return [...nodes.filter((node) => !moved.has(node)), ...gradients, loss!];
}
