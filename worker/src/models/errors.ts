/**
 * What can be wrong with a model's configuration or with what it is given.
 */

export type ModelErrorCode =
  /** Numbers of the configuration that do not fit together. */
  | "E_MODEL_CONFIG"
  /** A sequence longer than the model's positions. */
  | "E_MODEL_CONTEXT"
  /** A vector or list of tensors that does not match the model's parameters. */
  | "E_MODEL_PARAMETERS";

export class ModelError extends Error {
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelError";
    this.code = code;
  }
}
