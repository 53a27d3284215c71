/**
 * Events, commands and answers as protobuf messages (`plateau/v1/events.proto`). Bytes from the network may be anything: what is no
 * message comes out as undefined. Numbers inside an event are only as good as its teller; the controller checks them like any
 * other message of a worker.
 */
import { plateau } from "../generated/messages.js";
import { fromReport, reportOf } from "../progress/frames.ts";
import {
  logLevels,
  type Command,
  type CommandMessage,
  type CommandReply,
  type LogLevel,
  type RunEvent,
} from "./events.ts";

const messages = plateau.v1;
const whole = { defaults: true, arrays: true, objects: true, oneofs: true } as const;

export function encodeEvent({ sequence, event, ...teller }: RunEvent): Uint8Array {
  return messages.RunEvent.encode({ ...teller, report: reportOf({ sequence, event }) }).finish();
}

/** @returns undefined for bytes that are no event of a run */
export function decodeEvent(bytes: Uint8Array): RunEvent | undefined {
  const read = readAs(messages.RunEvent, bytes) as (Record<string, unknown> & Partial<RunEvent>) | undefined;
  const { report, ...teller } = read ?? {};
  if (!isTeller(teller) || typeof report !== "object" || report === null) return undefined;
  const told = fromReport(report as Record<string, unknown>);
  return told && told.sequence > 0 ? { ...teller, ...told } : undefined;
}

function isTeller(read: Partial<RunEvent>): read is Omit<RunEvent, "sequence" | "event"> {
  const isNamed = Boolean(read.namespace && read.run && read.runUid && read.process);
  return isNamed && (read.kind === "TrainingRun" || read.kind === "Cooldown");
}

export function encodeCommand({ id, command }: CommandMessage): Uint8Array {
  return messages.Command.encode({ id, ...commandFields[command.type](command) }).finish();
}

/** @returns undefined for bytes that are no command, or one that this release does not know */
export function decodeCommand(bytes: Uint8Array): CommandMessage | undefined {
  const read = readAs(messages.Command, bytes) as WireCommand | undefined;
  const command = read?.id ? commandOf(read) : undefined;
  return command && { id: read!.id, command };
}

interface WireCommand {
  id: string;
  what?: string;
  setLogLevel?: { level: LogLevel };
}

function commandOf({ what, setLogLevel }: WireCommand): Command | undefined {
  const level = setLogLevel?.level;
  switch (what) {
    case "checkpointNow":
      return { type: "checkpoint-now" };
    case "pause":
    case "resume":
      return { type: what };
    case "setLogLevel":
      return level && logLevels.includes(level) ? { type: "set-log-level", level } : undefined;
    default:
      return undefined;
  }
}

const commandFields: Record<Command["type"], (command: Command) => object> = {
  "checkpoint-now": () => ({ checkpointNow: {} }),
  pause: () => ({ pause: {} }),
  resume: () => ({ resume: {} }),
  "set-log-level": (command) => ({
    setLogLevel: command.type === "set-log-level" ? { level: command.level } : {},
  }),
};

/** @param id of the command that is answered */
export function encodeReply(id: string, reply: CommandReply): Uint8Array {
  return messages.CommandReply.encode({ id, ...reply }).finish();
}

/** @returns undefined for bytes that are no answer to the command `id` */
export function decodeReply(bytes: Uint8Array, id: string): CommandReply | undefined {
  const { id: answered, ...reply } = readAs(messages.CommandReply, bytes) ?? {};
  return answered === id ? (reply as unknown as CommandReply) : undefined;
}

interface MessageType {
  decode(bytes: Uint8Array): object;
  // As the generated code has it.
  toObject(message: never, options: typeof whole): Record<string, unknown>;
}

function readAs(type: MessageType, bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    return type.toObject(type.decode(bytes) as never, whole);
  } catch {
    return undefined;
  }
}
