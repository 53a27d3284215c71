/** Training cannot go on. */
export type TrainErrorCode = "E_NOT_FINITE" | "E_START" | "E_MEMORY";

export class TrainError extends Error {
  readonly code: TrainErrorCode;

  constructor(code: TrainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TrainError";
    this.code = code;
  }
}
