/** Token writer: ids → little-endian files of bounded size, each with its sha256. */
import { createHash, type Hash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { bytesPerToken } from "../tokens/manifest.ts";

const bufferBytes = 2 ** 20;
/** Small enough to copy and check one by one, large enough that a corpus is not a thousand files. */
const fileBytes = 2 ** 30;

export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

interface OpenFile {
  name: string;
  handle: FileHandle;
  hash: Hash;
  bytes: number;
}

export class TokenWriter {
  readonly files: WrittenFile[] = [];
  readonly #directory: string;
  readonly #stem: string;
  readonly #width: 2 | 4;
  readonly #limit: number;
  readonly #buffer = Buffer.alloc(bufferBytes);
  #filled = 0;
  #open: OpenFile | undefined;

  /** Files are `<stem>-00000.bin` and so on; `limit` is for tests. */
  constructor(directory: string, stem: string, dtype: "uint16" | "uint32", limit: number = fileBytes) {
    this.#directory = directory;
    this.#stem = stem;
    this.#width = bytesPerToken[dtype];
    this.#limit = limit;
  }

  /** Append ids. */
  async write(ids: ArrayLike<number>): Promise<void> {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (this.#width === 2) this.#buffer.writeUInt16LE(id, this.#filled);
      else this.#buffer.writeUInt32LE(id, this.#filled);
      this.#filled += this.#width;
      if (this.#filled === bufferBytes) await this.#flush();
    }
  }

  /** Append ids that are already little-endian bytes. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const here = Math.min(bytes.length - done, bufferBytes - this.#filled);
      this.#buffer.set(bytes.subarray(done, done + here), this.#filled);
      this.#filled += here;
      done += here;
      if (this.#filled === bufferBytes) await this.#flush();
    }
  }

  /** Everything on disk. */
  async finish(): Promise<WrittenFile[]> {
    await this.#flush();
    await this.#closeFile();
    return this.files;
  }

  /** After a failure: release the file, whatever it holds. */
  async abandon(): Promise<void> {
    await this.#open?.handle.close();
    this.#open = undefined;
  }

  async #flush(): Promise<void> {
    let done = 0;
    while (done < this.#filled) {
      const file = (this.#open ??= await this.#next());
      const here = Math.min(this.#filled - done, this.#limit - file.bytes);
      const chunk = this.#buffer.subarray(done, done + here);
      for (let written = 0; written < here;)
        written += (await file.handle.write(chunk, written, here - written)).bytesWritten;
      file.hash.update(chunk);
      file.bytes += here;
      done += here;
      if (file.bytes === this.#limit) await this.#closeFile();
    }
    this.#filled = 0;
  }

  async #next(): Promise<OpenFile> {
    const name = `${this.#stem}-${String(this.files.length).padStart(5, "0")}.bin`;
    const handle = await open(join(this.#directory, name), "wx");
    return { name, handle, hash: createHash("sha256"), bytes: 0 };
  }

  async #closeFile(): Promise<void> {
    const file = this.#open;
    if (!file) return;
    this.#open = undefined;
    try {
      await file.handle.sync();
    } finally {
      await file.handle.close();
    }
    this.files.push({ name: file.name, bytes: file.bytes, sha256: file.hash.digest("hex") });
  }
}
