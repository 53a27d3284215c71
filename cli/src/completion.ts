/**
 * Completions of a half-written command line, in the form that kubectl asks a plugin's `kubectl_complete-NAME` for: a candidate a
 * line with its description behind a tab, then a colon and a number that says whether files may follow as well. From the program's
 * own definition; no cluster is asked, so that a key press never waits for one.
 */
import type { Command, Option } from "commander";
import { resourceKinds } from "./kinds/resolve.ts";

/** Of Cobra, whose shells these are: files are completed where there is no candidate; or they never are. */
const directives = { files: 0, noFiles: 4 } as const;

/** @param words what stands after the program's name; the last is being written and may be "" */
export function completions(program: Command, words: readonly string[]): string[] {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const { command, operands, awaits } = read(program, before);
  if (awaits)
    return answer(choicesOf(awaits), current, /file|directory/.test(awaits.flags) ? "files" : "noFiles");
  if (current.startsWith("-")) return answer(optionsOf(program, command), current, "noFiles");
  if (!command) return answer(commandsOf(program), current, "noFiles");
  const argument = command.registeredArguments[operands.length];
  if (argument?.name() === "kind") return answer(kindNames, current, "noFiles");
  if (argument?.argChoices)
    return answer(
      argument.argChoices.map((choice) => [choice, ""]),
      current,
      "noFiles",
    );
  return answer([], current, argument?.name().includes(".") ? "files" : "noFiles");
}

type Candidate = readonly [text: string, description: string];

const kindNames: Candidate[] = [
  ...resourceKinds.map(({ plural, kind }): Candidate => [plural, kind]),
  ["losses", "every step of a run"],
  ["evaluations", "every evaluation of a run"],
];

/** The command so far, its operands, and the option whose value is to come. */
function read(
  program: Command,
  words: readonly string[],
): { command: Command | undefined; operands: string[]; awaits: Option | undefined } {
  let command: Command | undefined;
  let awaits: Option | undefined;
  const operands: string[] = [];
  for (const word of words) {
    if (word.startsWith("-")) {
      const option = optionOf(program, command, word);
      awaits = option && (option.required || option.optional) && !word.includes("=") ? option : undefined;
    } else if (awaits) {
      // An option of several values takes all that follow.
      if (!awaits.variadic) awaits = undefined;
    } else if (!command) command = program.commands.find((each) => each.name() === word);
    else operands.push(word);
  }
  return { command, operands, awaits };
}

function optionOf(program: Command, command: Command | undefined, word: string): Option | undefined {
  const [flag = ""] = word.split("=", 1);
  return [...(command?.options ?? []), ...program.options].find(
    ({ long, short }) => flag === long || flag === short,
  );
}

function choicesOf({ argChoices, description }: Option): Candidate[] {
  return (argChoices ?? []).map((choice) => [choice, description]);
}

function optionsOf(program: Command, command: Command | undefined): Candidate[] {
  return [...(command?.options ?? []), ...program.options].flatMap(({ long, description, hidden }) =>
    long && !hidden ? [[long, description] as const] : [],
  );
}

function commandsOf(program: Command): Candidate[] {
  return program.commands.map((each) => [each.name(), each.description().split(/[.:]/, 1)[0] ?? ""]);
}

function answer(candidates: readonly Candidate[], current: string, files: keyof typeof directives): string[] {
  const lines = candidates
    .filter(([text]) => text.startsWith(current))
    .map(([text, description]) => (description === "" ? text : `${text}\t${description}`));
  return [...lines, `:${directives[files]}`];
}
