/** `plateau checkpoint|pause|resume|log-level RUN`: commands to the workers of a run, and what each of its ranks says to them. */
import { Argument, type Command } from "commander";
import {
  logLevels,
  type Command as RunCommand,
  type CommandReply,
  type LogLevel,
} from "@plateau/proto/events/index.ts";
import { clean, CliError } from "../errors.ts";
import { isFinished } from "../live/observe.ts";
import { findRun } from "../logs/run-pods.ts";
import { plural } from "../output/numbers.ts";
import { withPlace, type Place } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface TellOptions {
  timeout: number;
}

const defaultSeconds = 60;

export function addCheckpoint(program: Command, terminal: Terminal): void {
  add(program, terminal, {
    name: "checkpoint",
    description:
      "Commit the state of a run after the step under way. Kept like any other: as one of the last keepLast.",
    example: "plateau checkpoint brown-s",
    command: { type: "checkpoint-now" },
  });
}

export function addPause(program: Command, terminal: Terminal): void {
  add(program, terminal, {
    name: "pause",
    description:
      "Hold a run after the step under way, its memory and its place kept, until resume or the end of its workers.",
    example: "plateau pause brown-s",
    command: { type: "pause" },
  });
}

export function addResume(program: Command, terminal: Terminal): void {
  add(program, terminal, {
    name: "resume",
    description: "Let a paused run go on.",
    example: "plateau resume brown-s",
    command: { type: "resume" },
  });
}

export function addLogLevel(program: Command, terminal: Terminal): void {
  describeCommand(program, {
    name: "log-level",
    description: "Change how much the workers of a run write into their logs, until they end.",
    example: "plateau log-level brown-s debug",
  })
    .addArgument(new Argument("<level>", "how much").choices(logLevels))
    .action(async (word: string, level: LogLevel, options: TellOptions) =>
      withPlace(program, terminal, (place) =>
        tell(place, { word, command: { type: "set-log-level", level }, ...options }, terminal),
      ),
    );
}

interface Described {
  name: string;
  description: string;
  example: string;
}

function describeCommand(program: Command, { name, description, example }: Described): Command {
  return program
    .command(name)
    .argument("<run>", "a TrainingRun or Cooldown, or KIND/NAME")
    .description(description)
    .addOption(
      numberOption({
        flags: "--timeout <seconds>",
        description: "wait so long for the ranks' answers",
      }).default(defaultSeconds),
    )
    .addHelpText("after", `\nExample:\n  $ ${example}`);
}

function add(
  program: Command,
  terminal: Terminal,
  { command, ...described }: Described & { command: RunCommand },
): void {
  describeCommand(program, described).action(async (word: string, options: TellOptions) =>
    withPlace(program, terminal, (place) => tell(place, { word, command, ...options }, terminal)),
  );
}

/** @throws CliError E_NOT_FOUND, E_NO_ANSWER, E_REFUSED; EventBusError */
async function tell(
  { cluster, namespace, events }: Place,
  { word, command, timeout }: { word: string; command: RunCommand } & TellOptions,
  { out }: Terminal,
): Promise<void> {
  const run = await findRun(cluster, namespace, word);
  const { name, uid } = run.metadata;
  if (isFinished(run))
    throw new CliError("E_REFUSED", `${run.kind} ${name} is over: there are no workers to tell.`);
  const bus = await events();
  const ranks = Math.max(run.status?.readyWorkers ?? 0, 1);
  const replies = await bus.command({ namespace, runUid: uid }, command, {
    ranks,
    timeoutMs: 1000 * timeout,
  });
  const inOrder = replies.toSorted((a, b) => a.rank - b.rank);
  for (const { rank, message } of inOrder)
    out.write(`${run.kind} ${name}, rank ${rank}: ${clean(message)}\n`);
  judge(inOrder, { name, ranks, timeout });
}

function judge(
  replies: readonly CommandReply[],
  { name, ranks, timeout }: { name: string; ranks: number; timeout: number },
): void {
  const refused = replies.filter(({ accepted }) => !accepted);
  if (refused.length > 0)
    throw new CliError("E_REFUSED", `${plural(refused.length, "rank")} of ${name} did not do it.`);
  if (replies.length >= ranks) return;
  throw new CliError(
    "E_NO_ANSWER",
    `${replies.length} of ${plural(ranks, "rank")} of ${name} answered within ${timeout} s. A step may take longer, or a worker is just starting: "plateau top ${name}" shows its ranks; --timeout waits longer.`,
  );
}
