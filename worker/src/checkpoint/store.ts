/**
 * Checkpoint store: a flat namespace of immutable blobs under a URI. A directory or S3; one conformance suite.
 * Names are relative, `/`-separated: `step-000000120/manifest.json`.
 */
import type { Readable } from "node:stream";

export interface BlobInfo {
  name: string;
  bytes: number;
}

export interface BlobStore {
  readonly uri: string;
  /**
   * Write a blob whole or not at all: a reader never sees a part of it, and a crash leaves none.
   *
   * @returns bytes and sha256 (hex) of what was written
   * @throws StoreError E_STORE_FULL, E_STORE_READ_ONLY, E_STORE_UNAVAILABLE and, of a server, E_STORE_BUCKET, E_STORE_DENIED,
   *         E_STORE_CLOCK, E_STORE_CONFIG; what was there before is untouched
   */
  put(
    name: string,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<{ bytes: number; sha256: string }>;
  /** As `put`, but leaves what is there. @returns whether it was written */
  putNew(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<boolean>;
  /** @throws StoreError E_BLOB_MISSING */
  read(name: string): Promise<Readable>;
  /** The whole blob, for small ones. @throws StoreError E_BLOB_MISSING */
  readAll(name: string): Promise<Uint8Array>;
  /** Everything under a prefix, sorted by name. Half-written blobs are not listed. */
  list(prefix: string): Promise<BlobInfo[]>;
  /** Remove everything under a prefix, the manifest first. Missing is not an error. */
  remove(prefix: string): Promise<void>;
}
