/** `plateau logs RUN`: what the workers of a run have written. */
import { Option, type Command } from "commander";
import { CliError } from "../errors.ts";
import { homeOf, withCluster } from "../home.ts";
import { interruptedQuietly, stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";

interface LogsOptions {
  follow?: boolean;
  rank?: number;
  namespace: string;
}

export function addLogs(program: Command, terminal: Terminal): void {
  const rank = new Option("--rank <number>", "only this rank").argParser((text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text)) throw new CliError("E_USAGE", `--rank is "${text}"; use a number from 0.`);
    return value;
  });
  program
    .command("logs")
    .argument("<run>", "a TrainingRun or Cooldown")
    .description("Print the logs of a run's workers: JSON lines, one event each.")
    .option("-f, --follow", "go on until Ctrl-C")
    .addOption(rank)
    .option("-n, --namespace <name>", "namespace", "default")
    .addHelpText("after", "\nExamples:\n  $ plateau logs brown-s\n  $ plateau logs -f brown-s-h1 --rank 1")
    .action(async (word: string, options: LogsOptions) => {
      const run = word.includes("/") ? (word.split("/").at(-1) ?? word) : word;
      await withCluster(homeOf(program, terminal), async (plateau) => {
        const { signal, release } = stopSignal();
        try {
          const lines = plateau.logs({
            namespace: options.namespace,
            run,
            follow: options.follow === true,
            signal,
            ...(options.rank === undefined ? {} : { rank: options.rank }),
          });
          let any = false;
          for await (const line of lines) {
            any = true;
            terminal.out.write(line.endsWith("\n") ? line : `${line}\n`);
          }
          if (signal.aborted) throw interruptedQuietly();
          if (!any) terminal.err.write(`${run} has no logs yet.\n`);
        } finally {
          release();
        }
      });
    });
}
