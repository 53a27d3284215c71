/**
 * Token shards as a data source. Training sequences are the T + 1 windows of the concatenated documents, every T tokens;
 * validation sequences are windows that lie inside one document, so that each belongs to one domain.
 */
import { sampleIndex } from "@plateau/scaling";
import type { TokenBatch } from "../../engine/engine.ts";
import { DataError } from "../errors.ts";
import type { DataSource, DataSourceOptions } from "../source.ts";
import { openDataSet } from "./data-set.ts";
import type { TokensSplit } from "./manifest.ts";
import { TokenFile } from "./token-file.ts";

/** @throws DataError: see `openDataSet` and `TokenFile`; E_DATA_TOO_SHORT if a split holds no sequence */
export async function openTokenSource(uri: string, options: DataSourceOptions): Promise<DataSource> {
  const { manifest, sha256, place, pathOf } = await openDataSet(uri);
  const { splits, dtype, vocabulary, domains } = manifest;
  const openSplit = (split: TokensSplit): Promise<TokenFile> =>
    TokenFile.open(
      split.files.map(({ name, bytes }) => ({ path: pathOf(name), headerBytes: 0, bytes })),
      dtype,
      vocabulary,
    );
  const train = await openSplit(splits.train);
  const validation = await openOrClose(train, openSplit(splits.validation));
  return createWindowSource({
    identity: sha256,
    vocabulary,
    train,
    validation,
    windows: documentWindows(splits.validation, options.sequenceLength),
    domains,
    place,
    options,
  });
}

/** The second file of a pair; the first is closed if it cannot be opened. */
export async function openOrClose(first: TokenFile, second: Promise<TokenFile>): Promise<TokenFile> {
  try {
    return await second;
  } catch (error) {
    await first.close();
    throw error;
  }
}

export interface ValidationWindow {
  position: number;
  /** Index into the domains; −1 = none. */
  domain: number;
}

/** Windows of T + 1 tokens, every T, that do not cross a document's end. */
export function documentWindows(split: TokensSplit, sequenceLength: number): ValidationWindow[] {
  const windows: ValidationWindow[] = [];
  let start = 0;
  for (const { tokens, domain } of split.documents) {
    for (let at = 0; at + sequenceLength + 1 <= tokens; at += sequenceLength)
      windows.push({ position: start + at, domain });
    start += tokens;
  }
  return windows;
}

interface WindowSource {
  identity: string;
  vocabulary: number;
  train: TokenFile;
  validation: TokenFile;
  windows: ValidationWindow[];
  domains: readonly string[];
  /** For messages. */
  place: string;
  options: DataSourceOptions;
}

/** Owns both files from the call on. @throws DataError E_DATA_TOO_SHORT */
export async function createWindowSource(source: WindowSource): Promise<DataSource> {
  const { train, validation, windows, domains, options } = source;
  const { seed, sequenceLength: T, sequencesPerStep } = options;
  const sequences = Math.floor((train.length - 1) / T);
  if (sequences < 1 || windows.length < 1) {
    await Promise.all([train.close(), validation.close()]);
    const short =
      sequences < 1
        ? `training split has ${train.length} tokens`
        : "validation split has no document as long";
    throw new DataError(
      "E_DATA_TOO_SHORT",
      `${source.place}: the ${short}; a sequence needs ${T + 1}. Add text or shorten batch.sequenceLength.`,
    );
  }
  const copy = async (file: TokenFile, position: number, row: number, batch: TokenBatch): Promise<void> => {
    // One per call: a validation batch may be read while the next training batch is.
    const window = new Int32Array(T + 1);
    await file.read(position, T + 1, window, 0);
    batch.inputs.set(window.subarray(0, T), row * T);
    batch.targets.set(window.subarray(1), row * T);
  };
  return {
    identity: source.identity,
    vocabulary: source.vocabulary,
    trainTokens: sequences * T,
    validationSequences: windows.length,
    async fill(step, samples, batch) {
      for (const [row, sample] of samples.entries()) {
        const { index } = sampleIndex({ seed, sequences, step, sample, sequencesPerStep });
        await copy(train, index * T, row, batch);
      }
    },
    async fillValidation(index, row, batch) {
      const found = windows[index];
      if (!found) throw new RangeError(`validation sequence ${index} of ${windows.length}`);
      await copy(validation, found.position, row, batch);
      return domains[found.domain] ?? "";
    },
    async close() {
      await Promise.all([train.close(), validation.close()]);
    },
  };
}
