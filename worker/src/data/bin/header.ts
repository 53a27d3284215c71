/**
 * Header of `.bin` token files. nanoGPT writes none: raw ids. llm.c writes 256 little-endian int32: magic, version, number of
 * tokens, zeros; the magic tells the width.
 */
import { open, stat } from "node:fs/promises";
import { DataError } from "../errors.ts";
import { bytesPerToken } from "../tokens/manifest.ts";
import type { TokenFileSpec } from "../tokens/token-file.ts";

export const llmcHeaderBytes = 1024;

const formats: Readonly<Record<number, { version: number; dtype: "uint16" | "uint32" }>> = {
  // GPT-2 tokens
  20240520: { version: 1, dtype: "uint16" },
  // Llama 3 tokens
  20240801: { version: 7, dtype: "uint32" },
};

/**
 * Where the ids of a file lie.
 *
 * @param dtype width that the config states
 * @throws DataError E_DATA_MISSING; E_DATA_MANIFEST for an unknown version or another width; E_DATA_SIZE if truncated
 */
export async function inspectBin(path: string, dtype: "uint16" | "uint32"): Promise<TokenFileSpec> {
  const size = await stat(path).then(
    (info) => info.size,
    (cause: unknown) => {
      throw new DataError("E_DATA_MISSING", `${path} cannot be read; correct data.bin.`, { cause });
    },
  );
  const header = await readStart(path);
  const format = header.length >= 12 ? formats[header.readInt32LE(0)] : undefined;
  if (!format) return rawSpec(path, size, dtype);
  const [version, tokens] = [header.readInt32LE(4), header.readInt32LE(8)];
  if (version !== format.version) {
    throw new DataError(
      "E_DATA_MANIFEST",
      `${path} has an llm.c header of version ${version}; only version ${format.version} is known for it.`,
    );
  }
  if (format.dtype !== dtype) {
    throw new DataError(
      "E_DATA_MANIFEST",
      `${path} holds ${format.dtype} by its header, data.bin.dtype says ${dtype}; correct the dtype.`,
    );
  }
  return checked({ path, headerBytes: llmcHeaderBytes, bytes: tokens * bytesPerToken[dtype] }, size);
}

function checked(spec: TokenFileSpec, size: number): TokenFileSpec {
  const found = size - spec.headerBytes;
  if (found === spec.bytes) return spec;
  const how = found < spec.bytes ? `truncated by ${spec.bytes - found}` : `longer by ${found - spec.bytes}`;
  throw new DataError(
    "E_DATA_SIZE",
    `${spec.path}: the header promises ${spec.bytes} bytes of tokens, the file is ${how} bytes. Make it again.`,
  );
}

function rawSpec(path: string, size: number, dtype: "uint16" | "uint32"): TokenFileSpec {
  if (size % bytesPerToken[dtype] !== 0 || size === 0) {
    throw new DataError(
      "E_DATA_SIZE",
      `${path} has ${size} bytes, not a number of ${dtype} ids: it is empty, truncated or of another width.`,
    );
  }
  return { path, headerBytes: 0, bytes: size };
}

async function readStart(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
