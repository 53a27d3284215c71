/**
 * Load: every byte is verified on its way into the flat vectors; damage names the file, and `loadLatestGood` falls back to the
 * newest checkpoint that is whole, saying what it skipped and why.
 */
import type { CheckpointManifest, CheckpointRef } from "@plateau/proto";
import { listCheckpoints } from "./retention.ts";
import { files, sizeOf, type CheckpointState, type Layout } from "./contents.ts";
import { CheckpointError } from "./errors.ts";
import { shardsOfPart } from "./part-writer.ts";
import { manifestUri, splitManifestUri, stepDirectory } from "./names.ts";
import { HeaderError, type Header, type TensorEntry } from "./safetensors/header.ts";
import { SafetensorsReader } from "./safetensors/read.ts";
import type { BlobStore } from "./store.ts";
import { openStore } from "./stores/index.ts";
import { openManifest, readVerified } from "./verify.ts";

export interface LoadedCheckpoint {
  ref: CheckpointRef;
  manifest: CheckpointManifest;
  layout: Layout;
  state: CheckpointState;
}

export interface LoadOptions {
  /** What the parameters must be, in order; the checkpoint's own order if left out. */
  layout?: Layout;
  /** Whose codec memory to load, into `extra`; none if left out. */
  shards?: readonly number[];
  /** Load only the weights, and with them their averages where those are wanted: enough to evaluate or export. */
  only?: "weights" | "averages";
}

/**
 * Load a checkpoint into fresh vectors on SharedArrayBuffers.
 *
 * @param which a step, or a reference whose sha256 the manifest must have
 * @throws CheckpointError E_CHECKPOINT_MISSING, E_CHECKPOINT_DAMAGED, E_CHECKPOINT_FORMAT, E_CHECKPOINT_MISMATCH (another model)
 */
export async function loadCheckpoint(
  store: BlobStore,
  which: number | CheckpointRef,
  options: LoadOptions = {},
): Promise<LoadedCheckpoint> {
  const step = typeof which === "number" ? which : splitManifestUri(which.manifestUri).step;
  const expected = typeof which === "number" ? undefined : which.sha256;
  const { manifest, sha256 } = await openManifest(store, step, expected);
  const directory = stepDirectory(step);
  const read = (name: string): Promise<LoadedFile> => loadFile(store, directory, manifest, name);
  const model = await read(files.model);
  const layout = options.layout ?? model.tensors.map(({ name, shape }) => ({ name, shape }));
  const state: CheckpointState = {
    parameters: inOrder(model, layout, "", `${directory}/${files.model}`),
    slots: {},
    averages: { vectors: {}, counters: {} },
    extra: {},
  };
  const rest = { manifest, read, layout, directory };
  if (options.only === undefined) await loadRest(rest, state);
  if (options.only !== "weights") await loadAverages(rest, state);
  for (const name of partsOf(manifest, options.shards ?? []))
    Object.assign(state.extra, named(await read(name)));
  return { ref: { manifestUri: manifestUri(store.uri, step), sha256 }, manifest, layout, state };
}

/** Load what a reference names, from whichever store it lies in. */
export async function loadReference(
  ref: CheckpointRef,
  options: LoadOptions = {},
): Promise<LoadedCheckpoint> {
  return loadCheckpoint(await openStore(splitManifestUri(ref.manifestUri).storeUri), ref, options);
}

export interface Skipped {
  step: number;
  error: CheckpointError;
}

/**
 * The newest checkpoint that is whole.
 *
 * @returns `loaded` undefined if there is none; `skipped` newest first, for a loud message
 * @throws CheckpointError E_CHECKPOINT_MISMATCH: a whole checkpoint of another model is a wrong store, not damage
 * @throws StoreError if the store cannot be read
 */
export async function loadLatestGood(
  store: BlobStore,
  options: LoadOptions & { atMostStep?: number } = {},
): Promise<{ loaded: LoadedCheckpoint | undefined; skipped: Skipped[] }> {
  const skipped: Skipped[] = [];
  const steps = (await listCheckpoints(store)).map(({ step }) => step);
  for (const step of steps.reverse()) {
    if (step > (options.atMostStep ?? Infinity)) continue;
    try {
      return { loaded: await loadCheckpoint(store, step, options), skipped };
    } catch (error) {
      if (!(error instanceof CheckpointError) || error.code === "E_CHECKPOINT_MISMATCH") throw error;
      skipped.push({ step, error });
    }
  }
  return { loaded: undefined, skipped };
}

