/** `plateau export`: a checkpoint's model as a folder that transformers loads. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { checkpointArgument, describeModel, findCheckpoint, loadWeights } from "../checkpoints/find.ts";
import { findTokenizer, tokenizedBy } from "../checkpoints/find-tokenizer.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatBytes } from "../output/numbers.ts";
import type { Terminal } from "../terminal.ts";

interface ExportOptions {
  to: string;
  tokenizer?: string;
  overwrite?: boolean;
  output?: "json" | "yaml";
}

export function addExport(program: Command, terminal: Terminal): void {
  program
    .command("export")
    .argument("<checkpoint>", checkpointArgument)
    .description("Write a checkpoint's model as a Hugging Face folder: safetensors, config.json, tokenizer.")
    .requiredOption("--to <directory>", "directory to make")
    .option(
      "-t, --tokenizer <name>",
      "byte, gpt2, or the path of a tokenizer.json (default: that of the run's data, where they are reached)",
    )
    .option("--overwrite", "replace the directory if it is there")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
Examples:
  $ plateau get checkpoints
  $ plateau export brown-s-1f2e3d4c-s000120 --to brown-s
  $ plateau export s3://models/brown/step-000000120 --to brown-s --tokenizer gpt2
  $ python -c 'from transformers import AutoModelForCausalLM as M; M.from_pretrained("brown-s")'`,
    )
    .action((word: string, options: ExportOptions) => runExport(word, options, { program, terminal }));
}

async function runExport(
  word: string,
  options: ExportOptions,
  { program, terminal }: { program: Command; terminal: Terminal },
): Promise<void> {
  const found = await findCheckpoint(word, program, terminal);
  const folder = resolve(terminal.cwd, options.to);
  const task = { title: "Exporting", interrupted: "The export was interrupted; nothing was written." };
  const { exportModel } = await import("@plateau/worker/huggingface/index.ts");
  const { loaded, files, tokenizer } = await runLongTask(terminal, task, async (line, signal) => {
    const checkpoint = await loadWeights(found);
    const { manifest, layout, state } = checkpoint;
    const known = await findTokenizer(options.tokenizer, tokenizedBy(found, manifest), terminal);
    const written = await exportModel(
      folder,
      {
        facts: factsOf(manifest),
        layout,
        parameters: state.parameters,
        tokenizer: known && { choice: known.choice, separator: known.tokenizer.separator },
      },
      {
        overwrite: options.overwrite === true,
        signal,
        onProgress: (done, total) => line.update(done, total, formatBytes(done)),
      },
    );
    return { loaded: checkpoint, files: written, tokenizer: known?.tokenizer.name };
  });
  const { manifest } = loaded;
  if (options.output) {
    const { step, identity } = manifest;
    const facts = { folder, files, step, model: identity.model, tokenizer: tokenizer ?? null };
    terminal.out.write(formatStructured(facts, options.output));
    return;
  }
  terminal.out.write(`${folder}: ${describeModel(manifest)}, step ${manifest.step}; ${files.join(", ")}\n`);
  if (tokenizer === undefined)
    terminal.err.write(
      "No tokenizer was written: that of the data is not known here; --tokenizer names it.\n",
    );
}

/** What the manifest says that the weights do not. */
function factsOf(manifest: Awaited<ReturnType<typeof loadWeights>>["manifest"]) {
  const { run, step, tokens, flops, identity, parents, engine, evaluations, smoothedLoss } = manifest;
  return { run, step, tokens, flops, identity, parents, engine, evaluations, smoothedLoss };
}
