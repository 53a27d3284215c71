/**
 * Credentials of a gang for the event stream, while it is at work: written anew well before they expire. The Secret is never read; that it was
 * written, and until when what it holds is good, is noted on the gang's run config, afterwards.
 */
import { configMapOf, membershipSecret, readerSecret, type AttemptNote } from "../children/gang.ts";
import type { Action, Snapshot } from "../reconciler.ts";
import type { GangView } from "./observe.ts";

/** The run's key and credentials, and those of whoever reads its namespace. */
export function secretsOf({ object, platform, nowMs }: Snapshot): Action[] {
  const secret = membershipSecret(object, platform, nowMs);
  const actions: Action[] = [{ kind: "Apply", object: secret, reason: "MembershipKey", beside: true }];
  const { events } = platform;
  if (events) {
    const readers = readerSecret(object.metadata.namespace, events, nowMs);
    actions.push({ kind: "Apply", object: readers, reason: "EventReaders", beside: true });
  }
  return actions;
}

/** Until when those hold that are written now; nothing to note where there is no event stream. */
export function eventsUntil({ object, platform, nowMs }: Snapshot): Pick<AttemptNote, "eventsUntilMs"> {
  const term = platform.events?.workerTerm({ runUid: object.metadata.uid }, nowMs);
  return term ? { eventsUntilMs: term.expiresAtMs } : {};
}

/** What is to be written now, and when to look again. Without a run config there is no place for the note yet. */
export function renewal(
  snapshot: Snapshot,
  { config, eventsUntilMs }: GangView,
  note: AttemptNote,
): { actions: Action[]; againMs: number } {
  const { object, platform, nowMs } = snapshot;
  const term = platform.events?.workerTerm({ runUid: object.metadata.uid }, nowMs);
  if (!term) return { actions: [], againMs: Infinity };
  const againMs = term.renewAtMs - nowMs;
  if (!config || eventsUntilMs === term.expiresAtMs) return { actions: [], againMs };
  const noted = configMapOf(object, config.data?.["run.json"] ?? "", {
    ...note,
    eventsUntilMs: term.expiresAtMs,
  });
  return {
    actions: [...secretsOf(snapshot), { kind: "Apply", object: noted, reason: "CredentialsRenewed" }],
    againMs,
  };
}
