/**
 * Pass: a program that says of each of its intermediate values whether all of it is finite, in place of its results. For finding where
 * a NaN comes from, after there has been one.
 */
import { valueOf, type Graph, type GraphNode, type Value, type ValueId } from "../graph.ts";

/** The nodes that give floats, in the order of execution; `graph` has one output, float32 [watched.length]: 1 where all is finite. */
export interface Watch {
  graph: Graph;
  watched: readonly GraphNode[];
}

export function watchFinite(graph: Graph): Watch {
  const values: Value[] = [...graph.values];
  const nodes: GraphNode[] = [];
  const watched: GraphNode[] = [];
  const flags: ValueId[] = [];

  const add = (kernel: string, x: ValueId, result: { attributes?: object; value: Value }): ValueId => {
    const id = values.push(result.value) - 1;
    const inputs = [{ name: "x", value: x }];
    nodes.push({ kernel, inputs, attributes: { ...result.attributes }, outputs: [id] });
    return id;
  };
  const flagOf = (id: ValueId): ValueId => {
    const { shape } = valueOf(graph, id);
    const each = add("IsFinite", id, { value: { shape, dtype: "bool" } });
    const axes = shape.map((_, axis) => axis);
    const all =
      axes.length === 0
        ? each
        : add("All", each, { attributes: { axes, keepDims: false }, value: { shape: [], dtype: "bool" } });
    const flag = add("Cast", all, {
      attributes: { dtype: "float32" },
      value: { shape: [], dtype: "float32" },
    });
    return add("Reshape", flag, { value: { shape: [1], dtype: "float32" } });
  };

  for (const node of graph.nodes) {
    nodes.push(node);
    const floats = node.outputs.filter((id) => valueOf(graph, id).dtype === "float32");
    for (const id of floats) {
      watched.push(node);
      flags.push(flagOf(id));
    }
  }
  const all = values.push({ shape: [flags.length], dtype: "float32" }) - 1;
  const inputs = flags.map((value, index) => ({ name: String(index), value }));
  nodes.push({ kernel: "Concat", inputs, attributes: { axis: 0 }, outputs: [all] });
  return { graph: { ...graph, values, nodes, outputs: [all] }, watched };
}
