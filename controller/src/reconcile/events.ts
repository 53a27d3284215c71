/** Events for people: type and reason paired once, so that alerts and tests can rely on them. */
import type { Action } from "./reconciler.ts";

const eventTypes = {
  GangStarted: "Normal",
  GangSuspended: "Normal",
  GangRestarted: "Warning",
  GangRescaled: "Normal",
  RunSucceeded: "Normal",
  RunFailed: "Warning",
  CheckpointRecorded: "Normal",
  CheckpointResolved: "Normal",
  IdentityOverridden: "Warning",
  RemovalStarted: "Normal",
  BlobRemoved: "Normal",
  RemovalFailed: "Warning",
  ReleasedWithRun: "Normal",
  StudyPlanned: "Normal",
  RunCreated: "Normal",
  CooldownCreated: "Normal",
  SizeFailed: "Warning",
  FitUpdated: "Normal",
  StudySucceeded: "Normal",
  StudyFailed: "Warning",
  FinishedExpired: "Normal",
} as const satisfies Record<string, "Normal" | "Warning">;

export type EventReason = keyof typeof eventTypes;

export function announce(reason: EventReason, message: string): Action {
  return { kind: "Announce", type: eventTypes[reason], reason, message };
}
