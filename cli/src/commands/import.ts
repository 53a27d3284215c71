/** `plateau import`: a Hugging Face folder as a checkpoint. */
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import type { CheckpointManifest } from "@plateau/proto";
import { describeModel } from "../checkpoints/find.ts";
import { CliError } from "../errors.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatBytes } from "../output/numbers.ts";
import type { Terminal } from "../terminal.ts";

interface ImportOptions {
  to: string;
  output?: "json" | "yaml";
}

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command("import")
    .argument(
      "<folder>",
      "with config.json and safetensors files, as save_pretrained or plateau export write it",
    )
    .description("Make a checkpoint of a Hugging Face model of the Llama or GPT-2 family.")
    .requiredOption("--to <place>", "directory or s3://bucket/prefix below which the checkpoint is made")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
The model may be whole or in shards, in float32, float16 or bfloat16. What Plateau's models cannot do is refused, by the name of
the field or tensor. A folder of "plateau export" gives back the checkpoint that it came from, its history included.

Examples:
  $ plateau import gpt2/ --to .plateau/imported/gpt2
  $ plateau import tiny-llama/ --to s3://models/tiny-llama -o json`,
    )
    .action((folder: string, options: ImportOptions) => runImport(folder, options, terminal));
}

async function runImport(folder: string, options: ImportOptions, terminal: Terminal): Promise<void> {
  const path = resolve(terminal.cwd, folder);
  const place = /^s3:/i.test(options.to) ? options.to : resolve(terminal.cwd, options.to);
  const task = { title: "Importing", interrupted: "The import was interrupted; no checkpoint was made." };
  const { committed, notes } = await runLongTask(terminal, task, async (line, signal) => {
    const [{ importModel, checkpointContents }, { listCheckpoints, openStore, saveCheckpoint }] =
      await Promise.all([
        import("@plateau/worker/huggingface/index.ts"),
        import("@plateau/worker/checkpoint/index.ts"),
      ]);
    const store = await openStore(place);
    const imported = await importModel(path, {
      signal,
      onProgress: (done, total) => line.update(done, total, formatBytes(done)),
    });
    const contents = checkpointContents(imported, basename(path));
    const { step } = contents.facts;
    // Nothing that stands is replaced, and nothing else taken for what was imported.
    if ((await listCheckpoints(store)).some((each) => each.step === step))
      throw new CliError(
        "E_EXISTS",
        `${store.uri} holds a checkpoint of step ${step}; nothing was written. Choose another place with --to.`,
      );
    return { committed: await saveCheckpoint(store, contents), notes: imported.notes };
  });
  for (const note of notes) terminal.err.write(`${note}\n`);
  tell(committed, options, terminal);
}

function tell(
  {
    ref,
    manifest,
    bytes,
  }: { ref: { manifestUri: string; sha256: string }; manifest: CheckpointManifest; bytes: number },
  { output }: ImportOptions,
  { out }: Terminal,
): void {
  const { step, tokens, identity } = manifest;
  if (output) {
    out.write(formatStructured({ ...ref, bytes, step, tokens, model: identity.model }, output));
    return;
  }
  const address = ref.manifestUri.replace(/\/manifest\.json$/, "").replace(/^file:\/\//, "");
  out.write(`${address}: ${describeModel(manifest)}, step ${step}, ${formatBytes(bytes)}\n`);
}
