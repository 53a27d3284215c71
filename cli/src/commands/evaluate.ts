/** `plateau evaluate`: a checkpoint's loss on validation data, in all and by domain. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import type { DataConfig } from "@plateau/proto";
import type { DataSource } from "@plateau/worker/data/source.ts";
import type { Score, Scores } from "@plateau/worker/evaluate/score.ts";
import { checkpointArgument, findCheckpoint, type FoundCheckpoint } from "../checkpoints/find.ts";
import { findTokenizer } from "../checkpoints/find-tokenizer.ts";
import { addModelOptions, type ModelOptions } from "../checkpoints/model-options.ts";
import { withModel, type OpenedModel } from "../checkpoints/open-model.ts";
import { CliError } from "../errors.ts";
import { runLongTask } from "../live/long-task.ts";
import type { ProgressLine } from "../live/progress-line.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatCount, formatLoss, formatValue } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface EvaluateOptions extends ModelOptions {
  data?: string;
  batch?: number;
  sequences: number;
  output?: "json" | "yaml";
}

export function addEvaluate(program: Command, terminal: Terminal): void {
  addModelOptions(program.command("evaluate"))
    .argument("<checkpoint>", checkpointArgument)
    .description("Score a checkpoint on validation data: loss, perplexity, bits per byte, by domain.")
    .option("--data <place>", "tokenised data: directory or s3://bucket/prefix (default: those of its run)")
    .addOption(
      numberOption({
        flags: "--batch <n>",
        description: "sequences scored at once (default: a shard's part of the run's batch)",
        whole: true,
      }),
    )
    .addOption(
      numberOption({
        flags: "--sequences <n>",
        description: "score so many, spread evenly over the set; 0 = all",
        above: 0,
        included: true,
        whole: true,
      }).default(0),
    )
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
Examples:
  $ plateau evaluate brown-s-1f2e3d-s000120
  $ plateau evaluate brown-s-1f2e3d-s000120 --data .plateau/data/other --batch 32 -o json
  $ plateau evaluate brown-s-1f2e3d-s000120 --weights ema --engine Pjrt
  $ plateau evaluate s3://models/brown/step-000000120 --data s3://data/brown`,
    )
    .action(async (word: string, options: EvaluateOptions) => {
      const found = await findCheckpoint(word, program, terminal);
      const task = { title: "Evaluating", interrupted: "The evaluation was interrupted." };
      const { scores, opened } = await runLongTask(terminal, task, (line, signal) =>
        withModel(found, options, terminal, async (model) => ({
          scores: await evaluate(model, { found, options, terminal }, { line, signal }),
          opened: model,
        })),
      );
      const { step, evaluations } = opened.manifest;
      const { engine } = opened;
      const { weights } = options;
      terminal.out.write(
        options.output
          ? formatStructured(
              {
                checkpoint: found.label,
                step,
                weights,
                engine: engine.name,
                ...scores,
                ofTheRun: evaluations,
              },
              options.output,
            )
          : describe(
              `${found.label}, step ${step}${weights === "final" ? "" : `, ${weights} weights`}`,
              scores,
            ),
      );
    });
}

async function evaluate(
  { model, parameters, engine, manifest }: OpenedModel,
  { found, options, terminal }: { found: FoundCheckpoint; options: EvaluateOptions; terminal: Terminal },
  { line, signal }: { line: ProgressLine; signal: AbortSignal },
): Promise<Scores> {
  const { sequences, sequenceLength, shards } = manifest.identity.batch;
  const where = options.data === undefined ? found.data : dataAt(options.data, terminal.cwd);
  if (!where)
    throw new CliError(
      "E_NOT_FOUND",
      `The data of ${found.label} are not known here; say where tokenised data are with --data.`,
    );
  const [{ openSource }, { score }] = await Promise.all([
    import("@plateau/worker/data/index.ts"),
    import("@plateau/worker/evaluate/score.ts"),
  ]);
  const data = await openSource(where, {
    seed: manifest.identity.dataSeed,
    sequenceLength,
    sequencesPerStep: sequences,
    vocabulary: model.config.vocabulary,
  });
  try {
    if (options.data === undefined) requireOwn(data, found, manifest.identity.data);
    const batch = options.batch ?? Math.max(1, Math.floor(sequences / shards));
    const program = await engine.evaluation(model, { batch, time: sequenceLength });
    const text = await findTokenizer(
      undefined,
      {
        label: found.label,
        data: where,
        dataIdentity: data.identity,
        vocabulary: model.config.vocabulary,
      },
      terminal,
    );
    return await score({
      data,
      program,
      parameters,
      shape: { batch, sequenceLength, sequences: options.sequences },
      byteLength: text?.tokenizer.byteLength,
      signal,
      onProgress: (done, total, loss) => line.update(done, total, `loss ${formatLoss(loss)}`),
    });
  } finally {
    await data.close();
  }
}

function dataAt(place: string, cwd: string): DataConfig {
  const uri = /^[a-z][a-z0-9+.-]*:\/\//i.test(place) ? place : pathToFileURL(resolve(cwd, place)).href;
  return { source: "tokens", uri };
}

/** Data that were replaced since would give another number under the same name. */
function requireOwn({ identity }: DataSource, { label }: FoundCheckpoint, expected: string): void {
  if (identity === expected) return;
  throw new CliError(
    "E_NOT_FOUND",
    `The data of the run of ${label} are no longer those that it was trained on: they were replaced. To score it on them all the same, name them with --data.`,
  );
}

function describe(title: string, scores: Scores): string {
  const row = (name: string, { loss, perplexity, bitsPerByte, tokens }: Score): string[] => [
    name,
    loss.toFixed(4),
    formatValue(perplexity),
    bitsPerByte === undefined ? "–" : bitsPerByte.toFixed(4),
    formatCount(tokens),
  ];
  const columns = ["DOMAIN", "LOSS", "PERPLEXITY", "BITS/BYTE", "TOKENS"];
  const table = formatTable(
    columns.map((name, i) => ({ title: name, align: i === 0 ? "left" : "right" })),
    [...Object.entries(scores.domains).map(([name, each]) => row(name, each)), row("all", scores)],
  );
  return [`${title}: ${scores.sequences} sequences`, "", ...table, ""].join("\n");
}
