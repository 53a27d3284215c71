/**
 * Safetensors header: 8 bytes little-endian length, JSON of that length, then the tensors' bytes without gaps.
 *
 * A header is hostile until checked: lengths, types, shapes and offsets must agree with the file before anything is read by them.
 * @see https://github.com/huggingface/safetensors#format
 */
import { z } from "zod";

/** The format's own limit. */
export const maxHeaderBytes = 100_000_000;
export const lengthBytes = 8;

const widths = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;
export type DType = keyof typeof widths;

export interface TensorEntry {
  name: string;
  dtype: DType;
  shape: readonly number[];
  /** Half-open range in the data part, bytes. */
  begin: number;
  end: number;
}

export interface Header {
  /** Ascending by offset. */
  tensors: TensorEntry[];
  metadata: Record<string, string>;
}

const tensorJson = z.strictObject({
  dtype: z.enum(Object.keys(widths) as [DType, ...DType[]]),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataJson = z.record(z.string(), z.string());

/** What is wrong with a header, without the file's name: the caller knows it. */
export class HeaderError extends Error {
  override name = "HeaderError";
}

/**
 * Length of the JSON part.
 *
 * @param fileBytes size of the whole file
 * @throws HeaderError if it cannot be true
 */
export function headerLength(first: Uint8Array, fileBytes: number): number {
  if (fileBytes < lengthBytes)
    throw new HeaderError(`the file has ${fileBytes} bytes, too few for a header length`);
  const view = new DataView(first.buffer, first.byteOffset, lengthBytes);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes))
    throw new HeaderError(`the header claims ${length} bytes, more than the allowed ${maxHeaderBytes}`);
  if (length > BigInt(fileBytes - lengthBytes))
    throw new HeaderError(`the header claims ${length} bytes, but the file ends after ${fileBytes}`);
  return Number(length);
}

/**
 * Parse and check the JSON part.
 *
 * @param dataBytes bytes that follow the header
 * @throws HeaderError naming the tensor and the rule it breaks
 */
export function parseHeader(json: Uint8Array, dataBytes: number): Header {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw new HeaderError("the header is not JSON", { cause });
  }
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new HeaderError("the header is not a JSON object");
  const { __metadata__, ...entries } = document as Record<string, unknown>;
  const metadata = metadataJson.safeParse(__metadata__ ?? {});
  if (!metadata.success) throw new HeaderError("__metadata__ is not a map of strings");
  const tensors = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkOffsets(tensors, dataBytes);
  return { tensors, metadata: metadata.data };
}

function parseEntry(name: string, entry: unknown): TensorEntry {
  const parsed = tensorJson.safeParse(entry);
  if (!parsed.success)
    throw new HeaderError(`tensor "${name}": ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`);
  const { dtype, shape, data_offsets } = parsed.data;
  const [begin, end] = data_offsets;
  const bytes = shape.reduce((product, size) => product * size, widths[dtype]);
  if (end - begin !== bytes)
    throw new HeaderError(
      `tensor "${name}" of ${dtype} [${shape.join(", ")}] needs ${bytes} bytes, its offsets [${begin}, ${end}] give ${end - begin}`,
    );
  return { name, dtype, shape, begin, end };
}

/** Ranges must cover the data part exactly: no overlap, no hole, no end beyond the file. */
function checkOffsets(tensors: readonly TensorEntry[], dataBytes: number): void {
  let end = 0;
  let before = "the header";
  for (const tensor of tensors) {
    if (tensor.begin < end)
      throw new HeaderError(
        `tensor "${tensor.name}" begins at ${tensor.begin} and overlaps ${before}, which ends at ${end}`,
      );
    if (tensor.begin > end)
      throw new HeaderError(`${tensor.begin - end} bytes lie between ${before} and tensor "${tensor.name}"`);
    end = tensor.end;
    before = `tensor "${tensor.name}"`;
  }
  if (end !== dataBytes)
    throw new HeaderError(`the tensors end at byte ${end} of the data, the file at ${dataBytes}`);
}

/**
 * Bytes of a header, its length included. Padded with spaces so that the data begin at a multiple of 8, as readers that map the
 * file expect.
 */
export function headerBytes(
  tensors: readonly { name: string; shape: readonly number[]; bytes: number }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const document: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) document["__metadata__"] = metadata;
  let begin = 0;
  for (const { name, shape, bytes } of tensors) {
    document[name] = { dtype: "F32", shape, data_offsets: [begin, begin + bytes] };
    begin += bytes;
  }
  const json = Buffer.from(JSON.stringify(document));
  const padded = Math.ceil((json.length + lengthBytes) / 8) * 8 - lengthBytes;
  const all = Buffer.alloc(lengthBytes + padded, " ");
  all.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(all, lengthBytes);
  return all;
}
