/**
 * What has arrived for one step: the shards' contributions to the slice this rank owns, the mean of the other slices, the losses.
 * Frames may come before this rank gets to the step, so a state is made by whichever comes first.
 */
import type { Range } from "../shards.ts";
import { writeFloats, type Chunk } from "./frames.ts";

export class StepState {
  /** Received contributions to the own slice, by shard. */
  readonly #slices = new Map<number, { values: Float32Array; received: number }>();
  /** Mean slices that arrived before the mean vector was known. */
  #early: Chunk[] = [];
  #mean: Float32Array | undefined;
  #gathered = 0;
  readonly losses: (number | undefined)[];
  readonly #owned: Range;
  readonly #length: number;
  #changed: () => void = () => {};

  constructor(shards: number, owned: Range, length: number) {
    this.losses = Array.from({ length: shards }, () => undefined);
    this.#owned = owned;
    this.#length = length;
  }

  /** A contribution to the own slice. @returns a complaint if it does not fit */
  addReduce(chunk: Chunk): string | undefined {
    const bytes = chunk.data ?? new Uint8Array();
    const [shard, offset] = [chunk.shard ?? 0, chunk.offset ?? 0];
    const at = offset - this.#owned.from;
    if (
      bytes.length % 4 !== 0 ||
      at < 0 ||
      offset + bytes.length / 4 > this.#owned.to ||
      shard >= this.losses.length
    ) {
      return `a piece of shard ${shard} at element ${offset} with ${bytes.length} bytes, outside the slice [${this.#owned.from}, ${this.#owned.to})`;
    }
    let slice = this.#slices.get(shard);
    if (!slice)
      this.#slices.set(
        shard,
        (slice = { values: new Float32Array(this.#owned.to - this.#owned.from), received: 0 }),
      );
    writeFloats(bytes, slice.values, at);
    slice.received += bytes.length / 4;
    this.#changed();
    return undefined;
  }

  /** A part of the mean that its owner has summed. */
  addGather(chunk: Chunk): string | undefined {
    const offset = chunk.offset ?? 0;
    const bytes = chunk.data ?? new Uint8Array();
    if (bytes.length % 4 !== 0 || offset + bytes.length / 4 > this.#length) {
      return `a piece of the mean at element ${offset} with ${bytes.length} bytes, beyond ${this.#length}`;
    }
    if (!this.#mean) this.#early.push(chunk);
    else {
      writeFloats(bytes, this.#mean, offset);
      this.#gathered += bytes.length / 4;
      this.#changed();
    }
    return undefined;
  }

  addLosses(shards: readonly number[], losses: readonly number[]): void {
    shards.forEach((shard, i) => (this.losses[shard] = losses[i]));
    this.#changed();
  }

  /** Where the mean goes. */
  receiveInto(mean: Float32Array): void {
    this.#mean = mean;
    for (const chunk of this.#early.splice(0)) this.addGather(chunk);
  }

  /** The contribution of a shard to the own slice, once all of it is there. */
  slice(shard: number): Float32Array | undefined {
    const slice = this.#slices.get(shard);
    const length = this.#owned.to - this.#owned.from;
    if (length === 0) return new Float32Array(0);
    return slice && slice.received >= length ? slice.values : undefined;
  }

  /** Elements of other ranks' slices that have arrived. */
  get gathered(): number {
    return this.#gathered;
  }

  get hasAllLosses(): boolean {
    return !this.losses.includes(undefined);
  }

  /** Resolves when `condition` holds; it is looked at whenever something arrives. */
  async until(condition: () => boolean, broken: Promise<never>): Promise<void> {
    if (condition()) return;
    const met = new Promise<void>((resolve) => {
      this.#changed = () => {
        if (condition()) resolve();
      };
    });
    await Promise.race([met, broken]);
    this.#changed = () => {};
  }
}
