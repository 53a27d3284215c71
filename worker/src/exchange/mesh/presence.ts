/** Presence and formation on the wire: between the state machine's plain objects and the frames. */
import type { Frame } from "./frames.ts";
import type { Message, Presence } from "./standing.ts";

export function frameOf(message: Message): Frame {
  return "form" in message ? { form: message.form } : { presence: message.presence };
}

/** The message in a frame; undefined = the frame is about something else. */
export function messageOf({ presence, form }: Frame): Message | undefined {
  if (form) return { form: { version: form.version ?? 0, ranks: [...(form.ranks ?? [])] } };
  if (!presence) return undefined;
  const numbers = (list?: number[] | null): number[] => [...(list ?? [])];
  // What is false, zero or empty does not travel.
  const none = { lastVersion: 0, version: 0, endedVersion: 0, reason: "" };
  const no = { seeks: false, leaving: false, finished: false };
  const lists = {
    ranks: numbers(presence.ranks),
    linked: numbers(presence.linked),
    absent: numbers(presence.absent),
  };
  return { presence: { ...none, ...no, ...defined(presence), ...lists } };
}

/** Without the fields that are null or undefined. */
function defined(presence: NonNullable<Frame["presence"]>): Partial<Presence> {
  return Object.fromEntries(
    Object.entries(presence).filter(([, value]) => value !== null && value !== undefined),
  );
}
