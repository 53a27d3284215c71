/**
 * Codec memory on its way into checkpoints: every rank writes the file of the shards that it hosts, off the step path, and tells
 * the others name, size and hash; the coordinator commits the checkpoint when it has heard of all.
 */
import { PartWriter, partName, type ManifestFile } from "../checkpoint/index.ts";
import type { PayloadExchange } from "../exchange/exchange.ts";
import { memoryVectors } from "../exchange/state.ts";
import type { TrainingState } from "./state.ts";

/** What a rank says of its part. */
type Told = { file: ManifestFile } | { error: { code: string; message: string } };

export class CodecMemory {
  readonly #storeUri: string;
  #writer: PartWriter | undefined;
  /** Of the newest state whose memory has been or is being written. */
  #latest: { step: number; files: Promise<ManifestFile[]> } | undefined;

  constructor(storeUri: string) {
    this.#storeUri = storeUri;
  }

  /**
   * Write this rank's part of the state as it is; it may change again when this has returned.
   *
   * @returns files of all ranks, in rank order, once they have been written; it rejects with PeerLostError if the group breaks
   *          before, with a StoreError's code if one could not be written
   */
  write(state: TrainingState, exchange: PayloadExchange): Promise<ManifestFile[]> {
    const { step } = state;
    if (this.#latest?.step === step) return this.#latest.files;
    this.#writer ??= new PartWriter(this.#storeUri);
    const { shards } = exchange.membership;
    const written = this.#writer.write(step, partName(shards), memoryVectors(state.exchange));
    const files = gatherFiles(step, written, exchange);
    // Whoever does not coordinate need not hear of a failure.
    files.catch(() => {});
    this.#latest = { step, files };
    return files;
  }

  /** Steps may come again: the group goes back to a checkpoint. */
  reset(): void {
    this.#latest = undefined;
  }

  async close(): Promise<void> {
    await this.#writer?.close();
  }
}

async function gatherFiles(
  step: number,
  written: Promise<ManifestFile>,
  exchange: PayloadExchange,
): Promise<ManifestFile[]> {
  const mine: Told = await written.then(
    (file) => ({ file }),
    (error: Error & { code?: string }) => ({
      error: { code: error.code ?? "E_STORE_UNAVAILABLE", message: error.message },
    }),
  );
  const told = await exchange.gather(`codec memory ${step}`, Buffer.from(JSON.stringify(mine)));
  return told.map((bytes) => {
    const theirs = JSON.parse(Buffer.from(bytes).toString()) as Told;
    if ("file" in theirs) return theirs.file;
    throw Object.assign(new Error(theirs.error.message), { code: theirs.error.code });
  });
}
