/** Failures of the exchange. All leave parameters and optimizer untouched: nothing of the step has been applied. */
export type ExchangeErrorCode =
  | "E_PEER_LOST"
  | "E_STEP_MISMATCH"
  | "E_NOT_FINITE"
  | "E_MESH"
  | "E_ADDRESS"
  /** Options that a codec or channel cannot work with. */
  | "E_CODEC_CONFIG"
  | "E_CHANNEL_CONFIG"
  /** Vectors that are not this codec's state. */
  | "E_CODEC_STATE";

export class ExchangeError extends Error {
  readonly code: ExchangeErrorCode;

  constructor(code: ExchangeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ExchangeError";
    this.code = code;
  }
}

/** Shards have brought what is not finite. Nothing was applied. */
export class NotFiniteError extends ExchangeError {
  /** Which, ascending. None if what is not finite came out of all together. */
  readonly shards: readonly number[];

  constructor(step: number, where: string, shards: readonly number[] = []) {
    super(
      "E_NOT_FINITE",
      `Not finite in step ${step}: ${where}. Nothing was applied. Lower optimizer.learningRate, lengthen schedule.warmupSteps, or look at the data of that step.`,
    );
    this.name = "NotFiniteError";
    this.shards = shards;
  }
}

/** A rank left, died or fell silent: the group is over and has to form anew. */
export class PeerLostError extends ExchangeError {
  constructor(message: string) {
    super("E_PEER_LOST", message);
    this.name = "PeerLostError";
  }
}
