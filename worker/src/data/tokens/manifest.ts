/**
 * Manifest of tokenised data: what `plateau tokenize` writes last and every reader checks first. Token files are raw
 * little-endian ids; a split is the concatenation of its documents.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DataError } from "../errors.ts";

export const manifestName = "manifest.json";

const count = z.int().nonnegative();
const file = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/),
  bytes: count,
  sha256: z.string().length(64),
});

const split = z.strictObject({
  tokens: count,
  files: z.array(file),
  /** In file order; `domain` indexes `domains`. */
  documents: z.array(z.strictObject({ tokens: count, domain: count })),
});

export const tokensManifest = z.strictObject({
  apiVersion: z.literal("plateau.dev/tokens/v1"),
  tokenizer: z.strictObject({ name: z.string(), identity: z.string() }),
  /** Ids are below this. */
  vocabulary: z.int().positive(),
  dtype: z.enum(["uint16", "uint32"]),
  domains: z.array(z.string()),
  splits: z.strictObject({ train: split, validation: split }),
});

export type TokensManifest = z.infer<typeof tokensManifest>;
export type TokensSplit = z.infer<typeof split>;

export const bytesPerToken = { uint16: 2, uint32: 4 } as const;

/** Directory of a `file:` URI or plain path. */
export function directoryOf(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri) : uri;
}

export interface ReadManifest {
  manifest: TokensManifest;
  /** Of its bytes: the data's identity. */
  sha256: string;
}

/** Read and check the manifest of a directory. @throws DataError E_DATA_MISSING and those of `parseManifest` */
export async function readManifest(directory: string): Promise<ReadManifest> {
  const path = join(directory, manifestName);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw missingManifest(directory, cause);
  }
  return parseManifest(bytes, path);
}

/** @param place directory or URI */
export function missingManifest(place: string, cause: unknown): DataError {
  return new DataError(
    "E_DATA_MISSING",
    `No tokenised data at ${place}: ${manifestName} cannot be read. Make them with "plateau tokenize --out ${place} …", or correct the URI.`,
    { cause },
  );
}

/**
 * Check a data manifest.
 *
 * @param path for messages
 * @throws DataError E_DATA_MANIFEST, E_DATA_SIZE (counts that contradict each other)
 */
export function parseManifest(bytes: Uint8Array, path: string): ReadManifest {
  let manifest: TokensManifest;
  try {
    manifest = tokensManifest.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll("\n", " ") : String(cause);
    throw new DataError(
      "E_DATA_MANIFEST",
      `${path} is not a data manifest of version v1: ${detail}. Tokenise again.`,
      {
        cause,
      },
    );
  }
  checkCounts(path, manifest);
  return { manifest, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function checkCounts(path: string, { splits, dtype, domains }: TokensManifest): void {
  for (const [name, { tokens, files, documents }] of Object.entries(splits)) {
    const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
    const inDocuments = documents.reduce((sum, each) => sum + each.tokens, 0);
    if (bytes !== tokens * bytesPerToken[dtype] || inDocuments !== tokens) {
      throw new DataError(
        "E_DATA_SIZE",
        `${path}: split ${name} has ${tokens} tokens, but its files hold ${bytes / bytesPerToken[dtype]} of ${dtype} and its documents ${inDocuments}. Tokenise again.`,
      );
    }
    const stray = documents.find(({ domain }) => domain >= domains.length);
    if (stray)
      throw new DataError(
        "E_DATA_MANIFEST",
        `${path}: split ${name} names domain ${stray.domain}, but there are ${domains.length}.`,
      );
  }
}
