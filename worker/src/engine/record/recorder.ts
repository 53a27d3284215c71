/**
 * Recorder: the growing graph behind the recording backend.
 */
import type { Places } from "./places.ts";
import type { Attributes, ConstantData, DataType, GraphNode, Value, ValueId } from "./graph.ts";

export class Recorder {
  readonly values: Value[] = [];
  readonly constants = new Map<ValueId, ConstantData>();
  readonly nodes: GraphNode[] = [];
  readonly #places: Places | undefined;

  /** @param places of the nodes, where somebody wants them: finding them takes longer than recording */
  constructor(places?: Places) {
    this.#places = places;
  }

  value(shape: readonly number[], dtype: DataType): ValueId {
    return this.values.push({ shape: [...shape], dtype }) - 1;
  }

  constant(data: ConstantData, shape: readonly number[], dtype: DataType): ValueId {
    const id = this.value(shape, dtype);
    this.constants.set(id, data);
    return id;
  }

  node(
    kernel: string,
    inputs: GraphNode["inputs"],
    attributes: Attributes,
    results: readonly Value[],
  ): readonly ValueId[] {
    const outputs = results.map(({ shape, dtype }) => this.value(shape, dtype));
    const place = this.#places?.next();
    this.nodes.push({ kernel, inputs, attributes, outputs, ...(place === undefined ? {} : { place }) });
    return outputs;
  }
}
