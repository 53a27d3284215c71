/**
 * What can go wrong between a model's operations and a compiled program.
 */

export type EngineErrorCode =
  /** An argument's length or a tensor's shape is wrong. */
  | "E_SHAPE"
  /** A token id or target outside the vocabulary. */
  | "E_TOKEN"
  /** A TensorFlow.js kernel that the recorder or a lowering does not know. */
  | "E_KERNEL"
  /** The model reads a value while it is being recorded, when there is none. */
  | "E_VALUE_READ"
  /** The model's function could not be recorded. */
  | "E_RECORD"
  /** The runtime that executes programs failed. */
  | "E_ENGINE"
  /** The device has too little memory for a program. */
  | "E_MEMORY"
  /** A PJRT plugin is missing, damaged, of another version, or without a device. */
  | "E_PLUGIN"
  /** The library of TensorFlow is missing, damaged or of another version. */
  | "E_LIBRARY"
  /** Our native code is not compiled for this machine, and cannot be. */
  | "E_NATIVE"
  /** The engine's library is not installed. */
  | "E_ENGINE_MISSING"
  /** A program of a closed engine was run, or an engine of an unknown name opened. */
  | "E_ENGINE_CLOSED"
  | "E_ENGINE_UNKNOWN";

export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}

/** What to do about a failure of any engine's runtime, behind its own sentence. */
export const advice: Partial<Record<EngineErrorCode, string>> = {
  E_MEMORY: " Lower batch.microbatch or the model's size.",
  E_ENGINE_CLOSED: " Open another engine.",
};

/** A recorded kernel that a lowering has no form for. The engine says at which line of the model, and who has it. */
export class LackingKernelError extends EngineError {
  readonly kernel: string;

  constructor(kernel: string, target: string) {
    super("E_KERNEL", `The kernel ${kernel} has no form in ${target}.`);
    this.name = "LackingKernelError";
    this.kernel = kernel;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
