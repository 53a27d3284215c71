/**
 * What goes over the event stream: everything that workers tell (progress/events.ts) with who told it, and commands to workers the
 * other way. The stream is a side channel: training and reconciling go on without it.
 */
import type { ProgressEvent } from "../progress/events.ts";

/** A run as the stream names it. */
export interface RunIdentity {
  namespace: string;
  kind: "TrainingRun" | "Cooldown";
  run: string;
  runUid: string;
}

export interface RunEvent extends RunIdentity {
  rank: number;
  /** One life of the rank (uid of its pod). */
  process: string;
  /** Counts from 1 within one process, without gaps. */
  sequence: number;
  /** When it was told, milliseconds since 1970, by the teller's clock. */
  atMs: number;
  event: ProgressEvent;
}

export type EventType = ProgressEvent["type"];
export const eventTypes = [
  "step",
  "evaluated",
  "checkpoint",
  "lifecycle",
] as const satisfies readonly EventType[];

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Command =
  /** Commit the state after the step under way. */
  | { type: "checkpoint-now" }
  /** Hold after the step under way, memory kept, until `resume` or the end of the process. */
  | { type: "pause" }
  | { type: "resume" }
  | { type: "set-log-level"; level: LogLevel };

/** Answer of one rank. */
export interface CommandReply {
  rank: number;
  accepted: boolean;
  /** Why not, or what it will do: a sentence for people. */
  message: string;
}

/** One command as it travels: whoever hears the same id twice does it once. */
export interface CommandMessage {
  id: string;
  command: Command;
}

/** What a rank does about a command. Never rejects: a failure is an answer too. */
export type CommandHandler = (message: CommandMessage) => Promise<Omit<CommandReply, "rank">>;
