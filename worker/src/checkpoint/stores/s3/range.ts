/** A range of an object: a body that breaks off is continued where it broke, by the same object only. */
import { GetObjectCommand, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { StoreError } from "../../errors.ts";
import type { Bucket } from "./bucket.ts";
import { failureOf } from "./errors.ts";
import { ShortBodyError } from "./retry.ts";

export interface Range {
  /** As they came; copying them together would cost more than reading them apart. */
  chunks: readonly Uint8Array[];
  /** Of the chunks together. */
  bytes: number;
  /** Of the whole object. */
  totalBytes: number;
  etag: string | undefined;
}

export interface RangeRequest {
  key: string;
  from: number;
  /** At most; less at the object's end. */
  length: number;
  /** Of the object, from an earlier range: if another has taken its place, the read fails. */
  etag?: string | undefined;
}

/** @throws StoreError E_BLOB_MISSING and others */
export async function readRange(bucket: Bucket, request: RangeRequest): Promise<Range> {
  const read = new RangeRead(bucket, request);
  return bucket.request({ action: "read", key: request.key }, () => read.attempt());
}

class RangeRead {
  readonly #bucket: Bucket;
  readonly #request: RangeRequest;
  /** What the first answer said: the others bring the rest. */
  #first: Omit<Range, "chunks"> | undefined;
  readonly #chunks: Uint8Array[] = [];
  #done = 0;

  constructor(bucket: Bucket, request: RangeRequest) {
    this.#bucket = bucket;
    this.#request = request;
  }

  async attempt(): Promise<Range> {
    if (!this.#first || this.#done < this.#first.bytes) {
      const output = await this.#get();
      if (!output) return { chunks: [], bytes: 0, totalBytes: 0, etag: undefined };
      this.#first ??= rangeOf(output);
      for await (const chunk of output.Body as AsyncIterable<Uint8Array>) {
        this.#chunks.push(chunk);
        this.#done += chunk.length;
      }
    }
    requireWhole(this.#done, this.#first.bytes);
    return { ...this.#first, chunks: this.#chunks };
  }

  /** Undefined for an empty object: none of its bytes can be asked for. */
  async #get(): Promise<GetObjectCommandOutput | undefined> {
    const { key, from, length } = this.#request;
    const etag = this.#first?.etag ?? this.#request.etag;
    const start = from + this.#done;
    const end = from + (this.#first?.bytes ?? length) - 1;
    try {
      const output = await this.#bucket.client.send(
        new GetObjectCommand({
          Bucket: this.#bucket.name,
          Key: key,
          Range: `bytes=${start}-${end}`,
          ...(etag === undefined ? {} : { IfMatch: etag }),
        }),
      );
      if (!output.ContentRange?.startsWith(`bytes ${start}-`)) throw this.#failure(noRanges);
      return output;
    } catch (error) {
      const status = failureOf(error).$metadata?.httpStatusCode;
      if (status === 416) return undefined;
      throw status === 412 ? this.#failure(replaced, error) : error;
    }
  }

  #failure(what: string, cause?: unknown): StoreError {
    const place = this.#bucket.place(this.#request.key);
    return new StoreError("E_STORE_UNAVAILABLE", `Cannot read ${place}: ${what}`, { cause });
  }
}

const replaced = "it was replaced while it was being read. Read it again.";
const noRanges = "the server does not send the range asked for. Use a server or proxy that knows ranges.";

function rangeOf({ ContentLength = 0, ContentRange, ETag }: GetObjectCommandOutput): Omit<Range, "chunks"> {
  return { bytes: ContentLength, totalBytes: Number(/\/(\d+)$/.exec(ContentRange ?? "")?.[1]), etag: ETag };
}

/** @throws ShortBodyError */
export function requireWhole(bytes: number, announced: number): void {
  if (bytes < announced) throw new ShortBodyError(`the body ended ${announced - bytes} bytes early`);
}
