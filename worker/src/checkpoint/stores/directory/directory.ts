/**
 * Directory store: a blob is written beside its place under a temporary name, flushed to disk, then renamed (or linked, if it
 * must not replace one); both are atomic and the directory is flushed too, so what stands after a crash is whole.
 */
import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import {
  link,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
  type FileHandle,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import { StoreError } from "../../errors.ts";
import type { BlobInfo, BlobStore } from "../../store.ts";
import { storeErrorOf } from "./errno.ts";
import { isTemporary, removeStale, temporaryName } from "./temporary.ts";

/** Creates nothing; removes temporary files that dead processes left. */
export async function openDirectoryStore(uri: string): Promise<BlobStore> {
  const root = uri.startsWith("file:") ? fileURLToPath(uri) : uri;
  await removeStale(root);
  return new DirectoryStore(root.replace(/(?<=.)\/+$/, ""));
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

class DirectoryStore implements BlobStore {
  readonly uri: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.uri = pathToFileURL(root).href;
  }

  async put(name: string, chunks: Chunks): Promise<{ bytes: number; sha256: string }> {
    return this.#write(name, chunks, rename);
  }

  async putNew(name: string, chunks: Chunks): Promise<boolean> {
    let isNew = true;
    await this.#write(name, chunks, async (temporary, path) => {
      isNew = await linkNew(temporary, path);
      await rm(temporary, { force: true });
    });
    return isNew;
  }

  async #write(
    name: string,
    chunks: Chunks,
    place: (temporary: string, path: string) => Promise<void>,
  ): Promise<{ bytes: number; sha256: string }> {
    const path = this.#path(name);
    const directory = dirname(path);
    const temporary = join(directory, temporaryName(basename(path)));
    let written: { bytes: number; sha256: string };
    try {
      await makeDirectory(directory);
      written = await writeFlushed(temporary, chunks);
      await place(temporary, path);
      await flushDirectory(directory);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw storeErrorOf(error, "write", path);
    }
    return written;
  }

  async read(name: string): Promise<Readable> {
    const path = this.#path(name);
    try {
      const handle = await open(path, "r");
      return Readable.from(chunksOf(path, handle), { objectMode: false });
    } catch (error) {
      throw storeErrorOf(error, "read", path);
    }
  }

  async readAll(name: string): Promise<Uint8Array> {
    const path = this.#path(name);
    try {
      return await readFile(path);
    } catch (error) {
      throw storeErrorOf(error, "read", path);
    }
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    const found: BlobInfo[] = [];
    const start = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    const walk = async (directory: string): Promise<void> => {
      for (const entry of await this.#entries(directory)) {
        const name = directory + entry.name;
        const relevant = name.startsWith(prefix) || prefix.startsWith(`${name}/`);
        if (!relevant || isTemporary(entry.name)) continue;
        if (entry.isDirectory()) await walk(`${name}/`);
        else if (entry.isFile()) await this.#add(found, name);
      }
    };
    await walk(start);
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async remove(prefix: string): Promise<void> {
    const blobs = await this.list(prefix);
    const manifestsFirst = [
      ...blobs.filter(({ name }) => name.endsWith("manifest.json")),
      ...blobs.filter(({ name }) => !name.endsWith("manifest.json")),
    ];
    for (const { name } of manifestsFirst) {
      const path = this.#path(name);
      await unlink(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw storeErrorOf(error, "remove", path);
      });
    }
    // Directories are an artefact of this store: an empty one is no blob.
    const directories = new Set(blobs.map(({ name }) => dirname(this.#path(name))));
    if (prefix.endsWith("/")) directories.add(join(this.#root, prefix));
    for (const directory of directories) await rmdir(directory).catch(() => {});
  }

  async #entries(directory: string): Promise<Dirent[]> {
    const path = join(this.#root, directory);
    try {
      return await readdir(path, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw storeErrorOf(error, "list", path);
    }
  }

  async #add(found: BlobInfo[], name: string): Promise<void> {
    try {
      found.push({ name, bytes: (await stat(join(this.#root, name))).size });
    } catch (error) {
      // Removed between listing and looking.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        throw storeErrorOf(error, "list", join(this.#root, name));
    }
  }

  #path(name: string): string {
    const bad = name
      .split("/")
      .find((segment) => segment === "" || segment.startsWith(".") || /[\0\\]/.test(segment));
    if (bad !== undefined)
      throw new StoreError(
        "E_BLOB_NAME",
        `"${name}" is no blob name: the part "${bad}" is empty, begins with a dot or holds a backslash.`,
      );
    return join(this.#root, name);
  }
}

/** Gives a file its name unless it is taken. @returns whether it was free */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!noLinks.has(code ?? "")) throw error;
  }
  // No hard links here: between looking and renaming another could come first, and would be replaced.
  if (await stat(to).catch(() => undefined)) return false;
  await rename(from, to);
  return true;
}

/** What file systems without hard links say. */
const noLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

async function* chunksOf(path: string, handle: FileHandle): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { fd: handle, highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw storeErrorOf(error, "read", path);
  }
}

async function writeFlushed(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(path, "wx");
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      // A short write is legal (and what a nearly full disk does): go on from where it stopped.
      for (let done = 0; done < chunk.length;)
        done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
      bytes += chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * Make a directory and what is missing above it. A new one survives a crash only when its parent is flushed. Not by
 * `recursive`: that reports a read-only file system as ENOENT (seen on Node 26).
 */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(directory) === directory) throw error;
    await makeDirectory(dirname(directory));
    return makeDirectory(directory);
  }
  await flushDirectory(dirname(directory));
}

async function flushDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
