/**
 * What can be wrong with an update.
 */

export type OptimizerErrorCode =
  /** A number of the configuration outside its range. */
  | "E_OPTIMIZER_CONFIG"
  /** Vectors whose lengths do not match the model. */
  | "E_OPTIMIZER_LENGTH"
  /** The gradient holds NaN or an infinity; nothing has been updated. */
  | "E_GRADIENT_NOT_FINITE";

export class OptimizerError extends Error {
  readonly code: OptimizerErrorCode;

  constructor(code: OptimizerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OptimizerError";
    this.code = code;
  }
}
