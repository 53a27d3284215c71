/**
 * nanoGPT and llm.c `.bin` files as a data source. They say nothing about documents, so training and validation sequences may
 * cross document borders, and there are no domains.
 */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { DataSource, DataSourceOptions } from "../source.ts";
import { DataError } from "../errors.ts";
import { isRemote } from "../tokens/remote/uri.ts";
import { directoryOf } from "../tokens/manifest.ts";
import { createWindowSource, openOrClose } from "../tokens/source.ts";
import { TokenFile, type TokenFileSpec } from "../tokens/token-file.ts";
import { inspectBin } from "./header.ts";

export interface BinConfig {
  train: readonly string[];
  validation: readonly string[];
  dtype: "uint16" | "uint32";
}

/** Bytes of each file's beginning and end that go into the identity. */
const sampledBytes = 2 ** 20;

/** @throws DataError: see `inspectBin`; E_DATA_TOO_SHORT if a split holds no sequence */
export async function openBinSource(config: BinConfig, options: DataSourceOptions): Promise<DataSource> {
  const { dtype } = config;
  const remote = [...config.train, ...config.validation].find(isRemote);
  if (remote !== undefined)
    throw new DataError(
      "E_DATA_CONFIG",
      `data.bin names ${remote}; .bin files carry no checksums and are read from a file system only. Mount them, or tokenise to s3:// and use data.tokens.`,
    );
  const inspect = (uris: readonly string[]): Promise<TokenFileSpec[]> =>
    Promise.all(uris.map((uri) => inspectBin(directoryOf(uri), dtype)));
  const [trainFiles, validationFiles] = [await inspect(config.train), await inspect(config.validation)];
  // The files state no vocabulary: whatever the model has, checked id by id while reading.
  const vocabulary = options.vocabulary ?? (dtype === "uint16" ? 2 ** 16 : 2 ** 31);
  const identity = await identityOf(dtype, trainFiles, validationFiles);
  const train = await TokenFile.open(trainFiles, dtype, vocabulary);
  const validation = await openOrClose(train, TokenFile.open(validationFiles, dtype, vocabulary));
  const T = options.sequenceLength;
  const windows = Math.max(0, Math.floor((validation.length - 1) / T));
  return createWindowSource({
    identity,
    vocabulary,
    train,
    validation,
    windows: Array.from({ length: windows }, (_, i) => ({ position: i * T, domain: -1 })),
    domains: [],
    place: config.train.join(", "),
    options,
  });
}

/**
 * sha256 of width, sizes, and the first and last mebibyte of every file: tells files apart at once, however large they are. Not
 * proof against a change in the middle.
 */
async function identityOf(
  dtype: string,
  train: readonly TokenFileSpec[],
  validation: readonly TokenFileSpec[],
): Promise<string> {
  const hash = createHash("sha256").update(`bin ${dtype} ${train.length} ${validation.length}`);
  for (const { path, headerBytes, bytes } of [...train, ...validation]) {
    hash.update(` ${bytes} `);
    const handle = await open(path, "r");
    try {
      const length = Math.min(bytes, sampledBytes);
      for (const at of [headerBytes, headerBytes + bytes - length]) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }
  return hash.digest("hex");
}
