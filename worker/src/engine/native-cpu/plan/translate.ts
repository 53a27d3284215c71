/**
 * Translate: a recorded graph as works in the order of their execution, and where in the caller's vectors its results lie.
 */
import type { ProgramSlots } from "../../compiling-engine.ts";
import { LackingKernelError } from "../../errors.ts";
import { valueOf, type Graph, type GraphNode, type ValueId } from "../../record/graph.ts";
import { executionOrder } from "../../record/liveness.ts";
import type { Slot } from "../../vectors.ts";
import { PlanBuilder, type Base, type Operand } from "./builder.ts";
import { translations } from "./kernels/index.ts";
import { denseView, isDense, sizeOf, type BaseId, type View } from "./view.ts";
import { resultsOf, type Work } from "./work.ts";

/** A base that lies inside of a vector of the caller's. */
export interface Lodging {
  readonly base: BaseId;
  readonly vector: BaseId;
  readonly from: number;
}

export interface Translated {
  readonly bases: readonly Base[];
  readonly works: readonly Work[];
  readonly lodgings: readonly Lodging[];
}

class Translator {
  readonly #graph: Graph;
  readonly #plan = new PlanBuilder();
  readonly #vectors = new Map<string, BaseId>();
  readonly #views = new Map<ValueId, View>();

  constructor(graph: Graph, { inputs, outputs }: ProgramSlots) {
    this.#graph = graph;
    const lengths = new Map<string, number>();
    for (const { vector, from, shape } of [...inputs, ...outputs]) {
      lengths.set(vector, Math.max(lengths.get(vector) ?? 0, from + sizeOf(shape)));
    }
    for (const [vector, size] of lengths) {
      this.#vectors.set(vector, this.#plan.base({ kind: "vector", vector, size }));
    }
    graph.inputs.forEach((id, index) => this.#views.set(id, this.#slotView(inputs[index]!)));
  }

  #slotView({ vector, shape, from }: Slot): View {
    return denseView(this.#vectors.get(vector)!, shape, from);
  }

  #viewOf(id: ValueId): View {
    const known = this.#views.get(id);
    if (known !== undefined) return known;
    const data = this.#graph.constants.get(id);
    if (data === undefined) throw new RangeError(`Value ${id} is used before it is computed.`);
    const { shape } = valueOf(this.#graph, id);
    const first = data[0];
    const isScalar = data.length === 1 && first !== undefined;
    const view = isScalar
      ? { ...this.#plan.scalar(first, !(data instanceof Float32Array)), shape, strides: shape.map(() => 0) }
      : this.#plan.constant(data, shape);
    this.#views.set(id, view);
    return view;
  }

  #operand(id: ValueId): Operand {
    return { view: this.#viewOf(id), dtype: valueOf(this.#graph, id).dtype };
  }

  #translate({ kernel, inputs, attributes, outputs, place = "" }: GraphNode): void {
    const translation = translations[kernel];
    if (translation === undefined) throw new LackingKernelError(kernel, "works");
    this.#plan.purpose = { kernel, place };
    const operands = inputs.map(({ name, value }) => [name, this.#operand(value)] as const);
    const results = translation(
      {
        inputs: Object.fromEntries(operands),
        list: operands.map(([, operand]) => operand),
        attributes,
        outputs: outputs.map((id) => valueOf(this.#graph, id)),
      },
      this.#plan,
    );
    [results].flat().forEach((view, index) => this.#views.set(outputs[index]!, view as View));
  }

  run(slots: readonly Slot[]): Translated {
    for (const node of executionOrder(this.#graph)) this.#translate(node);
    const results = this.#graph.outputs.map((id, index) => ({
      view: this.#viewOf(id),
      slot: this.#slotView(slots[index]!),
    }));
    const { bases } = this.#plan;
    const lodgings: Lodging[] = [];
    const copies = new Map<BaseId, Result[]>();
    for (const [base, ofBase] of Map.groupBy(results, ({ view }) => view.base)) {
      const lodging = lodgingOf(bases[base]!, ofBase);
      if (lodging) lodgings.push(lodging);
      else copies.set(base, ofBase);
    }
    return { bases, works: this.#withCopies(copies), lodgings };
  }

  /** Copies of results, each as soon as what it copies is there. */
  #withCopies(copies: ReadonlyMap<BaseId, readonly Result[]>): Work[] {
    const own = [...this.#plan.works];
    const last = new Map(own.flatMap((work, at) => resultsOf(work).map(({ base }) => [base, at] as const)));
    const added = new Map<number, Work[]>();
    for (const [base, results] of copies) {
      const at = last.get(base) ?? -1;
      const works = results.map(({ view, slot }): Work => {
        const purpose = { kernel: "Identity", place: "" };
        return { kind: "map", operation: "copy", from: [view], to: slot, x: 0, y: 0, purpose };
      });
      added.set(at, [...(added.get(at) ?? []), ...works]);
    }
    return [...(added.get(-1) ?? []), ...own.flatMap((work, at) => [work, ...(added.get(at) ?? [])])];
  }
}

interface Result {
  readonly view: View;
  readonly slot: View;
}

/** If the results of a base fill it and lie as it does: where the whole of it can be computed in place. */
function lodgingOf({ kind, size }: Base, results: readonly Result[]): Lodging | undefined {
  const [{ view: first, slot }] = results as [Result, ...Result[]];
  if (kind !== "work") return undefined;
  const start = slot.offset - first.offset;
  let next = 0;
  for (const { view, slot: own } of results.toSorted((a, b) => a.view.offset - b.view.offset)) {
    const fits =
      isDense(view) && view.offset === next && own.base === slot.base && own.offset - view.offset === start;
    if (!fits || view.after !== undefined) return undefined;
    next += sizeOf(view.shape);
  }
  return next === size ? { base: first.base, vector: slot.base, from: start } : undefined;
}

/** @throws LackingKernelError for a kernel that is not known */
export function translate(graph: Graph, slots: ProgramSlots): Translated {
  return new Translator(graph, slots).run(slots.outputs);
}
