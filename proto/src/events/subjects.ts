/** Subjects of the event stream. Namespaces and uids hold no dots, spaces or wildcards, so each is one token. */
import type { EventType, RunIdentity } from "./events.ts";

const prefix = "plateau.v1";

/** Everything that the stream keeps. */
export const allEvents = `${prefix}.events.>`;

type Named = Pick<RunIdentity, "namespace" | "runUid">;

/** Where a rank tells an event: `plateau.v1.events.NAMESPACE.UID.TYPE`. */
export function eventSubject({ namespace, runUid }: Named, type: EventType): string {
  return `${prefix}.events.${namespace}.${runUid}.${type}`;
}

/** All events of one run, or those of some type. */
export function runEvents({ namespace, runUid }: Named, type: EventType | "*" = "*"): string {
  return `${prefix}.events.${namespace}.${runUid}.${type}`;
}

/** All events of a namespace. */
export function namespaceEvents(namespace: string): string {
  return `${prefix}.events.${namespace}.>`;
}

/** Where every rank of a run listens for commands. */
export function commandSubject({ namespace, runUid }: Named): string {
  return `${prefix}.commands.${namespace}.${runUid}`;
}
