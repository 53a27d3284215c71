/**
 * Upload of one large object in parts. An unfinished upload of the same object that a killed process left is gone on with: parts
 * whose size and sha256 the server confirms are not sent again. Training is reproducible, so a run that was killed writes the same
 * bytes when it comes by that step again.
 *
 * Taking over cannot harm a writer that is still alive: it happens only if the first part is the same, every part is named with its
 * checksum when the upload is completed, and a writer whose upload was completed by another looks whether its own bytes stand.
 */
import { createHash } from "node:crypto";
import type { Bucket, Hashed } from "./bucket.ts";
import { statusOf } from "./bucket.ts";
import {
  abortUpload,
  completeUpload,
  createUpload,
  hasEnded,
  listParts,
  listUploads,
  sendPart,
  type StoredPart,
  type UploadId,
} from "./multipart.ts";
import { readChunks } from "./read.ts";

/** What a whole object must be. */
export interface Whole {
  bytes: number;
  /** Hex. */
  sha256: string;
}

export class Upload {
  readonly #bucket: Bucket;
  readonly #id: UploadId;
  /** Parts the server had before. */
  readonly #before: ReadonlyMap<number, StoredPart>;
  readonly #parts: StoredPart[] = [];
  /** Completed or aborted by someone else. */
  #ended: unknown;

  private constructor(bucket: Bucket, id: UploadId, before: readonly StoredPart[]) {
    this.#bucket = bucket;
    this.#id = id;
    this.#before = new Map(before.map((part) => [part.number, part]));
  }

  /** @param first the first part: an unfinished upload that has the same is taken over */
  static async begin(bucket: Bucket, key: string, first: Hashed): Promise<Upload> {
    const unfinished = (await listUploads(bucket, key))
      .filter((each) => each.key === key)
      .sort((a, b) => b.initiatedMs - a.initiatedMs);
    for (const id of unfinished) {
      const parts = await listParts(bucket, id);
      if (
        isSame(
          parts.find(({ number }) => number === 1),
          first,
        )
      )
        return new Upload(bucket, id, parts);
    }
    return new Upload(bucket, await createUpload(bucket, key), []);
  }

  /** Have the server hold a part, by sending it unless it does. Parts may be added several at once. */
  async add(number: number, part: Hashed): Promise<void> {
    const before = this.#before.get(number);
    if (isSame(before, part)) this.#parts.push({ ...before, sha256: part.sha256 });
    else if (!this.#ended) await this.#send(number, part);
  }

  async #send(number: number, part: Hashed): Promise<void> {
    try {
      this.#parts.push(await sendPart(this.#bucket, this.#id, number, part));
    } catch (error) {
      if (!hasEnded(error)) throw error;
      this.#ended = error;
    }
  }

  /**
   * Make the object of the parts.
   *
   * @param isNew only where there is none
   * @returns false if there is one; the upload is aborted
   */
  async complete(whole: Whole, isNew: boolean): Promise<boolean> {
    const parts = this.#parts.sort((a, b) => a.number - b.number);
    try {
      if (this.#ended) throw this.#ended;
      const complete = (condition: boolean) => async (): Promise<boolean> => {
        await completeUpload(this.#bucket, this.#id, parts, condition);
        return true;
      };
      const written = isNew
        ? await this.#bucket.ifNew(this.#id.key, { conditional: complete(true), plain: complete(false) })
        : await complete(false)();
      if (!written) await this.abort();
      return written;
    } catch (error) {
      // An answer that got lost, or another writer of the same bytes.
      if (hasEnded(error) && (await this.#stands(whole))) return true;
      if (statusOf(error) !== 412) throw error;
      await this.abort();
      return false;
    }
  }

  async abort(): Promise<void> {
    await abortUpload(this.#bucket, this.#id);
  }

  async #stands({ bytes, sha256 }: Whole): Promise<boolean> {
    if (!(await this.#bucket.exists(this.#id.key))) return false;
    const hash = createHash("sha256");
    let found = 0;
    for await (const chunk of await readChunks(this.#bucket, this.#id.key)) {
      hash.update(chunk);
      found += chunk.length;
    }
    return found === bytes && hash.digest("hex") === sha256;
  }
}

/** Whether the server holds this very part: by its sha256, or, where it keeps none, by the MD5 that its tag is. */
function isSame(stored: StoredPart | undefined, { bytes, sha256 }: Hashed): stored is StoredPart {
  if (!stored || stored.bytes !== bytes.length) return false;
  if (stored.sha256 !== undefined) return stored.sha256 === sha256;
  const tag = stored.etag.replaceAll('"', "");
  return /^[0-9a-f]{32}$/.test(tag) && createHash("md5").update(bytes).digest("hex") === tag;
}
