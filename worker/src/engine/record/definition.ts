/**
 * Record a program's definition: its inputs in the order of their names in it, then the model's parameters.
 */
import type { ProgramDefinition } from "../engine.ts";
import { checkedOutputs } from "../programs.ts";
import type { tf } from "../tf.ts";
import type { Graph, Value } from "./graph.ts";
import { record } from "./record.ts";

/**
 * The graph of a definition, not simplified.
 *
 * @returns inputs: those of the definition, then the parameters; outputs: those of the definition
 * @throws EngineError as `record`; E_SHAPE if the function gives other shapes than declared
 */
export function recordDefinition(definition: ProgramDefinition, options?: { places: boolean }): Graph {
  const names = Object.keys(definition.inputs);
  const parameters = definition.model.parameters.map(({ shape }): Value => ({ shape, dtype: "float32" }));
  const compute = (tensors: tf.Tensor[]): tf.Tensor[] => {
    const inputs = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
    const computed = definition.compute(tensors.slice(names.length), inputs as Record<string, tf.Tensor>);
    return checkedOutputs(definition, computed);
  };
  return record([...Object.values(definition.inputs), ...parameters], compute, options);
}
