/**
 * S3 store: blobs are objects under a prefix. An object appears whole or not at all by S3's own promise, so there are no temporary
 * names; what a crash leaves are parts of an unfinished upload, which nobody can read and the next attempt goes on with.
 */
import { Readable } from "node:stream";
import { StoreError } from "../../errors.ts";
import type { BlobInfo, BlobStore } from "../../store.ts";
import { s3Uri, type S3Address } from "./address.ts";
import { Bucket } from "./bucket.ts";
import { retryPolicy, s3Client } from "./client.ts";
import { abortUpload, listUploads } from "./multipart.ts";
import { readChunks } from "./read.ts";
import { writeObject } from "./write.ts";

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** After this long nobody goes on with an upload: its parts cost money until it is aborted. */
const staleAfterMs = 24 * 3600 * 1000;
const sweepEveryMs = 3600 * 1000;
/** When this thread has last looked for stale uploads, by store. */
const sweptAt = new Map<string, number>();
const parallelDeletes = 8;

export class S3Store implements BlobStore {
  readonly uri: string;
  readonly #prefix: string;
  readonly #bucket: Bucket;

  constructor(address: S3Address) {
    this.uri = s3Uri(address);
    this.#prefix = address.prefix;
    this.#bucket = new Bucket(address.bucket, s3Client(), retryPolicy(process.env));
  }

  async put(name: string, chunks: Chunks): Promise<{ bytes: number; sha256: string }> {
    const { bytes, sha256 } = await this.#write(name, chunks, false);
    return { bytes, sha256 };
  }

  async putNew(name: string, chunks: Chunks): Promise<boolean> {
    return (await this.#write(name, chunks, true)).written;
  }

  async #write(name: string, chunks: Chunks, isNew: boolean): ReturnType<typeof writeObject> {
    const done = await writeObject(this.#bucket, this.#key(name), chunks, isNew);
    await this.#sweep();
    return done;
  }

  async read(name: string): Promise<Readable> {
    return Readable.from(await readChunks(this.#bucket, this.#key(name)), { objectMode: false });
  }

  async readAll(name: string): Promise<Uint8Array> {
    return this.#bucket.getAll(this.#key(name));
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    const objects = await this.#bucket.list(this.#prefix + prefix);
    return objects
      .map(({ key, bytes }) => ({ name: key.slice(this.#prefix.length), bytes }))
      .filter(({ name }) => badSegment(name) === undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async remove(prefix: string): Promise<void> {
    const names = (await this.list(prefix)).map(({ name }) => name);
    const isManifest = (name: string): boolean => name.endsWith("manifest.json");
    for (const name of names.filter(isManifest)) await this.#bucket.delete(this.#key(name));
    const others = names.filter((name) => !isManifest(name));
    for (let at = 0; at < others.length; at += parallelDeletes)
      await Promise.all(
        others.slice(at, at + parallelDeletes).map((name) => this.#bucket.delete(this.#key(name))),
      );
    await this.#abortUploads(prefix, () => true);
  }

  /** Abort what dead processes left unfinished a day ago and more. What cannot be cleared away now is met next time. */
  async #sweep(): Promise<void> {
    const now = Date.now();
    if (now - (sweptAt.get(this.uri) ?? -Infinity) < sweepEveryMs) return;
    sweptAt.set(this.uri, now);
    await this.#abortUploads("", (initiatedMs) => now - initiatedMs > staleAfterMs).catch(() => {});
  }

  async #abortUploads(prefix: string, which: (initiatedMs: number) => boolean): Promise<void> {
    for (const upload of await listUploads(this.#bucket, this.#prefix + prefix))
      if (which(upload.initiatedMs)) await abortUpload(this.#bucket, upload);
  }

  #key(name: string): string {
    const bad = badSegment(name);
    if (bad !== undefined)
      throw new StoreError(
        "E_BLOB_NAME",
        `"${name}" is no blob name: the part "${bad}" is empty, begins with a dot or holds a backslash.`,
      );
    return this.#prefix + name;
  }
}

/** The same names as in a directory store, so that a store can be copied to the other kind. */
function badSegment(name: string): string | undefined {
  return name.split("/").find((each) => each === "" || each.startsWith(".") || /[\0\\]/.test(each));
}
