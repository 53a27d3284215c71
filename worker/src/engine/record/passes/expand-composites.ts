/**
 * Pass: composite kernels that an engine lacks become basic ones, recorded from what they mean.
 */
import { composites, expanding, type Expanding } from "../composites/index.ts";
import {
  valueOf,
  type ConstantData,
  type Graph,
  type GraphNode,
  type Value,
  type ValueId,
} from "../graph.ts";
import { record } from "../record.ts";

/** What stands for a kernel, and for all that are like it. */
interface Piece {
  /** Its inputs are the kernel's and what was kept for it, its outputs the kernel's and what is kept. */
  graph: Graph;
  /** Numbers of its constants in the whole graph. */
  constants: Map<ValueId, ValueId>;
}

class Expander {
  readonly #graph: Graph;
  readonly #options: Expanding;
  readonly #values: Value[];
  readonly #constants: Map<ValueId, ConstantData>;
  /** By a kernel with its attributes and shapes: layers are alike. */
  readonly #pieces = new Map<string, Piece>();
  /** By each result of an expanded kernel. */
  readonly #kept = new Map<ValueId, readonly ValueId[]>();

  constructor(graph: Graph, options: Expanding) {
    this.#graph = graph;
    this.#options = options;
    this.#values = [...graph.values];
    this.#constants = new Map(graph.constants);
  }

  run(own: ReadonlySet<string>): Graph {
    const nodes = this.#graph.nodes.flatMap((node) =>
      node.kernel in composites && !own.has(node.kernel) ? this.#expanded(node) : [node],
    );
    return { ...this.#graph, values: this.#values, constants: this.#constants, nodes };
  }

  #expanded(node: GraphNode): GraphNode[] {
    const { forward } = composites[node.kernel]!;
    const origin = node.inputs.find(({ name }) => name === forward)?.value;
    const kept = (origin === undefined ? undefined : this.#kept.get(origin)) ?? [];
    const given = [...node.inputs.map(({ value }) => value), ...kept];
    const { graph: piece, constants } = this.#pieceOf(node, given);
    const ids = new Map<ValueId, ValueId>(constants);
    piece.inputs.forEach((id, index) => ids.set(id, given[index]!));
    const idOf = (id: ValueId): ValueId => ids.get(id) ?? this.#added(ids, id, piece);
    // The kernel's own results keep their numbers.
    node.outputs.forEach((id, index) => ids.set(piece.outputs[index]!, id));
    const keeps = piece.outputs.slice(node.outputs.length).map(idOf);
    for (const id of node.outputs) this.#kept.set(id, keeps);
    return piece.nodes.map(({ kernel, inputs, attributes, outputs }) => ({
      kernel,
      inputs: inputs.map(({ name, value }) => ({ name, value: idOf(value) })),
      attributes,
      outputs: outputs.map(idOf),
      ...(node.place === undefined ? {} : { place: node.place }),
    }));
  }

  #added(ids: Map<ValueId, ValueId>, id: ValueId, piece: Graph): ValueId {
    const own = this.#values.push(valueOf(piece, id)) - 1;
    ids.set(id, own);
    return own;
  }

  #pieceOf(node: GraphNode, given: readonly ValueId[]): Piece {
    const types = given.map((id) => valueOf({ values: this.#values }, id));
    const key = JSON.stringify([node.kernel, node.attributes, types]);
    const known = this.#pieces.get(key);
    if (known !== undefined) return known;
    const names = node.inputs.map(({ name }) => name);
    const graph = record(types, (tensors) => {
      const inputs = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
      const { results, kept = [] } = composites[node.kernel]!.expand(
        inputs,
        node.attributes,
        tensors.slice(names.length),
        this.#options,
      );
      return [...results, ...kept];
    });
    const constants = new Map<ValueId, ValueId>();
    for (const [id, data] of graph.constants) {
      const own = this.#values.push(valueOf(graph, id)) - 1;
      this.#constants.set(own, data);
      constants.set(id, own);
    }
    const made = { graph, constants };
    this.#pieces.set(key, made);
    return made;
  }
}

/**
 * @param own composite kernels that the engine computes itself
 * @returns the same results; nodes of an expansion have the place of what they stand for
 */
export function expandComposites(
  graph: Graph,
  own: ReadonlySet<string>,
  options: Expanding = expanding,
): Graph {
  return new Expander(graph, options).run(own);
}
