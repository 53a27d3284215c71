/**
 * RecordBackend: a TensorFlow.js backend that computes nothing. Each kernel call is checked for shapes by a rule of
 * kernels/ and appended to the graph; a tensor's data is only the number of its value there.
 *
 * Registered once under the name "record"; record.ts switches to it for the length of one synchronous call.
 */
import { EngineError } from "../errors.ts";
import { tf } from "../tf.ts";
import type { ConstantData, DataType, Value, ValueId } from "./graph.ts";
import type { KernelInputs, KernelRule } from "./kernels/rule.ts";
import { kernelRules } from "./kernels/index.ts";
import { atCaller } from "./place.ts";
import type { Places } from "./places.ts";
import { Recorder } from "./recorder.ts";

export const recordBackendName = "record";

const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** The type of a recorded value, or E_KERNEL for complex numbers and strings. */
export function recordedType(dtype: string): DataType {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return dtype;
  throw new EngineError(
    "E_KERNEL",
    `A ${dtype} tensor${atCaller()} cannot be recorded; use float32, int32 or bool.`,
  );
}

export class RecordBackend extends tf.KernelBackend {
  recorder = new Recorder();
  #values = new WeakMap<object, ValueId>();
  /** Values of constants made while recording; they stay readable when another backend uses the tensor later. */
  readonly #data = new WeakMap<object, ConstantData>();
  /** Tensors that were computed in some recording, and so have no value. */
  readonly #computed = new WeakSet<object>();

  /** Starts a new graph. */
  restart(places?: Places): Recorder {
    this.recorder = new Recorder(places);
    this.#values = new WeakMap();
    return this.recorder;
  }

  /** The graph's value behind a tensor; one made outside this recording enters the graph as a constant. */
  idOf(tensor: tf.TensorInfo): ValueId {
    const known = this.#values.get(tensor.dataId);
    if (known !== undefined) return known;
    if (this.#computed.has(tensor.dataId)) {
      throw new EngineError(
        "E_RECORD",
        `A tensor of shape [${tensor.shape.join()}] used${atCaller()} belongs to an earlier recording; models must not keep computed tensors.`,
      );
    }
    return this.#constant(tensor.dataId, tf.engine().readSync(tensor.dataId), tensor);
  }

  /** A tensor's data for a value of the graph. */
  handle(value: ValueId): tf.DataId {
    const dataId: tf.DataId = {};
    this.#values.set(dataId, value);
    this.#computed.add(dataId);
    return dataId;
  }

  /** Data of a recorded constant. */
  constantHandle(data: ConstantData, { shape, dtype }: Value): tf.DataId {
    const dataId: tf.DataId = {};
    this.#constant(dataId, data, { shape, dtype });
    return dataId;
  }

  override write(values: tf.backend_util.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    const dataId: tf.DataId = {};
    this.#constant(dataId, values, { shape, dtype });
    return dataId;
  }

  #constant(
    dataId: tf.DataId,
    values: tf.backend_util.BackendValues,
    { shape, dtype }: { shape: readonly number[]; dtype: string },
  ): ValueId {
    const type = recordedType(dtype);
    // A copy, since the owner may change its array before the graph is compiled.
    const data = arrayOf[type].from(values as ArrayLike<number>);
    this.#data.set(dataId, data);
    const id = this.recorder.constant(data, shape, type);
    this.#values.set(dataId, id);
    return id;
  }

  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    const data = this.#data.get(dataId);
    if (data !== undefined) return data;
    throw new EngineError(
      "E_VALUE_READ",
      `The value of a tensor is read${atCaller()} while the program is being recorded, when it has none; make it an input or compute with tensors only.`,
    );
  }

  override read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override numDataIds(): number {
    return 0;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}
}

function kernelFunction(kernelName: string, rule: KernelRule): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const record = backend as RecordBackend;
    // A list of tensors arrives as an array: its keys 0, 1, … are the names.
    const entries = Object.entries(inputs as Record<string, tf.TensorInfo | undefined>).filter(
      (entry): entry is [string, tf.TensorInfo] => entry[1] !== undefined && entry[1] !== null,
    );
    const recorded = rule(
      Object.fromEntries(entries) as KernelInputs,
      (attrs ?? {}) as Record<string, unknown>,
    );
    if ("constant" in recorded) {
      const { constant, shape, dtype } = recorded;
      return { dataId: record.constantHandle(constant, recorded), shape: [...shape], dtype };
    }
    const results = record.recorder.node(
      recorded.kernel ?? kernelName,
      entries.map(([name, tensor]) => ({ name, value: record.idOf(tensor) })),
      recorded.attributes ?? (attrs as Record<string, unknown>) ?? {},
      recorded.outputs,
    );
    const tensors = results.map((value, index) => {
      const { shape, dtype } = recorded.outputs[index]!;
      return { dataId: record.handle(value), shape: [...shape], dtype };
    });
    return tensors.length === 1 && recorded.list !== true ? tensors[0]! : tensors;
  };
}

/** Kernels of the eager backend without a rule say so in words, instead of TensorFlow.js's "not registered". */
function refusal(kernelName: string): tf.KernelFunc {
  return () => {
    throw new EngineError(
      "E_KERNEL",
      `The TensorFlow.js kernel ${kernelName}, used${atCaller()}, has no recording rule: of the engines, only the reference has it. Write that line with other operations, or add a row to engine/record/kernels/ and to each lowering.`,
    );
  };
}

/** Registers the backend and its kernels on first use and returns it. */
export function recordBackend(): RecordBackend {
  const found = tf.findBackend(recordBackendName);
  if (found !== null && found !== undefined) return found as RecordBackend;
  for (const [kernelName, rule] of Object.entries(kernelRules)) {
    tf.registerKernel({
      kernelName,
      backendName: recordBackendName,
      kernelFunc: kernelFunction(kernelName, rule),
    });
  }
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    if (kernelName in kernelRules) continue;
    tf.registerKernel({ kernelName, backendName: recordBackendName, kernelFunc: refusal(kernelName) });
  }
  // Priority 0: never chosen unless asked for.
  tf.registerBackend(recordBackendName, () => new RecordBackend(), 0);
  return tf.findBackend(recordBackendName) as RecordBackend;
}
