/**
 * Tokenize: text in, token shards with a manifest out. The library behind `plateau tokenize`.
 *
 *   files → pieces → ids, appended to one temporary file     documents' lengths and domains are kept in memory
 *   documents → train and validation (split.ts)              then the ids are copied into the files of their split
 *
 * Memory does not grow with the text, only with the number of documents (two numbers each).
 */
import { createReadStream } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.ts";
import { bytesPerToken, manifestName, type TokensManifest } from "../tokens/manifest.ts";
import { formats, planInputs, type InputFormat, type PlannedInput } from "./inputs/index.ts";
import type { InputOptions, Piece } from "./inputs/input.ts";
import { withOutput } from "./output.ts";
import { splitDocuments, type DocumentSpan, type SplitPiece } from "./split.ts";
import { domainCounts, domainsCsv, type DomainCount } from "./summary.ts";
import { TokenWriter } from "./token-writer.ts";
import { createTokenizer, type TokenizerChoice } from "./tokenizers/index.ts";
import type { Tokenizer } from "./tokenizers/tokenizer.ts";

export interface TokenizeOptions {
  /** Files and directories. */
  inputs: readonly string[];
  /** Of every input; left out = by file extension. */
  format?: InputFormat;
  tokenizer: TokenizerChoice;
  /** Directory to make. */
  output: string;
  overwrite?: boolean;
  /** JSONL field or parquet column of the text; `text` if left out. */
  textField?: string;
  domainField?: string;
  documentSeparator?: string;
  /** Share of each domain's documents that becomes validation; 0.05 if left out. */
  validationFraction?: number;
  /** Chooses the validation documents; 0 if left out. */
  seed?: number;
  /** Width of an id; left out = the narrower one that the vocabulary fits into. */
  dtype?: "uint16" | "uint32";
  onProgress?: (progress: TokenizeProgress) => void;
  signal?: AbortSignal;
}

export interface TokenizeProgress {
  bytesDone: number;
  bytesTotal: number;
  documents: number;
  tokens: number;
}

export interface TokenizeSummary {
  output: string;
  tokenizer: { name: string; identity: string };
  vocabulary: number;
  dtype: "uint16" | "uint32";
  documents: number;
  tokens: { train: number; validation: number };
  domains: DomainCount[];
}

/**
 * Tokenise files into a new directory: `train-*.bin`, `validation-*.bin`, `domains.csv` and `manifest.json`.
 *
 * @throws DataError E_INPUT (file, line or byte, remedy), E_OUTPUT, E_DATA_CONFIG; nothing is left behind, and what stood at
 *         `output` is untouched
 */
export async function tokenize(options: TokenizeOptions): Promise<TokenizeSummary> {
  const { validationFraction: fraction = 0.05, seed = 0 } = options;
  if (!(fraction > 0 && fraction < 1))
    throw new DataError(
      "E_DATA_CONFIG",
      `The validation fraction is ${fraction}; use a number between 0 and 1.`,
    );
  const planned = await planInputs(options.inputs, options.format);
  const tokenizer = await createTokenizer(options.tokenizer);
  const dtype = chooseWidth(tokenizer, options.dtype);
  return withOutput(options.output, options.overwrite ?? false, async (directory) => {
    const all = await writeAll(options, { planned, tokenizer, dtype, directory });
    const pieces = splitDocuments(all.documents, { fraction, seed });
    const splits = await writeSplits(all, pieces, { directory, dtype });
    const manifest: TokensManifest = {
      apiVersion: "plateau.dev/tokens/v1",
      tokenizer: { name: tokenizer.name, identity: tokenizer.identity },
      vocabulary: tokenizer.vocabulary,
      dtype,
      domains: all.domains,
      splits,
    };
    const domains = domainCounts(manifest);
    await writeFile(join(directory, "domains.csv"), domainsCsv(domains));
    await writeFile(join(directory, manifestName), JSON.stringify(manifest) + "\n");
    return {
      output: options.output,
      tokenizer: manifest.tokenizer,
      vocabulary: manifest.vocabulary,
      dtype,
      documents: all.documents.length,
      tokens: { train: splits.train.tokens, validation: splits.validation.tokens },
      domains,
    };
  });
}

function chooseWidth({ vocabulary }: Tokenizer, asked: "uint16" | "uint32" | undefined): "uint16" | "uint32" {
  if (asked === "uint16" && vocabulary > 2 ** 16)
    throw new DataError(
      "E_DATA_CONFIG",
      `The vocabulary has ${vocabulary} ids, too many for uint16; use uint32.`,
    );
  return asked ?? (vocabulary <= 2 ** 16 ? "uint16" : "uint32");
}

