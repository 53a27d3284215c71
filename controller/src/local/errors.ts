/** Errors of opening a home and reading its logs. */
export class HomeError extends Error {
  override readonly name = "HomeError";
  readonly code: "E_HOME" | "E_NO_LOGS" | "E_METRICS_PORT";

  constructor(code: HomeError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
