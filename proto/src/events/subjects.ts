/** Subjects of the event stream. Namespaces and uids hold no dots, spaces or wildcards, so each is one token. */
import type { EventType, RunEvent, RunIdentity } from "./events.ts";

const prefix = "plateau.v1";

/** The stream that keeps the events of an installation. */
export const streamName = "PLATEAU_EVENTS";

/** Everything that the stream keeps. */
export const allEvents = `${prefix}.events.>`;

type Named = Pick<RunIdentity, "namespace" | "runUid">;

/** Where a rank tells an event: `plateau.v1.events.NAMESPACE.UID.TYPE`. */
export function eventSubject({ namespace, runUid }: Named, type: EventType): string {
  return `${prefix}.events.${namespace}.${runUid}.${type}`;
}

/** Whose events have this subject. @returns undefined for a subject of something else */
export function runOfSubject(subject: string): Named | undefined {
  const [, namespace, runUid] = /^plateau\.v1\.events\.([^.]+)\.([^.]+)\.[^.]+$/.exec(subject) ?? [];
  return namespace === undefined || runUid === undefined ? undefined : { namespace, runUid };
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

/**
 * Names an event, so that the stream keeps once what a teller sends twice. By the teller's life and sequence and not by step: a
 * step that is computed again after going back to a checkpoint is another event.
 */
export function messageId({
  runUid,
  process,
  sequence,
}: Pick<RunEvent, "runUid" | "process" | "sequence">): string {
  return `${runUid}/${process}/${sequence}`;
}

/** Prefix of the subjects on which answers reach a teller of the run. */
export function workerInbox(runUid: string): string {
  return `_INBOX_${runUid}`;
}

/** Prefix of the subjects on which answers reach readers of a namespace. */
export function readerInbox(namespace: string): string {
  return `_INBOX_READ_${namespace}`;
}
