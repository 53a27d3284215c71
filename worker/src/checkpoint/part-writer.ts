/**
 * Part writer: the file of a checkpoint that holds the codec memory of the shards hosted here. Every rank writes its own, on a
 * thread of its own; the coordinator puts them into the manifest when all have been written.
 */
import { Worker } from "node:worker_threads";
import type { CheckpointManifest } from "@plateau/proto";
import { reviveError, type PlainError } from "./writer-messages.ts";

export type ManifestFile = CheckpointManifest["files"][number];

export interface PartRequest {
  id: number;
  storeUri: string;
  step: number;
  name: string;
  vectors: Record<string, Float32Array>;
}
export type PartReply = { id: number; file: ManifestFile } | { id: number; error: PlainError };

/** Name of the file for a run of shards, first to last. */
export function partName(shards: readonly number[]): string {
  return `codec-${shards[0]}-${shards.at(-1)}.safetensors`;
}

/** Shards whose memory a file of a checkpoint holds, as a range with both ends; undefined = another file. */
export function shardsOfPart(name: string): { first: number; last: number } | undefined {
  const match = /^codec-(\d+)-(\d+)\.safetensors$/.exec(name);
  return match ? { first: Number(match[1]), last: Number(match[2]) } : undefined;
}

export class PartWriter {
  readonly #storeUri: string;
  readonly #thread = new Worker(new URL("./part-thread.ts", import.meta.url), {
    name: "codec-memory-writer",
  });
  readonly #pending = new Map<number, PromiseWithResolvers<ManifestFile>>();
  #requests = 0;

  constructor(storeUri: string) {
    this.#storeUri = storeUri;
    this.#thread.unref();
    this.#thread.on("message", (reply: PartReply) => {
      const pending = this.#pending.get(reply.id);
      this.#pending.delete(reply.id);
      if (this.#pending.size === 0) this.#thread.unref();
      if ("file" in reply) pending?.resolve(reply.file);
      else pending?.reject(reviveError(reply.error));
    });
    this.#thread.on("error", (error) => {
      for (const pending of this.#pending.values()) pending.reject(error);
      this.#pending.clear();
    });
  }

  /** The vectors may change as soon as this has returned its promise: they are copied. @throws StoreError */
  write(step: number, name: string, vectors: Record<string, Float32Array>): Promise<ManifestFile> {
    const id = (this.#requests += 1);
    const pending = Promise.withResolvers<ManifestFile>();
    this.#pending.set(id, pending);
    this.#thread.ref();
    const request: PartRequest = { id, storeUri: this.#storeUri, step, name, vectors: copied(vectors) };
    this.#thread.postMessage(request);
    return pending.promise;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#pending.values()].map(({ promise }) => promise));
    await this.#thread.terminate();
  }
}

/** On shared memory, so that the message does not copy them again. */
function copied(vectors: Record<string, Float32Array>): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(vectors).map(([name, vector]) => {
      const copy = new Float32Array(new SharedArrayBuffer(vector.byteLength));
      copy.set(vector);
      return [name, copy];
    }),
  );
}
