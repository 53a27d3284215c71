/** The program: global options, all commands, and one place where errors become sentences and exit codes. */
import { Command } from "commander";
import { commandsFor } from "./commands/index.ts";
import { reportError } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

const examples = `
Examples:
  $ plateau plan -f study.yaml          what would run, FLOPs, savings, time
  $ plateau run -f study.yaml           train, branch, fit; Ctrl-C stops, the same command goes on
  $ plateau get scalingstudies          what is there
  $ plateau report brown                plots of a study as one HTML file
  $ plateau fit points.csv              fit anybody's numbers: columns N, D, loss

"plateau COMMAND --help" shows the options and examples of a command.`;

/**
 * Runs one command.
 *
 * @param args without the interpreter and the script
 * @returns exit code: 0 ok, 1 failed, 2 usage, 130 interrupted
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = await buildProgram(args, terminal);
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    const debug = program.opts<{ debug?: boolean }>().debug === true || args.includes("--debug");
    const { text, exitCode } = reportError(error, debug);
    if (text) terminal.err.write(`${text.replace(/^error:/, terminal.errColours.red("error:"))}\n`);
    return exitCode;
  }
}

async function buildProgram(args: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command("plateau")
    .description("Scaling studies whose constant-rate runs are reused for many cooldowns.")
    .option("--home <directory>", "where the embedded cluster lives (default: $PLATEAU_HOME or .plateau)")
    .option("--debug", "show stacks of errors")
    .addHelpText("after", examples)
    .helpCommand("help [command]", "show help of a command");
  for (const load of commandsFor(args)) (await load())(program, terminal);
  for (const each of [program, ...program.commands]) prepare(each, terminal);
  return program;
}

/** What every command shares: no process.exit, output through the terminal, a suggestion for a slip. */
function prepare(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .showHelpAfterError(
      `Run "plateau ${command.name() === "plateau" ? "" : `${command.name()} `}--help" to see what there is.`,
    )
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      getOutHelpWidth: () => Math.min(terminal.size().columns, 110),
      getErrHelpWidth: () => Math.min(terminal.size().columns, 110),
      outputError: (text, write) => write(text.replace(/^error:/, terminal.errColours.red("error:"))),
    });
}
