/** Parquet: one document a row, read a row group at a time. */
import { stat } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from "hyparquet";
import { DataError } from "../../../errors.ts";
import type { InputOptions, ReadInput } from "../input.ts";

/** Snappy and uncompressed pages are the library's own; the rest is Node's. */
const compressors = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  ZSTD: (input: Uint8Array) => zstdDecompressSync(input),
};

/** Rows decoded at once. */
const rowsPerRead = 1000;

export const readParquet: ReadInput = async function* (file, options, onBytes) {
  const { path } = file;
  const opened = await open(path);
  const columns = chooseColumns(path, opened.metadata, options);
  const rows = Number(opened.metadata.num_rows);
  const { size } = await stat(path);
  let told = 0;
  for (let rowStart = 0; rowStart < rows; rowStart += rowsPerRead) {
    const rowEnd = Math.min(rows, rowStart + rowsPerRead);
    const read = await parquetReadObjects({ ...opened, compressors, columns, rowStart, rowEnd }).catch(
      (cause: unknown) => {
        throw broken(path, `rows ${rowStart} to ${rowEnd} cannot be read`, cause);
      },
    );
    for (const [i, row] of read.entries()) {
      const place = `${path} row ${rowStart + i}`;
      const domain = options.domainField;
      yield {
        text: stringCell(row, options.textField, place),
        last: true,
        domain: domain === undefined ? file.domain : stringCell(row, domain, place),
      };
    }
    const reached = Math.floor((size * rowEnd) / rows);
    onBytes(reached - told);
    told = reached;
  }
};

async function open(
  path: string,
): Promise<{ file: Awaited<ReturnType<typeof asyncBufferFromFile>>; metadata: FileMetaData }> {
  try {
    const file = await asyncBufferFromFile(path);
    return { file, metadata: await parquetMetadataAsync(file) };
  } catch (cause) {
    throw broken(path, "it is not a parquet file", cause);
  }
}

function chooseColumns(path: string, metadata: FileMetaData, options: InputOptions): string[] {
  // The first element is the root; top-level columns follow, with the children of groups between them.
  const known = new Set(
    metadata.row_groups.flatMap((group) =>
      group.columns.map((column) => column.meta_data?.path_in_schema[0]),
    ),
  );
  const wanted = [options.textField, ...(options.domainField === undefined ? [] : [options.domainField])];
  const missing = wanted.find((column) => !known.has(column));
  if (missing !== undefined && metadata.row_groups.length > 0)
    throw new DataError(
      "E_INPUT",
      `${path} has no column "${missing}"; its columns are ${[...known].join(", ")}. Name the right one.`,
    );
  return wanted;
}

function stringCell(row: Record<string, unknown>, column: string, place: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  const found = value === null || value === undefined ? "empty" : `a ${typeof value}`;
  throw new DataError("E_INPUT", `${place}: column "${column}" is ${found}, not a string.`);
}

const broken = (path: string, what: string, cause: unknown): DataError =>
  new DataError(
    "E_INPUT",
    `${path}: ${what} (${cause instanceof Error ? cause.message : String(cause)}). Is the file complete?`,
    { cause },
  );
