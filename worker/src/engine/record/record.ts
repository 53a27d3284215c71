/**
 * Record: a function on TensorFlow.js tensors, run once without computing anything, becomes a graph.
 *
 * Gradients need nothing special: `tf.valueAndGrads` inside the function calls kernels like everything else.
 */
import { EngineError, messageOf } from "../errors.ts";
import { eagerBackend, tf } from "../tf.ts";
import { recordBackend, recordBackendName, recordedType } from "./backend.ts";
import type { Graph, Value } from "./graph.ts";
import { Places } from "./places.ts";

/**
 * The graph of a function.
 *
 * @param inputs shapes and types of the function's arguments
 * @param compute gets one tensor per input and returns the results; must not read values, nor keep tensors
 * @param options `places`: say of each node which line of the model it belongs to
 * @returns a graph whose inputs and outputs are in the order given; no tensor is left behind
 * @throws EngineError E_KERNEL for a kernel without a rule, E_VALUE_READ if a value is read, E_RECORD for anything
 *         else that `compute` throws
 */
export function record(
  inputs: readonly Value[],
  compute: (tensors: tf.Tensor[]) => tf.Tensor[],
  { places = false }: { places?: boolean } = {},
): Graph {
  const backend = recordBackend();
  const previous = tf.getBackend() ?? eagerBackend;
  // Both backends start synchronously, so the switch has happened when the call returns.
  void tf.setBackend(recordBackendName);
  tf.engine().startScope();
  try {
    const recorder = backend.restart(places ? new Places() : undefined);
    const tensors = inputs.map(({ shape, dtype }) => {
      const dataId = backend.handle(recorder.value(shape, dtype));
      return tf.engine().makeTensorFromDataId(dataId, [...shape], dtype, backend);
    });
    const inputIds = tensors.map((tensor) => backend.idOf(tensor));
    const outputs = compute(tensors).map((tensor) => {
      recordedType(tensor.dtype);
      return backend.idOf(tensor);
    });
    return {
      values: recorder.values,
      inputs: inputIds,
      constants: recorder.constants,
      nodes: recorder.nodes,
      outputs,
    };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("E_RECORD", `The program could not be recorded: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    tf.engine().endScope();
    void tf.setBackend(previous);
  }
}
