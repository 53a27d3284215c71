/**
 * Lower: a recorded graph as the text of a StableHLO module, whose function `main` takes the graph's inputs and gives its
 * outputs, both in the graph's order.
 *
 * Specification: https://openxla.org/stablehlo/spec
 */
import { LackingKernelError } from "../../errors.ts";
import { valueOf, type Graph, type ValueId } from "../../record/graph.ts";
import { HloBuilder } from "./builder.ts";
import { lowerings } from "./kernels/index.ts";
import type { Products } from "./kernels/lowering.ts";
import { elementTypeOf, typeText, type Tensor } from "./types.ts";

export interface StableHloOptions {
  /** Type in which operands of matrix products are multiplied; float32 by default. Sums are float32 in any case. */
  products?: Products;
  /** Input → output that may take over its memory. The input's buffer is gone after a call. */
  donate?: ReadonlyMap<number, number>;
}

/**
 * @returns the module's text, in UTF-8
 * @throws LackingKernelError for a kernel that has no StableHLO form
 */
export function lowerToStableHlo(
  graph: Graph,
  { products = "float32", donate = new Map() }: StableHloOptions = {},
): string {
  const hlo = new HloBuilder();
  const described = (id: ValueId): Pick<Tensor, "shape" | "type"> => {
    const { shape, dtype } = valueOf(graph, id);
    return { shape, type: elementTypeOf[dtype] };
  };
  const tensors = new Map<ValueId, Tensor>(
    graph.inputs.map((id, index) => [id, { name: `%i${index}`, ...described(id) }]),
  );

  const tensorOf = (id: ValueId): Tensor => {
    const known = tensors.get(id);
    if (known !== undefined) return known;
    const data = graph.constants.get(id);
    if (data === undefined) throw new RangeError(`Value ${id} is used before it is computed.`);
    const tensor = hlo.constant(data, described(id));
    tensors.set(id, tensor);
    return tensor;
  };

  for (const { kernel, inputs, attributes, outputs } of graph.nodes) {
    const lowering = lowerings[kernel];
    if (lowering === undefined) throw new LackingKernelError(kernel, "StableHLO");
    const operands = inputs.map(({ name, value }) => [name, tensorOf(value)] as const);
    const results = lowering(
      {
        inputs: Object.fromEntries(operands),
        list: operands.map(([, tensor]) => tensor),
        attributes,
        outputs: outputs.map((id) => valueOf(graph, id)),
        products,
      },
      hlo,
    );
    [results].flat().forEach((tensor, index) => tensors.set(outputs[index]!, tensor));
  }

  const results = graph.outputs.map(tensorOf);
  const types = results.map(typeText).join(", ");
  const parameters = graph.inputs.map((id, index) => {
    const output = donate.get(index);
    const donated = output === undefined ? "" : ` {tf.aliasing_output = ${output} : i32}`;
    return `%i${index}: ${typeText(described(id))}${donated}`;
  });
  return [
    "module @plateau {",
    `  func.func public @main(${parameters.join(", ")}) -> (${types}) {`,
    ...hlo.lines.map((line) => `    ${line}`),
    `    return ${results.map(({ name }) => name).join(", ")} : ${types}`,
    "  }",
    "}",
    "",
  ].join("\n");
}
