/** `plateau tokenize`: text, JSONL or parquet into token shards that training reads. */
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { InputFormat, TokenizeSummary } from "@plateau/worker/data/tokenize/index.ts";
import { tokenizerChoice } from "../checkpoints/tokenizer-choice.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatBytes, formatCount } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

/** Those of the library, which is loaded only when it is used. */
const formats = ["text", "jsonl", "parquet", "brown"] as const satisfies readonly InputFormat[];

interface TokenizeCommandOptions {
  input: string[];
  out: string;
  tokenizer: string;
  format?: InputFormat;
  textField?: string;
  domainField?: string;
  separator?: string;
  validation: number;
  seed: number;
  overwrite?: boolean;
  output?: "json" | "yaml";
}

export function addTokenize(program: Command, terminal: Terminal): void {
  program
    .command("tokenize")
    .description(
      "Turn text, JSONL or parquet files into token shards, split by document into training and validation.",
    )
    .requiredOption("-i, --input <paths...>", "files and directories")
    .requiredOption(
      "--out <directory>",
      "directory to make, such as .plateau/data/mine, or s3://bucket/prefix",
    )
    .option("-t, --tokenizer <name>", 'byte, gpt2, or the path of a Hugging Face "tokenizer.json"', "byte")
    .addOption(
      new Option("--format <format>", "of every input; without it by file extension").choices(formats),
    )
    .option("--text-field <name>", "JSONL field or parquet column of the text (default: text)")
    .option("--domain-field <name>", "field or column that names a document's domain")
    .option("--separator <text>", "between documents of one text file; without it a file is one document")
    .addOption(
      numberOption({
        flags: "--validation <share>",
        description: "share of the documents kept for validation",
        below: 1,
      }).default(0.05),
    )
    .addOption(
      numberOption({ flags: "--seed <number>", description: "of the split", above: -1, whole: true }).default(
        0,
      ),
    )
    .option("--overwrite", "replace the directory if it is there")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
Examples:
  $ plateau tokenize --input my-text/ --out .plateau/data/mine
  $ plateau tokenize -i corpus.jsonl --domain-field source -t gpt2 --out .plateau/data/web`,
    )
    .action(async (options: TokenizeCommandOptions) => {
      const summary = await tokenizeWithBar(options, terminal);
      if (options.output) terminal.out.write(formatStructured(summary, options.output));
      else terminal.out.write(describe(summary));
    });
}

/** Also what the demo prepares its corpus with. @throws DataError; CliError E_INTERRUPTED on Ctrl-C (nothing is left behind) */
export async function tokenizeWithBar(
  options: Pick<TokenizeCommandOptions, "input" | "out" | "tokenizer" | "validation" | "seed"> &
    Partial<TokenizeCommandOptions>,
  terminal: Terminal,
): Promise<TokenizeSummary> {
  const task = { title: "Tokenizing", interrupted: "Tokenizing was interrupted; nothing was written." };
  return runLongTask(terminal, task, async (line, signal) => {
    const { tokenize } = await import("@plateau/worker/data/tokenize/index.ts");
    return tokenize({
      inputs: options.input.map((path) => resolve(terminal.cwd, path)),
      output: /^s3:/i.test(options.out) ? options.out : resolve(terminal.cwd, options.out),
      tokenizer: tokenizerChoice(options.tokenizer, terminal.cwd),
      validationFraction: options.validation,
      seed: options.seed,
      overwrite: options.overwrite === true,
      ...(options.format ? { format: options.format } : {}),
      ...(options.textField ? { textField: options.textField } : {}),
      ...(options.domainField ? { domainField: options.domainField } : {}),
      ...(options.separator ? { documentSeparator: options.separator.replaceAll("\\n", "\n") } : {}),
      signal,
      onProgress: ({ bytesDone, bytesTotal, documents, tokens }) =>
        line.update(
          bytesDone,
          bytesTotal,
          `${formatBytes(bytesDone)}, ${documents} documents, ${formatCount(tokens)} tokens`,
        ),
    });
  });
}

function describe({ output, tokenizer, vocabulary, documents, tokens, domains }: TokenizeSummary): string {
  const head = `${documents} documents, ${formatCount(tokens.train)} training and ${formatCount(tokens.validation)} validation tokens (${tokenizer.name}, vocabulary ${vocabulary}) in ${output}`;
  if (domains.length < 2) return `${head}\n`;
  const table = formatTable(
    [{ title: "DOMAIN" }, { title: "TRAINING", align: "right" }, { title: "VALIDATION", align: "right" }],
    domains.map(({ domain, trainTokens, validationTokens }) => [
      domain,
      formatCount(trainTokens),
      formatCount(validationTokens),
    ]),
  );
  return [head, "", ...table, ""].join("\n");
}
