/** Opening an S3 store. The SDK is loaded at its first request: the threads that only check the address need not wait for it. */
import type { Readable } from "node:stream";
import type { BlobInfo, BlobStore } from "../../store.ts";
import { parseS3Uri, s3Uri, type S3Address } from "./address.ts";

/** Sends nothing. @throws StoreError E_STORE_CONFIG */
export async function openS3Store(uri: string): Promise<BlobStore> {
  return new S3StoreOnDemand(parseS3Uri(uri));
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

class S3StoreOnDemand implements BlobStore {
  readonly uri: string;
  readonly #address: S3Address;
  #loaded: Promise<BlobStore> | undefined;

  constructor(address: S3Address) {
    this.uri = s3Uri(address);
    this.#address = address;
  }

  #load(): Promise<BlobStore> {
    this.#loaded ??= import("./objects.ts").then(({ S3Store }) => new S3Store(this.#address));
    return this.#loaded;
  }

  async put(name: string, chunks: Chunks): Promise<{ bytes: number; sha256: string }> {
    return (await this.#load()).put(name, chunks);
  }

  async putNew(name: string, chunks: Chunks): Promise<boolean> {
    return (await this.#load()).putNew(name, chunks);
  }

  async read(name: string): Promise<Readable> {
    return (await this.#load()).read(name);
  }

  async readAll(name: string): Promise<Uint8Array> {
    return (await this.#load()).readAll(name);
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    return (await this.#load()).list(prefix);
  }

  async remove(prefix: string): Promise<void> {
    return (await this.#load()).remove(prefix);
  }
}
