/** `plateau sample`: text that a checkpoint's model writes after a prompt, as it comes. */
import type { Command } from "commander";
import { checkpointArgument, findCheckpoint, type FoundCheckpoint } from "../checkpoints/find.ts";
import {
  findTokenizer,
  tokenizedBy,
  type FoundTokenizer,
  type TokenizedBy,
} from "../checkpoints/find-tokenizer.ts";
import { addModelOptions, type ModelOptions } from "../checkpoints/model-options.ts";
import { withModel, type OpenedModel } from "../checkpoints/open-model.ts";
import { CliError, exitCodes } from "../errors.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface SampleOptions extends ModelOptions {
  prompt?: string;
  ids?: string;
  tokens?: number;
  temperature: number;
  topK: number;
  topP: number;
  seed: number;
  tokenizer?: string;
  output?: "json" | "yaml";
}

/** Unless somebody says how many. */
const usualTokens = 100;

export function addSample(program: Command, terminal: Terminal): void {
  addModelOptions(program.command("sample"))
    .argument("<checkpoint>", checkpointArgument)
    .description("Let a checkpoint's model go on with a text, token by token.")
    .option("-p, --prompt <text>", "what it goes on with (default: the start of a document)")
    .option("--ids <numbers>", "instead: token ids with commas between, for data without a tokenizer")
    .addOption(
      numberOption({
        flags: "--tokens <n>",
        description: `tokens to add at most (default: ${usualTokens}, or what the model's context holds)`,
        whole: true,
      }),
    )
    .addOption(
      numberOption({
        flags: "--temperature <t>",
        description: "0 takes the most likely token; above 1 is wilder",
        above: 0,
        included: true,
      }).default(1),
    )
    .addOption(
      numberOption({
        flags: "--top-k <k>",
        description: "draw from the k most likely tokens; 0 = all",
        above: -1,
        whole: true,
      }).default(0),
    )
    .addOption(
      numberOption({
        flags: "--top-p <share>",
        description: "draw from the fewest tokens that hold this share; 1 = all, 0 = the first",
        above: 0,
        below: 1,
        included: true,
      }).default(1),
    )
    .addOption(
      numberOption({
        flags: "--seed <n>",
        description: "the same seed draws the same text",
        above: -1,
        whole: true,
      }).default(0),
    )
    .option(
      "-t, --tokenizer <name>",
      "byte, gpt2, or the path of a tokenizer.json (default: that of the run's data, where they are reached)",
    )
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
Examples:
  $ plateau sample brown-s-1f2e3d-s000120 --prompt "The jury said" --tokens 60
  $ plateau sample brown-s-1f2e3d-s000120 -p "The" --temperature 0.8 --top-p 0.95 --seed 7
  $ plateau sample brown-s-1f2e3d-s000120 -p "The" --weights swa --engine Pjrt
  $ plateau sample s3://models/brown/step-000000120 -t gpt2 -p "The" --temperature 0 -o json
  $ plateau sample markov-3c4d5e-s000200 --ids 0,1,1,0 --tokens 20`,
    )
    .action((word: string, options: SampleOptions) => runSample(word, options, { program, terminal }));
}

async function runSample(
  word: string,
  options: SampleOptions,
  { program, terminal }: { program: Command; terminal: Terminal },
): Promise<void> {
  if (options.prompt !== undefined && options.ids !== undefined)
    throw new CliError("E_USAGE", "--prompt and --ids both say what to go on with; leave one of them out.");
  const found = await findCheckpoint(word, program, terminal);
  const { signal, release } = stopSignal();
  try {
    await withModel(found, options, terminal, (opened) =>
      sample(opened, found, { options, terminal, signal }),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliError("E_INTERRUPTED", "Interrupted.", { cause: error, exitCode: exitCodes.interrupted });
  } finally {
    release();
  }
}

interface Wish {
  options: SampleOptions;
  terminal: Terminal;
  signal: AbortSignal;
}

async function sample(
  { model, parameters, engine, manifest }: OpenedModel,
  found: FoundCheckpoint,
  { options, terminal, signal }: Wish,
): Promise<void> {
  const text = await textOf(options, tokenizedBy(found, manifest), terminal);
  const prompt = text ? promptOf(options, text) : parseIds(options.ids ?? "");
  const [{ Decoder }, { generate }] = await Promise.all([
    import("@plateau/worker/generate/decoder.ts"),
    import("@plateau/worker/generate/generate.ts"),
  ]);
  const tokens = options.tokens ?? Math.max(1, Math.min(usualTokens, model.config.context - prompt.length));
  const decoder = new Decoder({ engine, model, parameters, slots: prompt.length + tokens });
  const { temperature, topK, topP, seed } = options;
  const settings = { tokens, temperature, topK, topP, seed };
  const pieces = await piecesOf(text, prompt);
  const write = (piece: string): void => void (options.output ? undefined : terminal.out.write(piece));
  await decoder.prepare([prompt.length, 1]);
  const begun = performance.now();
  write(text ? (options.prompt ?? "") : "");
  const ids: number[] = [];
  let said = "";
  const tell = (piece: string): void => {
    said += piece;
    write(piece);
  };
  const { separator: end, vocabulary } = text?.tokenizer ?? {};
  for await (const id of generate(decoder, prompt, { ...settings, end, vocabulary, signal })) {
    ids.push(id);
    tell(pieces.push(id));
  }
  tell(pieces.finish());
  write("\n");
  if (!options.output) return;
  const facts = {
    checkpoint: found.label,
    step: manifest.step,
    weights: options.weights,
    engine: engine.name,
    ...(text ? { prompt: options.prompt ?? "", text: said } : {}),
    promptIds: prompt,
    ids,
    isEnded: ids.length < tokens,
    tokensPerSecond: (1000 * ids.length) / (performance.now() - begun),
    settings,
  };
  terminal.out.write(formatStructured(facts, options.output));
}

/** What is said of each token: its text, or its number. */
async function piecesOf(
  text: FoundTokenizer | undefined,
  prompt: readonly number[],
): Promise<{ push: (id: number) => string; finish: () => string }> {
  if (!text) return { push: (id) => `${id} `, finish: () => "" };
  const { TextStream } = await import("@plateau/worker/generate/text-stream.ts");
  return new TextStream(text.tokenizer, prompt);
}

/** Undefined where ids are spoken. @throws CliError E_TOKENIZER if there is no tokenizer for a text */
async function textOf(
  { ids, tokenizer }: SampleOptions,
  of: TokenizedBy,
  terminal: Terminal,
): Promise<FoundTokenizer | undefined> {
  if (ids !== undefined) return undefined;
  const found = await findTokenizer(tokenizer, of, terminal);
  if (found) return found;
  throw new CliError(
    "E_TOKENIZER",
    `The tokenizer of ${of.label} is not known here: its data cannot be reached, or have none. Name it with --tokenizer, or give token ids with --ids.`,
  );
}

/** A document begins after the end of another. */
function promptOf({ prompt }: SampleOptions, { tokenizer }: FoundTokenizer): number[] {
  const ids = Array.from(tokenizer.encode(prompt ?? ""));
  if (ids.length > 0) return ids;
  if (tokenizer.separator !== undefined) return [tokenizer.separator];
  throw new CliError("E_USAGE", "This tokenizer has no token between documents; give a --prompt.");
}

function parseIds(text: string): number[] {
  const parts = text.split(/[\s,]+/).filter((part) => part !== "");
  const odd = parts.find((part) => !/^\d{1,9}$/.test(part));
  if (odd === undefined) return parts.map(Number);
  throw new CliError("E_USAGE", `--ids: "${odd}" is no token id; write whole numbers with commas between.`);
}
