/** The program: global options, all commands, and one place where errors become sentences and exit codes. */
import { Command } from "commander";
import { commandsFor } from "./commands/index.ts";
import { reportError } from "./errors.ts";
import { addPlaceOptions, asPlugin } from "./place/choice.ts";
import type { Terminal } from "./terminal.ts";

const examples = `
Examples:
  $ plateau plan -f study.yaml          what would run, FLOPs, savings, time
  $ plateau run -f study.yaml           train, branch, fit; Ctrl-C stops, the same command goes on
  $ plateau get scalingstudies          what is there
  $ plateau report brown                plots of a study as one HTML file
  $ plateau fit points.csv              fit anybody's numbers: columns N, D, loss

"plateau COMMAND --help" shows the options and examples of a command. With --kubernetes, --context or --kubeconfig a command
talks to a Kubernetes instead of the embedded cluster of a home.`;

const pluginExamples = `
Examples:
  $ kubectl plateau run -f study.yaml                apply and watch; Ctrl-C leaves it running
  $ kubectl plateau top                              runs and their ranks: step, loss, speed, node
  $ kubectl plateau logs -f brown-s --rank all       all ranks of a run, through restarts
  $ kubectl plateau report brown -o brown.html       a study's fit and plots as one HTML file
  $ kubectl plateau plan -f study.yaml               what would run, FLOPs, savings
  $ kubectl plateau get scalingstudies -A --context prod
  $ kubectl plateau get trainingruns --home .plateau the embedded cluster instead

It talks to the cluster and namespace of the kubeconfig's current context, as kubectl does, unless --kubeconfig, --context, -n or
--home says otherwise. Options come after "plateau": kubectl takes none before the name of a plugin.
"kubectl plateau COMMAND --help" shows the options and examples of a command. kubectl's own apply, get, describe, wait, scale,
explain and delete work on the same objects.`;

/** Commands that ask no cluster. */
const withoutPlace = ["import", "engines", "fit", "tokenize", "version", "help"];

/**
 * Runs one command.
 *
 * @param args     without the interpreter and the script
 * @param calledAs "plateau", or "kubectl plateau": decides which cluster is meant where no option says
 * @returns exit code: 0 ok, 1 failed, 2 usage, 130 interrupted
 */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  calledAs: string = "plateau",
): Promise<number> {
  const program = await buildProgram(args, terminal, calledAs);
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    const debug = program.opts<{ debug?: boolean }>().debug === true || args.includes("--debug");
    const { text, exitCode } = reportError(error, debug);
    if (text)
      terminal.err.write(
        `${inOwnName(text, calledAs).replace(/^error:/, terminal.errColours.red("error:"))}\n`,
      );
    return exitCode;
  }
}

/** The program with the commands that the arguments name, or all of them. */
export async function buildProgram(
  args: readonly string[],
  terminal: Terminal,
  calledAs: string,
): Promise<Command> {
  const program = new Command(calledAs)
    .description("Scaling studies whose constant-rate runs are reused for many cooldowns.")
    .option("--debug", "show stacks of errors")
    .addHelpText("after", calledAs === asPlugin ? pluginExamples : examples)
    .helpCommand("help [command]", "show help of a command");
  addPlaceOptions(program);
  for (const load of commandsFor(args)) (await load())(program, terminal);
  for (const each of withSubcommands(program)) prepare(each, terminal, calledAs);
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Below the program's own: `engines install`. */
function pathOf(command: Command): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [];
}

/** What every command shares: no process.exit, output through the terminal, a suggestion for a slip. */
function prepare(command: Command, terminal: Terminal, calledAs: string): void {
  const path = pathOf(command);
  const own = path.map((name) => `${name} `).join("");
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .showHelpAfterError(`Run "${calledAs} ${own}--help" to see what there is.`)
    .configureHelp({ showGlobalOptions: path[0] !== undefined && !withoutPlace.includes(path[0]) })
    .configureOutput({
      writeOut: (text) => void terminal.out.write(inOwnName(text, calledAs)),
      writeErr: (text) => void terminal.err.write(text),
      getOutHelpWidth: () => Math.min(terminal.size().columns, 110),
      getErrHelpWidth: () => Math.min(terminal.size().columns, 110),
      outputError: (text, write) => write(text.replace(/^error:/, terminal.errColours.red("error:"))),
    });
}

/** Texts everywhere name commands as `plateau get …`; a person is told the name by which they called it. */
function inOwnName(text: string, calledAs: string): string {
  return calledAs === "plateau" ? text : text.replaceAll(/(["$] ?)plateau (?=[a-zA-Z-])/g, `$1${calledAs} `);
}
