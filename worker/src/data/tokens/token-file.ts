/**
 * Token ids of one split by position, from one or several files. Small splits are held in memory; larger ones are read from
 * the file for each sequence, so memory does not grow with the corpus.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.ts";
import { bytesPerToken } from "./manifest.ts";

/** Up to this many bytes a file is kept in memory. */
const memoryLimitBytes = 256 * 2 ** 20;

export interface TokenFileSpec {
  path: string;
  /** Bytes before the first token. */
  headerBytes: number;
  /** Bytes of tokens that must follow. */
  bytes: number;
}

interface Part {
  path: string;
  /** Open only while the ids are not in memory. */
  handle: FileHandle | undefined;
  headerBytes: number;
  from: number;
  to: number;
  memory?: Uint16Array | Uint32Array;
}

export class TokenFile {
  readonly length: number;
  readonly #parts: Part[];
  readonly #dtype: "uint16" | "uint32";
  readonly #vocabulary: number;

  private constructor(parts: Part[], dtype: "uint16" | "uint32", vocabulary: number) {
    this.#parts = parts;
    this.#dtype = dtype;
    this.#vocabulary = vocabulary;
    this.length = parts.at(-1)?.to ?? 0;
  }

  /**
   * @param inMemoryBytes files up to this size are held in memory
   * @throws DataError E_DATA_MISSING, E_DATA_SIZE
   */
  static async open(
    files: TokenFileSpec[],
    dtype: "uint16" | "uint32",
    vocabulary: number,
    inMemoryBytes: number = memoryLimitBytes,
  ): Promise<TokenFile> {
    const parts: Part[] = [];
    try {
      let from = 0;
      for (const file of files) {
        await checkSize(file, dtype);
        const to = from + file.bytes / bytesPerToken[dtype];
        const handle = await open(file.path, "r");
        const part: Part = { path: file.path, handle, headerBytes: file.headerBytes, from, to };
        parts.push(part);
        if (file.bytes <= inMemoryBytes) {
          part.memory = await readIds(part, 0, to - from, dtype);
          part.handle = undefined;
          await handle.close();
        }
        from = to;
      }
    } catch (error) {
      await Promise.all(parts.map(async ({ handle }) => handle?.close()));
      throw error;
    }
    return new TokenFile(parts, dtype, vocabulary);
  }

  /**
   * Copy ids [position, position + count) into `target` from `at` on.
   *
   * @throws DataError E_TOKEN_RANGE naming file and offset of an id beyond the vocabulary, E_DATA_SIZE past the end
   */
  async read(position: number, count: number, target: Int32Array, at: number): Promise<void> {
    let done = 0;
    while (done < count) {
      const wanted = position + done;
      const part = this.#parts.find(({ from, to }) => wanted >= from && wanted < to);
      if (!part)
        throw new DataError("E_DATA_SIZE", `Token ${wanted} lies beyond the ${this.length} of the split.`);
      const here = Math.min(count - done, part.to - wanted);
      const local = wanted - part.from;
      const ids =
        part.memory?.subarray(local, local + here) ?? (await readIds(part, local, here, this.#dtype));
      this.#copy(ids, target, at + done, { part, local });
      done += here;
    }
  }

  #copy(
    ids: Uint16Array | Uint32Array,
    target: Int32Array,
    at: number,
    from: { part: Part; local: number },
  ): void {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (id >= this.#vocabulary) {
        const offset = from.part.headerBytes + (from.local + i) * bytesPerToken[this.#dtype];
        throw new DataError(
          "E_TOKEN_RANGE",
          `${from.part.path}: the id at byte ${offset} is ${id}, but the vocabulary has ${this.#vocabulary} entries. Is the file of another width than ${this.#dtype}, or from another tokenizer?`,
        );
      }
      target[at + i] = id;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map(async ({ handle }) => handle?.close()));
  }
}

async function checkSize(
  { path, headerBytes, bytes }: TokenFileSpec,
  dtype: "uint16" | "uint32",
): Promise<void> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new DataError("E_DATA_MISSING", `${path} is missing although the data name it; tokenise again.`, {
      cause,
    });
  });
  const found = info.size - headerBytes;
  if (found === bytes && bytes % bytesPerToken[dtype] === 0) return;
  throw new DataError(
    "E_DATA_SIZE",
    `${path} holds ${found} bytes of tokens, expected ${bytes} (${dtype}): it was truncated, overwritten or is of another width. Tokenise again.`,
  );
}

async function readIds(
  part: Part,
  first: number,
  count: number,
  dtype: "uint16" | "uint32",
): Promise<Uint16Array | Uint32Array> {
  const width = bytesPerToken[dtype];
  const bytes = new Uint8Array(count * width);
  const { handle } = part;
  if (!handle) throw new DataError("E_DATA_MISSING", `${part.path} was closed while being read.`);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(
      bytes,
      done,
      bytes.length - done,
      part.headerBytes + first * width + done,
    );
    if (bytesRead === 0)
      throw new DataError(
        "E_DATA_SIZE",
        `${part.path} ended early, at byte ${part.headerBytes + first * width + done}.`,
      );
    done += bytesRead;
  }
  return dtype === "uint16" ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}

/** Compare every file with its recorded sha256. @throws DataError E_DATA_DAMAGED naming the file */
export async function verifyFiles(
  directory: string,
  files: readonly { name: string; sha256: string }[],
): Promise<void> {
  for (const { name, sha256 } of files) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(join(directory, name))) hash.update(chunk as Buffer);
    const found = hash.digest("hex");
    if (found !== sha256) {
      throw new DataError(
        "E_DATA_DAMAGED",
        `${join(directory, name)} has changed: sha256 ${found}, recorded ${sha256}. Tokenise again.`,
      );
    }
  }
}
