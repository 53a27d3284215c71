/** `plateau import`: a Hugging Face folder as a checkpoint, and a Checkpoint object by which runs begin with its weights. */
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { describeModel } from "../checkpoints/find.ts";
import {
  objectNameOf,
  recordImport,
  requireFreeName,
  withImportPlace,
  type ImportedFiles,
  type ImportPlace,
} from "../checkpoints/imported.ts";
import { CliError } from "../errors.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatBytes } from "../output/numbers.ts";
import type { Terminal } from "../terminal.ts";

interface ImportOptions {
  to?: string;
  name?: string;
  /** `--no-object` */
  object: boolean;
  output?: "json" | "yaml";
}

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command("import")
    .argument(
      "<folder>",
      "with config.json and safetensors files, as save_pretrained or plateau export write it",
    )
    .description(
      "Make a checkpoint of a Hugging Face model of the Llama or GPT-2 family, for runs to begin with.",
    )
    .option("--name <name>", "of the Checkpoint object (default: that of the folder)")
    .option(
      "--to <place>",
      "directory or s3://bucket/prefix below which the files are written (default: in a home, imported/NAME)",
    )
    .option("--no-object", "write the files only, and ask no cluster; needs --to")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
The model may be whole or in shards, in float32, float16 or bfloat16. What Plateau's models cannot do is refused, by the name of
the field or tensor. A folder of "plateau export" gives back the checkpoint that it came from, its history included.

A TrainingRun with "startFrom: { checkpoint: NAME }" begins with the weights. Deleting the Checkpoint removes the files.

Examples:
  $ plateau import gpt2/
  $ plateau import gpt2/ --name gpt2-small --to s3://models/gpt2
  $ kubectl plateau import tiny-llama/ --to s3://models/tiny-llama
  $ plateau import tiny-llama/ --no-object --to checkpoints/tiny-llama -o json`,
    )
    .action((folder: string, options: ImportOptions) => runImport(folder, options, { program, terminal }));
}

async function runImport(
  folder: string,
  options: ImportOptions,
  { program, terminal }: { program: Command; terminal: Terminal },
): Promise<void> {
  const path = resolve(terminal.cwd, folder);
  if (!options.object) {
    if (options.to === undefined)
      throw new CliError("E_USAGE", "Without an object nobody knows where the files are; say it with --to.");
    if (options.name !== undefined)
      throw new CliError("E_USAGE", "--name is that of the object, which --no-object leaves out.");
    tell(await importFiles(path, storeAt(options.to, terminal), terminal), undefined, { options, terminal });
    return;
  }
  const name = objectNameOf(options.name ?? basename(path));
  await withImportPlace(program, terminal, async (place) => {
    await requireFreeName(place, name);
    const store = storeIn(place, name, { options, terminal });
    const imported = await importFiles(path, store, terminal);
    try {
      await recordImport(place, name, imported);
    } catch (error) {
      terminal.err.write(`The files are written and stay: ${imported.ref.manifestUri}\n`);
      throw error;
    }
    tell(imported, name, { options, terminal });
  });
}

function storeAt(to: string, { cwd }: Terminal): string {
  return /^s3:/i.test(to) ? to : resolve(cwd, to);
}

/** Workers of a Kubernetes do not see this machine's folders. */
function storeIn(
  place: ImportPlace,
  name: string,
  { options: { to }, terminal }: { options: ImportOptions; terminal: Terminal },
): string {
  if (place.kind === "home") return to === undefined ? place.folderOf(name) : storeAt(to, terminal);
  if (to !== undefined && /^s3:/i.test(to)) return to;
  throw new CliError(
    "E_USAGE",
    `On ${place.label}, workers read the weights over the network: name a bucket, --to s3://bucket/prefix. For files of this machine alone, add --no-object.`,
  );
}

async function importFiles(path: string, place: string, terminal: Terminal): Promise<ImportedFiles> {
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
  return committed;
}

function tell(
  { ref, manifest, bytes }: ImportedFiles,
  name: string | undefined,
  { options: { output }, terminal: { out } }: { options: ImportOptions; terminal: Terminal },
): void {
  const { step, tokens, identity } = manifest;
  const named = name === undefined ? {} : { checkpoint: name };
  if (output) {
    out.write(formatStructured({ ...named, ...ref, bytes, step, tokens, model: identity.model }, output));
    return;
  }
  const address = ref.manifestUri.replace(/\/manifest\.json$/, "").replace(/^file:\/\//, "");
  const what = name === undefined ? address : `Checkpoint ${name} (${address})`;
  out.write(`${what}: ${describeModel(manifest)}, step ${step}, ${formatBytes(bytes)}\n`);
}
