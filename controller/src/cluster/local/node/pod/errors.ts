/** Why a Pod's process cannot be started. The reason is what `describe` shows as the waiting reason. */
export class PodError extends Error {
  override readonly name = "PodError";
  readonly code = "E_POD";
  readonly reason: string;
  /** Trying again may help: what is missing may come. */
  readonly retry: boolean;

  constructor(reason: string, message: string, options: { retry: boolean }) {
    super(message);
    this.reason = reason;
    this.retry = options.retry;
  }
}
