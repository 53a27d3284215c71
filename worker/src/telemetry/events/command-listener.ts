/**
 * Commands of people to a run, as they come over the event stream: each is done once, however often it is heard, and answered. What
 * it means is for the handler to decide.
 */
import {
  commandSubject,
  decodeCommand,
  encodeReply,
  type CommandHandler,
  type RunIdentity,
} from "@plateau/proto/events/index.ts";
import type { Msg, NatsConnection } from "@nats-io/transport-node";

export interface CommandListenerOptions {
  run: Pick<RunIdentity, "namespace" | "runUid">;
  rank: number;
  handler: CommandHandler;
  log: (message: string, fields?: Record<string, unknown>) => void;
}

interface Asked {
  /** As it was last heard: there the answer goes. */
  message: Msg;
  reply: Uint8Array | undefined;
}

/** Answers kept for a command that comes again. */
const mostAnswers = 64;

export class CommandListener {
  readonly #options: CommandListenerOptions;
  readonly #asked = new Map<string, Asked>();

  constructor(options: CommandListenerOptions) {
    this.#options = options;
  }

  /** On this connection, for as long as it lasts. */
  listen(connection: NatsConnection): void {
    const { run, log } = this.#options;
    const subject = commandSubject(run);
    connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) return log("commands cannot be heard", { reason: error.message });
        // Whoever may read a stream can have its messages delivered anywhere, but they keep the subject they were stored under.
        if (message.subject === subject) void this.#take(message);
      },
    });
  }

  async #take(message: Msg): Promise<void> {
    const { rank, handler, log } = this.#options;
    const asked = decodeCommand(message.data);
    if (!asked)
      return log("something that is no command was sent to this run", { bytes: message.data.length });
    const known = this.#asked.get(asked.id);
    if (known) {
      // Said again: one answer to the newest, as soon as there is one.
      known.message = message;
      if (known.reply) respond(known);
      return;
    }
    const entry: Asked = { message, reply: undefined };
    this.#asked.set(asked.id, entry);
    if (this.#asked.size > mostAnswers) this.#asked.delete(this.#asked.keys().next().value!);
    const reply = await Promise.resolve(asked)
      .then(handler)
      .catch((error: unknown) => ({ accepted: false, message: `It failed: ${String(error)}` }));
    entry.reply = encodeReply(asked.id, { rank, ...reply });
    respond(entry);
  }
}

function respond({ message, reply }: Asked): void {
  try {
    message.respond(reply);
  } catch {
    // Its connection has ended meanwhile. Whoever still waits says it again on the next one.
  }
}
