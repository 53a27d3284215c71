/**
 * One command to all ranks of a run. NATS keeps no commands, and a rank between two connections hears nothing, so it is said again under
 * the same id until each has answered: ranks do it once and answer every time.
 */
import { randomUUID } from "node:crypto";
import { setInterval as every } from "node:timers/promises";
import { createInbox, type NatsConnection } from "@nats-io/transport-node";
import {
  commandSubject,
  decodeReply,
  encodeCommand,
  type Command,
  type CommandReply,
  type RunIdentity,
} from "@plateau/proto/events/index.ts";

export interface CommandingOptions {
  run: Pick<RunIdentity, "namespace" | "runUid">;
  command: Command;
  /** With so many answers it is over. */
  ranks: number;
  timeoutMs: number;
  inboxPrefix: string | undefined;
  signal: AbortSignal;
  /** Between two times that it is said. */
  againMs?: number;
}

/** @returns what was answered in time. @throws Error when the connection has gone, or the command may not be given */
export async function commandOnce(
  connection: NatsConnection,
  { run, command, ranks, timeoutMs, inboxPrefix, signal, againMs = 1_000 }: CommandingOptions,
): Promise<CommandReply[]> {
  const id = randomUUID();
  const replies = new Map<number, CommandReply>();
  const answered = Promise.withResolvers<void>();
  const inbox = createInbox(inboxPrefix);
  const subscription = connection.subscribe(inbox, {
    callback: (error, message) => {
      if (error) return answered.reject(error);
      // That nobody listens has no rank either.
      const reply = decodeReply(message.data, id);
      if (reply) replies.set(reply.rank, reply);
      if (replies.size >= ranks) answered.resolve();
    },
  });
  const over = new AbortController();
  const tired = AbortSignal.any([signal, over.signal, AbortSignal.timeout(timeoutMs)]);
  const say = (): void =>
    connection.publish(commandSubject(run), encodeCommand({ id, command }), { reply: inbox });
  try {
    void refused(connection, answered.reject);
    say();
    const broken = connection.closed().then((error) => {
      throw error ?? new Error("the connection was closed");
    });
    await Promise.race([answered.promise, again(say, againMs, tired), broken]);
  } finally {
    over.abort();
    subscription.unsubscribe();
  }
  return [...replies.values()];
}

/** Until the signal aborts. */
async function again(say: () => void, ms: number, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of every(ms, undefined, { signal, ref: false })) say();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A message that may not be sent is not answered: the connection is told of it. */
async function refused(connection: NatsConnection, tell: (error: Error) => void): Promise<void> {
  for await (const status of connection.status()) if (status.type === "error") return tell(status.error);
}
