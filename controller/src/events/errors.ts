/** Errors of the event stream. */
export type EventBusErrorCode =
  /** It does not answer. Training goes on; what happens meanwhile is told when it is back. */
  | "E_EVENTS_UNAVAILABLE"
  /** It turned the credentials away. */
  | "E_EVENTS_FORBIDDEN"
  /** The installation has none. */
  | "E_EVENTS_OFF";

export class EventBusError extends Error {
  readonly code: EventBusErrorCode;

  constructor(code: EventBusErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EventBusError";
    this.code = code;
  }
}
