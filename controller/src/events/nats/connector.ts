/** One connection to NATS, made when it is needed and again after it has ended; its failures in the words of the port. */
import { JetStreamApiError } from "@nats-io/jetstream";
import {
  connect,
  credsAuthenticator,
  AuthorizationError,
  type NatsConnection,
} from "@nats-io/transport-node";
import { EventBusError } from "../errors.ts";
import { streamNotFound } from "./stream.ts";

export interface ConnectorOptions {
  /** `nats://host:port`, with commas between. */
  url: string;
  /** Content of a `.creds` file; none where the server asks for none. */
  credentials?: string | undefined;
  /** Subjects below which answers come; what the credentials allow. */
  inboxPrefix?: string | undefined;
  /** As the server's monitoring shows it. */
  name: string;
}

const connectMs = 5_000;
/** A connection that does not close is left behind. */
const closeMs = 1_000;

export class Connector {
  readonly #options: ConnectorOptions;
  #connecting: Promise<NatsConnection> | undefined;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  /** @throws EventBusError E_EVENTS_UNAVAILABLE, E_EVENTS_FORBIDDEN */
  async connection(): Promise<NatsConnection> {
    const known = await this.#connecting?.catch(() => undefined);
    if (known && !known.isClosed()) return known;
    this.#connecting = this.#connect();
    return this.#connecting;
  }

  /** The next use makes a new one. */
  async drop(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = undefined;
    const connection = await connecting?.catch(() => undefined);
    const tired = new Promise<void>((resolve) => setTimeout(resolve, closeMs).unref());
    await Promise.race([connection?.close(), tired]);
  }

  async #connect(): Promise<NatsConnection> {
    const { url, credentials, inboxPrefix, name } = this.#options;
    try {
      return await connect({
        servers: url.split(","),
        name,
        timeout: connectMs,
        reconnect: false,
        pingInterval: 10_000,
        ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
        ...(credentials === undefined
          ? {}
          : { authenticator: credsAuthenticator(new TextEncoder().encode(credentials)) }),
      });
    } catch (cause) {
      throw inPortsWords(cause, url);
    }
  }
}

/** Whatever went wrong between here and NATS, as an EventBusError. */
export function inPortsWords(cause: unknown, url: string): EventBusError {
  if (cause instanceof EventBusError) return cause;
  const { message } = cause as Error;
  if (
    cause instanceof AuthorizationError ||
    /authorization|authentication|permissions violation/i.test(message)
  ) {
    return new EventBusError(
      "E_EVENTS_FORBIDDEN",
      `The event stream at ${url} turned the credentials away (${message}). They have ended, were taken back, or are of another installation: docs/events.md says how they are made.`,
      { cause },
    );
  }
  if (cause instanceof JetStreamApiError && cause.code === streamNotFound) {
    return new EventBusError(
      "E_EVENTS_UNAVAILABLE",
      `NATS answers at ${url}, but it has no event stream yet: the controller makes it when it first reaches NATS. Try again in a moment; if it stays away, "kubectl logs" of the controller says why.`,
      { cause },
    );
  }
  return new EventBusError(
    "E_EVENTS_UNAVAILABLE",
    `The event stream at ${url} does not answer (${message}). Training goes on; try again when NATS is back.`,
    { cause },
  );
}
