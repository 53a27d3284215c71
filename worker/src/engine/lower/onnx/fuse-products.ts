/**
 * Pass: matrix products take in what Gemm and FusedMatMul do for free.
 *
 * A constant factor of an operand or of the result becomes the product's `scale`; a bias, a residual or another gradient
 * that is added to a two-dimensional result becomes its input `sum`. Each saves a pass over memory.
 */
import { valueOf, type Graph, type GraphNode, type ValueId } from "../../record/graph.ts";

/** Result of `fuseProducts`: BatchMatMul may have an input `sum` and an attribute `scale`. */
const product = "BatchMatMul";

class Fusion {
  readonly #graph: Graph;
  readonly #uses = new Map<ValueId, number>();
  readonly #producers = new Map<ValueId, GraphNode>();
  readonly #gone = new Set<GraphNode>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const id of [
      ...graph.outputs,
      ...graph.nodes.flatMap(({ inputs }) => inputs.map(({ value }) => value)),
    ]) {
      this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
    }
  }

  run(): Graph {
    const nodes = this.#graph.nodes.map((node) => {
      const fused = this.#fuse(node);
      for (const id of fused.outputs) this.#producers.set(id, fused);
      return fused;
    });
    return { ...this.#graph, nodes: nodes.filter((node) => !this.#gone.has(node)) };
  }

  #fuse(node: GraphNode): GraphNode {
    if (node.kernel === product) return this.#scaledOperands(node);
    if (node.kernel === "Multiply") return this.#scaledResult(node) ?? node;
    if (node.kernel === "Add") return this.#summed(node) ?? node;
    return node;
  }

  /** The node behind a value that nothing else uses. */
  #only(kernel: string, id: ValueId): GraphNode | undefined {
    const node = this.#producers.get(id);
    return node?.kernel === kernel && this.#uses.get(id) === 1 ? node : undefined;
  }

  /** x and s of x·s with a constant scalar s that does not change x's shape. */
  #scaling({ inputs, outputs }: GraphNode): { value: ValueId; factor: number } | undefined {
    const [a, b] = inputs.map(({ value }) => value) as [ValueId, ValueId];
    for (const [value, scalar] of [
      [a, b],
      [b, a],
    ] as const) {
      const constant = this.#graph.constants.get(scalar);
      if (constant?.length !== 1 || !(constant instanceof Float32Array)) continue;
      if (this.#sameShape(value, outputs[0]!)) return { value, factor: constant[0]! };
    }
    return undefined;
  }

  #sameShape(a: ValueId, b: ValueId): boolean {
    return valueOf(this.#graph, a).shape.join() === valueOf(this.#graph, b).shape.join();
  }

  #scaledOperands(node: GraphNode): GraphNode {
    let scale = 1;
    const inputs = node.inputs.map(({ name, value }) => {
      const multiply = this.#only("Multiply", value);
      const scaling = multiply === undefined ? undefined : this.#scaling(multiply);
      if (multiply === undefined || scaling === undefined) return { name, value };
      this.#gone.add(multiply);
      scale *= scaling.factor;
      return { name, value: scaling.value };
    });
    return scale === 1 ? node : { ...node, inputs, attributes: { ...node.attributes, scale } };
  }

  #scaledResult(node: GraphNode): GraphNode | undefined {
    const scaling = this.#scaling(node);
    const matrix = scaling === undefined ? undefined : this.#only(product, scaling.value);
    if (scaling === undefined || matrix === undefined || matrix.inputs.length > 2) return undefined;
    this.#gone.add(matrix);
    const scale = ((matrix.attributes.scale as number | undefined) ?? 1) * scaling.factor;
    return { ...matrix, attributes: { ...matrix.attributes, scale }, outputs: node.outputs };
  }

  #summed(node: GraphNode): GraphNode | undefined {
    const [a, b] = node.inputs.map(({ value }) => value) as [ValueId, ValueId];
    for (const [value, sum] of [
      [a, b],
      [b, a],
    ] as const) {
      const matrix = this.#only(product, value);
      if (matrix === undefined || matrix.inputs.length > 2 || !this.#isMatrix(matrix)) continue;
      if (!this.#sameShape(value, node.outputs[0]!) || valueOf(this.#graph, sum).shape.length > 2) continue;
      this.#gone.add(matrix);
      return { ...matrix, inputs: [...matrix.inputs, { name: "sum", value: sum }], outputs: node.outputs };
    }
    return undefined;
  }

  /** Only Gemm adds; batches of products do not. */
  #isMatrix({ inputs }: GraphNode): boolean {
    return inputs.every(({ value }) => valueOf(this.#graph, value).shape.length === 2);
  }
}

/** The same graph with fewer nodes; results differ by rounding only. */
export function fuseProducts(graph: Graph): Graph {
  return new Fusion(graph).run();
}
