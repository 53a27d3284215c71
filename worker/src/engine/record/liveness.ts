/**
 * Liveness: how much memory a program's intermediate values take at most, found by walking through its graph as onnxruntime does.
 *
 * Results are computed one after the other, the first one (the loss) first and then from the last back (see lower/onnx/order.ts), each
 * with whatever it still lacks. A value is dropped after its last use; an element-wise kernel writes over an operand that nobody needs
 * any more; a reshape shares its operand's memory. Inputs and results lie in the caller's vectors and do not count.
 */
import { sizeOf, valueOf, type Graph, type GraphNode, type ValueId } from "./graph.ts";
import { elementwiseRules } from "./kernels/elementwise.ts";

const shares = new Set(["Reshape", "After"]);

/** Nodes in the order in which they are computed. */
export function executionOrder(graph: Graph): GraphNode[] {
  const makers = new Map(graph.nodes.flatMap((node, at) => node.outputs.map((id) => [id, at] as const)));
  const makersOf = (ids: readonly ValueId[]): number[] => ids.flatMap((id) => makers.get(id) ?? []);
  const order: GraphNode[] = [];
  const entered = new Set<number>();
  const [loss, ...gradients] = graph.outputs;
  // What is on top is next; a node comes back, as ~at, when all that it needs has been computed.
  const stack = makersOf([...gradients, loss!]);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at < 0) order.push(graph.nodes[~at]!);
    else if (!entered.has(at)) {
      entered.add(at);
      const needed = makersOf(graph.nodes[at]!.inputs.map(({ value }) => value));
      stack.push(~at, ...needed.toSorted((a, b) => a - b));
    }
  }
  return order;
}

function bytesOf(graph: Graph, id: ValueId): number {
  const { shape, dtype } = valueOf(graph, id);
  return sizeOf(shape) * (dtype === "bool" ? 1 : 4);
}

/** Memory of values while the graph is walked. Values that share memory have one owner. */
class Heap {
  live = 0;
  peak = 0;
  readonly #graph: Graph;
  readonly #owners = new Map<ValueId, ValueId>();
  /** Uses that are still to come, by owner; for values that lie in the heap only. */
  readonly #uses = new Map<ValueId, number>();
  readonly #bytes = new Map<ValueId, number>();
  readonly #counts = new Map<ValueId, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const { value } of graph.nodes.flatMap(({ inputs }) => inputs)) {
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    }
  }

  #ownerOf(id: ValueId): ValueId {
    return this.#owners.get(id) ?? id;
  }

  isLast(id: ValueId): boolean {
    return this.#uses.get(this.#ownerOf(id)) === 1;
  }

  bytes(id: ValueId): number {
    return this.#bytes.get(this.#ownerOf(id)) ?? 0;
  }

  allocate(id: ValueId): void {
    const bytes = bytesOf(this.#graph, id);
    this.#uses.set(id, this.#counts.get(id) ?? 0);
    this.#bytes.set(id, bytes);
    this.live += bytes;
    this.peak = Math.max(this.peak, this.live);
  }

  /** The value lies where `of` lies. */
  share(id: ValueId, of: ValueId): void {
    const owner = this.#ownerOf(of);
    this.#owners.set(id, owner);
    if (this.#uses.has(owner)) this.#uses.set(owner, this.#uses.get(owner)! + (this.#counts.get(id) ?? 0));
  }

  release(id: ValueId): void {
    const owner = this.#ownerOf(id);
    const left = (this.#uses.get(owner) ?? 0) - 1;
    this.#uses.set(owner, left);
    if (left === 0) this.live -= this.#bytes.get(owner) ?? 0;
  }
}

/** The operand whose memory the result takes over, if there is one. */
function overwritten(graph: Graph, heap: Heap, { kernel, inputs, outputs }: GraphNode): ValueId | undefined {
  const values = inputs.map(({ value }) => value);
  if (shares.has(kernel)) return values[0];
  if (!(kernel in elementwiseRules)) return undefined;
  const bytes = bytesOf(graph, outputs[0]!);
  return values.find((id) => heap.isLast(id) && heap.bytes(id) === bytes);
}

/** Bytes of the intermediate values of a program at its fullest moment. */
export function peakBytes(graph: Graph): number {
  const heap = new Heap(graph);
  const used = new Set(graph.nodes.flatMap(({ inputs }) => inputs.map(({ value }) => value)));
  const inPlace = new Set(graph.outputs.filter((id) => !used.has(id)));
  for (const node of executionOrder(graph)) {
    const over = overwritten(graph, heap, node);
    for (const id of node.outputs) {
      if (over !== undefined) heap.share(id, over);
      else if (!inPlace.has(id)) heap.allocate(id);
    }
    for (const { value } of node.inputs) heap.release(value);
  }
  return heap.peak;
}

/** Bytes of the constants that a program holds. */
export function constantBytes(graph: Graph): number {
  return [...graph.constants.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
