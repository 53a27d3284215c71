/**
 * What can be wrong with averaged weights.
 */

export type AveragingErrorCode =
  /** Numbers of the configuration that do not fit together. */
  | "E_AVERAGING_CONFIG"
  /** A step was left out or seen twice, which would bias a mean. */
  | "E_AVERAGING_STEP"
  /** A saved state of another configuration or model. */
  | "E_AVERAGING_STATE";

export class AveragingError extends Error {
  readonly code: AveragingErrorCode;

  constructor(code: AveragingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AveragingError";
    this.code = code;
  }
}
