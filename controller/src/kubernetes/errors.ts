/** Errors of the controller's process: what it was started with, or that it may not go on. */

export type ControllerErrorCode =
  /** A flag or a variable is missing or wrong; the message says which and what to give. */
  | "E_OPTION"
  /** The Secret with the installation's key is not what it should be. */
  | "E_KEY_SECRET"
  /** The Lease could not be renewed in time: another replica may lead now. */
  | "E_LEADERSHIP_LOST";

export class ControllerError extends Error {
  override readonly name = "ControllerError";
  readonly code: ControllerErrorCode;

  constructor(code: ControllerErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
