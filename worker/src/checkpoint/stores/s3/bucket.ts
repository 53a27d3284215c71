/** Requests on the objects of one bucket: each is tried again where that may help, and fails as a StoreError that names its key. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreError } from "../../errors.ts";
import { failureOf, s3StoreError } from "./errors.ts";
import { requireWhole } from "./range.ts";
import { type RetriedError, withRetries, type RetryPolicy } from "./retry.ts";

/** A body whose sha256 is known; base64, as S3 writes it. */
export interface Hashed {
  bytes: Uint8Array;
  sha256: string;
}

export interface Listed {
  key: string;
  bytes: number;
}

export interface Request {
  /** For messages: write, read, list, remove. */
  action: string;
  key: string;
}

export class Bucket {
  readonly name: string;
  readonly client: S3Client;
  readonly #policy: RetryPolicy;
  /** A server that does not offer checksums of parts says 501 to them once. */
  checksums = true;

  constructor(name: string, client: S3Client, policy: RetryPolicy) {
    this.name = name;
    this.client = client;
    this.#policy = policy;
  }

  /** @param send gets the number of attempts before this one */
  async request<T>({ action, key }: Request, send: (before: number) => Promise<T>): Promise<T> {
    try {
      return await withRetries(this.#policy, send);
    } catch (error) {
      const { cause, tries } = error as RetriedError;
      throw s3StoreError(cause, action, this.place(key), tries);
    }
  }

  place(key: string): string {
    return `s3://${this.name}/${key}`;
  }

  /**
   * Put a small object.
   *
   * @param isNew only where there is none
   * @returns false if there is one
   */
  async put(key: string, { bytes, sha256 }: Hashed, isNew: boolean): Promise<boolean> {
    const put = async (condition: { IfNoneMatch?: string }, before: number): Promise<boolean> => {
      try {
        await this.client.send(
          new PutObjectCommand({
            Bucket: this.name,
            Key: key,
            Body: bytes,
            ContentLength: bytes.length,
            ChecksumSHA256: sha256,
            ...condition,
          }),
        );
        return true;
      } catch (error) {
        if (failureOf(error).$metadata?.httpStatusCode !== 412) throw error;
        // An answer that got lost: what stands may be what the attempt before has put.
        return before > 0 && Buffer.compare(await this.getAll(key), bytes) === 0;
      }
    };
    const send = (condition: { IfNoneMatch?: string }): Promise<boolean> =>
      this.request({ action: "write", key }, (before) => put(condition, before));
    return isNew
      ? this.ifNew(key, { conditional: () => send({ IfNoneMatch: "*" }), plain: () => send({}) })
      : send({});
  }

  /**
   * Write on condition that nothing stands there. A server without conditional writes (501) is asked before: another writer could
   * come in between, as on a file system without hard links.
   */
  async ifNew(
    key: string,
    write: { conditional: () => Promise<boolean>; plain: () => Promise<boolean> },
  ): Promise<boolean> {
    try {
      return await write.conditional();
    } catch (error) {
      if (statusOf(error) !== 501) throw error;
      return (await this.exists(key)) ? false : write.plain();
    }
  }

  async exists(key: string): Promise<boolean> {
    return this.request({ action: "read", key }, async () => {
      try {
        await this.client.send(new HeadObjectCommand({ Bucket: this.name, Key: key }));
        return true;
      } catch (error) {
        if (failureOf(error).$metadata?.httpStatusCode === 404) return false;
        throw error;
      }
    });
  }

  /** The whole of a small object. */
  async getAll(key: string): Promise<Uint8Array> {
    return this.request({ action: "read", key }, async () => {
      const output = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
      const chunks: Uint8Array[] = [];
      for await (const chunk of output.Body as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      requireWhole(bytes.length, output.ContentLength ?? 0);
      return bytes;
    });
  }

  /** Objects under a prefix, in the server's order. */
  async list(prefix: string): Promise<Listed[]> {
    const found: Listed[] = [];
    let token: string | undefined;
    do {
      const page = await this.request({ action: "list", key: prefix }, () =>
        this.client.send(
          new ListObjectsV2Command({
            Bucket: this.name,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        ),
      );
      for (const { Key, Size } of page.Contents ?? []) found.push({ key: Key ?? "", bytes: Size ?? 0 });
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return found;
  }

  /** Missing is no error. */
  async delete(key: string): Promise<void> {
    await this.request({ action: "remove", key }, () =>
      this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key })),
    );
  }
}

/** HTTP status behind a store's error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof StoreError ? failureOf(error.cause).$metadata?.httpStatusCode : undefined;
}