/** Files that hold the memory of any of these shards. */
function partsOf({ files: all }: CheckpointManifest, shards: readonly number[]): string[] {
  return all
    .map(({ name }) => ({ name, range: shardsOfPart(name) }))
    .filter(({ range }) => range && shards.some((shard) => shard >= range.first && shard <= range.last))
    .map(({ name }) => name);
}

interface LoadedFile {
  /** One vector that holds all tensors in file order. */
  data: Float32Array;
  tensors: readonly TensorEntry[];
  metadata: Record<string, string>;
}

async function loadFile(
  store: BlobStore,
  directory: string,
  manifest: CheckpointManifest,
  name: string,
): Promise<LoadedFile> {
  const path = `${directory}/${name}`;
  const file = manifest.files.find((each) => each.name === name);
  if (!file)
    throw new CheckpointError("E_CHECKPOINT_MISSING", path, `The checkpoint ${directory} holds no ${name}.`);
  let data: Float32Array | undefined;
  const reader = new SafetensorsReader(file.bytes, (tensor, header) => {
    data ??= allocate(header, path);
    return new Uint8Array(data.buffer, tensor.begin, tensor.end - tensor.begin);
  });
  try {
    await readVerified(store, path, file, (chunk) => reader.push(chunk));
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    throw new CheckpointError(
      "E_CHECKPOINT_FORMAT",
      path,
      `${path} is as committed, but no safetensors file: ${error.message}.`,
      { cause: error },
    );
  }
  return {
    data: data ?? new Float32Array(0),
    tensors: reader.header?.tensors ?? [],
    metadata: reader.header?.metadata ?? {},
  };
}

function allocate(header: Header, path: string): Float32Array {
  const other = header.tensors.find(({ dtype }) => dtype !== "F32");
  if (other)
    throw new CheckpointError(
      "E_CHECKPOINT_FORMAT",
      path,
      `${path}: tensor "${other.name}" is ${other.dtype}; training state is F32.`,
    );
  return new Float32Array(new SharedArrayBuffer(header.tensors.at(-1)?.end ?? 0));
}

interface Rest {
  manifest: CheckpointManifest;
  read: (name: string) => Promise<LoadedFile>;
  layout: Layout;
  directory: string;
}

async function loadRest({ manifest, read, layout, directory }: Rest, state: CheckpointState): Promise<void> {
  const has = (name: string): boolean => manifest.files.some((file) => file.name === name);
  if (has(files.optimizer)) {
    const loaded = await read(files.optimizer);
    const total = layout.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const slots = JSON.parse(loaded.metadata["slots"] ?? "[]") as string[];
    for (const [i, slot] of slots.entries()) {
      const part = {
        ...loaded,
        tensors: loaded.tensors.slice(i * layout.length, (i + 1) * layout.length),
        data: loaded.data.subarray(i * total, (i + 1) * total),
      };
      state.slots[slot] = inOrder(part, layout, `${slot}.`, `${directory}/${files.optimizer}`);
    }
  }
  if (has(files.extra)) state.extra = named(await read(files.extra));
}

async function loadAverages({ manifest, read }: Rest, state: CheckpointState): Promise<void> {
  if (!manifest.files.some(({ name }) => name === files.averages)) return;
  const loaded = await read(files.averages);
  state.averages = {
    vectors: named(loaded),
    counters: JSON.parse(loaded.metadata["counters"] ?? "{}") as Record<string, number>,
  };
}

const named = ({ data, tensors }: LoadedFile): Record<string, Float32Array> =>
  Object.fromEntries(tensors.map(({ name, begin, end }) => [name, data.subarray(begin / 4, end / 4)]));

/** The flat vector in layout order: the file's own memory, after checking that its tensors are the layout's, in that order. */
function inOrder({ data, tensors }: LoadedFile, layout: Layout, prefix: string, path: string): Float32Array {
  const wrong = layout.findIndex(({ name, shape }, i) => {
    const found = tensors[i];
    return found?.name !== prefix + name || found.shape.join() !== shape.join();
  });
  if (wrong < 0 && tensors.length === layout.length) return data;
  const say = (entry?: { name: string; shape: readonly number[] }, before = ""): string =>
    entry ? `"${before}${entry.name}" [${entry.shape.join(", ")}]` : "nothing";
  const at = wrong < 0 ? layout.length : wrong;
  throw new CheckpointError(
    "E_CHECKPOINT_MISMATCH",
    path,
    `${path} is of another model: tensor ${at} is ${say(tensors[at])}, this run has ${say(layout[at], prefix)} there. Start from a checkpoint of the same model.`,
  );
}
