/** Failures of the scaling maths that a caller can act on. */
export type ScalingErrorCode = "E_PLAN" | "E_POINTS" | "E_FIT_OPTIONS" | "E_FIT_ABORTED";

export class ScalingError extends Error {
  readonly code: ScalingErrorCode;

  constructor(code: ScalingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ScalingError";
    this.code = code;
  }
}
