/** `plateau logs RUN`: what the workers of a run have written. */
import { once } from "node:events";
import { InvalidArgumentError, Option, type Command } from "commander";
import { clean } from "../errors.ts";
import type { LogLine, LogsRequest } from "../logs/logs.ts";
import { withPlace } from "../place/place.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Colours, Terminal } from "../terminal.ts";

type Ranks = LogsRequest["ranks"];

interface LogsOptions {
  follow?: boolean;
  rank: Ranks;
}

const examples = `
Examples:
  $ plateau logs brown-s                     rank 0
  $ plateau logs -f brown-s-h1 --rank 0,1    two ranks, each line with its rank in front
  $ plateau logs -f trainingrun/brown-s --rank all`;

export function addLogs(program: Command, terminal: Terminal): void {
  program
    .command("logs")
    .argument("<run>", "a TrainingRun or Cooldown, or KIND/NAME")
    .description("Print the logs of a run's workers: JSON lines, one event each.")
    .option(
      "-f, --follow",
      "go on until Ctrl-C; on Kubernetes, until the run is over, through cut connections and replaced pods",
    )
    .addOption(
      new Option("--rank <ranks>", 'such as 1, "0,2" or "all"; of several, each line begins with its rank')
        .argParser(parseRanks)
        .default([0], "0"),
    )
    .addHelpText("after", examples)
    .action(async (run: string, { follow = false, rank: ranks }: LogsOptions) => {
      await withPlace(program, terminal, async (place) => {
        const { signal, release } = stopSignal();
        const note = (text: string): void => void terminal.err.write(`${clean(text)}\n`);
        try {
          const { namespace } = place;
          const count = await print(
            place.logs({ namespace, run, ranks, follow, signal, note }),
            ranks,
            terminal,
          );
          if (signal.aborted) throw interruptedQuietly();
          if (count === 0) note(`${run} has no logs yet.`);
        } finally {
          release();
        }
      });
    });
}

/** @returns how many lines */
async function print(
  lines: AsyncIterable<LogLine>,
  ranks: Ranks,
  { out, outColours }: Terminal,
): Promise<number> {
  // What a container writes may be anything; a pipe gets it as it is.
  const shown = (out as { isTTY?: boolean }).isTTY === true ? clean : (line: string): string => line;
  const isMixed = ranks === "all" || ranks.length > 1;
  let count = 0;
  for await (const { rank, text } of lines) {
    count += 1;
    const line = `${shown(text)}\n`;
    const isTaken = out.write(isMixed ? `${colourOf(rank, outColours)(`[${rank}]`)} ${line}` : line);
    if (!isTaken) await once(out, "drain");
  }
  return count;
}

function colourOf(rank: number, colours: Colours): (text: string) => string {
  const wheel = [colours.cyan, colours.yellow, colours.green, colours.magenta, colours.blue];
  return wheel[rank % wheel.length]!;
}

/** @throws InvalidArgumentError, which commander tells */
export function parseRanks(text: string): Ranks {
  if (text === "all") return "all";
  const parts = text.split(",").map((part) => part.trim());
  if (parts.some((part) => !/^\d{1,5}$/.test(part)))
    throw new InvalidArgumentError('Use numbers from 0, joined by commas, or "all".');
  return [...new Set(parts.map(Number))].toSorted((a, b) => a - b);
}