interface Destination {
  directory: string;
  dtype: "uint16" | "uint32";
}

interface AllTokens {
  documents: DocumentSpan[];
  domains: string[];
  /** Files of all ids, in order. */
  paths: string[];
}

async function writeAll(
  options: TokenizeOptions,
  work: Destination & { planned: PlannedInput[]; tokenizer: Tokenizer },
): Promise<AllTokens> {
  const { tokenizer, directory, dtype } = work;
  const writer = new TokenWriter(directory, "all", dtype);
  const domains = new Map<string, number>();
  const documents: DocumentSpan[] = [];
  const counts = { documents: 0, tokens: 0 };
  let tokens = 0;
  try {
    for await (const { text, last, domain } of readPieces(options, work.planned, counts)) {
      const ids = tokenizer.encode(text);
      await writer.write(ids);
      tokens += ids.length;
      counts.tokens += ids.length;
      if (!last || tokens === 0) continue;
      if (tokenizer.separator !== undefined) await writer.write([tokenizer.separator]);
      if (!domains.has(domain)) domains.set(domain, domains.size);
      documents.push({
        tokens: tokens + (tokenizer.separator === undefined ? 0 : 1),
        domain: domains.get(domain) ?? 0,
      });
      counts.documents += 1;
      tokens = 0;
    }
    const files = await writer.finish();
    if (documents.length === 0) throw new DataError("E_INPUT", "The inputs hold no text.");
    return { documents, domains: [...domains.keys()], paths: files.map(({ name }) => join(directory, name)) };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** Pieces of all files, in order; tells progress and obeys the signal as it goes. */
async function* readPieces(
  { onProgress, signal, ...options }: TokenizeOptions,
  planned: readonly PlannedInput[],
  counts: { documents: number; tokens: number },
): AsyncGenerator<Piece> {
  const bytesTotal = planned.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesDone = 0;
  const onBytes = (bytes: number): void => {
    bytesDone += bytes;
    onProgress?.({ bytesDone, bytesTotal, ...counts });
  };
  const input: InputOptions = { ...options, textField: options.textField ?? "text" };
  for (const file of planned) {
    for await (const piece of formats[file.format](file, input, onBytes)) {
      signal?.throwIfAborted();
      yield piece;
    }
  }
  onProgress?.({ bytesDone: bytesTotal, bytesTotal, ...counts });
}

/** Copy the ids into the files of their splits, then drop the temporary ones. */
async function writeSplits(
  { paths }: AllTokens,
  pieces: readonly SplitPiece[],
  { directory, dtype }: Destination,
): Promise<TokensManifest["splits"]> {
  const width = bytesPerToken[dtype];
  const writers = {
    train: new TokenWriter(directory, "train", dtype),
    validation: new TokenWriter(directory, "validation", dtype),
  };
  const source = concatenate(paths);
  try {
    for (const { tokens, split } of pieces) {
      for await (const bytes of source.take(tokens * width)) await writers[split].writeBytes(bytes);
    }
    const part = async (split: "train" | "validation"): Promise<TokensManifest["splits"]["train"]> => {
      const documents = pieces
        .filter((piece) => piece.split === split)
        .map(({ tokens, domain }) => ({ tokens, domain }));
      return {
        tokens: documents.reduce((sum, each) => sum + each.tokens, 0),
        files: await writers[split].finish(),
        documents,
      };
    };
    const splits = { train: await part("train"), validation: await part("validation") };
    await Promise.all(paths.map((path) => rm(path)));
    return splits;
  } catch (error) {
    await Promise.all([writers.train.abandon(), writers.validation.abandon()]);
    throw error;
  } finally {
    await source.close();
  }
}

/** The bytes of several files as one sequence, taken in portions of given length. */
function concatenate(paths: readonly string[]): {
  take(bytes: number): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
} {
  const chunks = (async function* (): AsyncGenerator<Buffer> {
    for (const path of paths)
      yield* createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>;
  })();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async *take(bytes) {
      let missing = bytes;
      while (missing > 0) {
        if (rest.length === 0) {
          const { value, done } = await chunks.next();
          if (done) throw new DataError("E_OUTPUT", `${missing} bytes of a temporary file have vanished.`);
          rest = value;
        }
        const part = rest.subarray(0, missing);
        rest = rest.subarray(part.length);
        missing -= part.length;
        yield part;
      }
    },
    async close() {
      await chunks.return(undefined);
    },
  };
}
