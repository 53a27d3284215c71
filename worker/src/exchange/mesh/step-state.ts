/**
 * What has arrived for one step: the shards' contributions to the slice this rank owns, the mean of the other slices, the losses.
 * Frames may come before this rank gets to the step, so a state is made by whichever comes first. A stream keeps its order, so
 * the pieces of a vector must follow each other without gap or repetition: anything else is refused, and nothing is summed twice.
 */
import { hostedShards, ownedSlice, type Range } from "../shards.ts";
import { writeFloats, type Chunk } from "./frames.ts";

export interface StepShape {
  rank: number;
  worldSize: number;
  shards: number;
  /** n, length of the vector. */
  length: number;
}

export class StepState {
  /** Received contributions to the own slice, by shard. */
  readonly #slices = new Map<number, { values: Float32Array; received: number }>();
  /** Elements of each rank's mean slice that have arrived. */
  readonly #gathered: number[];
  /** Pieces of the mean that arrived before it was known where it goes. */
  #early: { rank: number; chunk: Chunk }[] = [];
  #mean: Float32Array | undefined;
  readonly losses: (number | undefined)[];
  readonly #shape: StepShape;
  readonly #owned: Range;
  readonly #spare: Float32Array[];
  #changed: () => void = () => {};

  /** @param spare buffers of the own slice's length to use before making new ones; `release` puts them back */
  constructor(shape: StepShape, spare: Float32Array[]) {
    this.losses = Array.from({ length: shape.shards }, () => undefined);
    this.#gathered = Array.from({ length: shape.worldSize }, () => 0);
    this.#shape = shape;
    this.#owned = ownedSlice(shape.length, shape.worldSize, shape.rank);
    this.#spare = spare;
  }

  /** A shard's contribution to the own slice. @returns a complaint if it cannot be right */
  addReduce(rank: number, chunk: Chunk): string | undefined {
    const shard = chunk.shard ?? 0;
    if (!this.#hosts(rank, shard)) return `a gradient of shard ${shard}, which it does not host`;
    const { from, to } = this.#owned;
    let slice = this.#slices.get(shard);
    const complaint = refusePiece(chunk, { from: from + (slice?.received ?? 0), to });
    if (complaint) return `${complaint} of shard ${shard}`;
    if (!slice) {
      slice = { values: this.#spare.pop() ?? new Float32Array(to - from), received: 0 };
      this.#slices.set(shard, slice);
    }
    writeFloats(chunk.data!, slice.values, slice.received);
    slice.received += chunk.data!.length / 4;
    this.#changed();
    return undefined;
  }

  /** A part of the mean, from the rank that has summed it. @returns a complaint if it cannot be right */
  addGather(rank: number, chunk: Chunk): string | undefined {
    const { length, worldSize } = this.#shape;
    const slice = ownedSlice(length, worldSize, rank);
    const received = this.#gathered[rank]!;
    const complaint = refusePiece(chunk, { from: slice.from + received, to: slice.to });
    if (complaint) return `${complaint} of the mean`;
    this.#gathered[rank] = received + chunk.data!.length / 4;
    if (this.#mean) writeFloats(chunk.data!, this.#mean, chunk.offset ?? 0);
    else this.#early.push({ rank, chunk });
    this.#changed();
    return undefined;
  }

  /** @returns a complaint if they cannot be right */
  addLosses(rank: number, shards: readonly number[], losses: readonly number[]): string | undefined {
    const stranger = shards.find((shard) => !this.#hosts(rank, shard));
    if (stranger !== undefined) return `a loss of shard ${stranger}, which it does not host`;
    if (shards.length !== losses.length) return `${losses.length} losses for ${shards.length} shards`;
    shards.forEach((shard, i) => (this.losses[shard] = losses[i]));
    this.#changed();
    return undefined;
  }

  /** Where the mean goes. */
  receiveInto(mean: Float32Array): void {
    this.#mean = mean;
    for (const { chunk } of this.#early.splice(0)) writeFloats(chunk.data!, mean, chunk.offset ?? 0);
  }

  /** Contribution of a shard of another rank to the own slice; undefined while nothing of it has arrived. */
  slice(shard: number): Float32Array | undefined {
    return this.#slices.get(shard)?.values;
  }

  /** Whether the own slice of every shard of the other ranks is there. */
  get isReduced(): boolean {
    const length = this.#owned.to - this.#owned.from;
    if (length === 0) return true;
    const { rank, worldSize, shards } = this.#shape;
    const whole = [...this.#slices.values()].filter(({ received }) => received === length).length;
    return whole === shards - hostedShards(shards, worldSize, rank).length;
  }

  /** Whether all of the other ranks' slices of the mean and all losses are there. */
  get isGathered(): boolean {
    const others = this.#shape.length - (this.#owned.to - this.#owned.from);
    return (
      this.#gathered.reduce((sum, count) => sum + count, 0) === others && !this.losses.includes(undefined)
    );
  }

  /** The step is over: its buffers serve a later one. */
  release(): void {
    for (const { values } of this.#slices.values()) this.#spare.push(values);
    this.#slices.clear();
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

  #hosts(rank: number, shard: number): boolean {
    const { shards, worldSize } = this.#shape;
    return shard < shards && hostedShards(shards, worldSize, rank).includes(shard);
  }
}

/** Whether a piece is the next one of what is left of its slice. @returns what is wrong with it */
function refusePiece({ data, offset = 0 }: Chunk, left: Range): string | undefined {
  const bytes = data?.length ?? 0;
  const fits = bytes > 0 && bytes % 4 === 0 && offset === left.from && left.from + bytes / 4 <= left.to;
  return fits
    ? undefined
    : `a piece with ${bytes} bytes at element ${offset}, where [${left.from}, ${left.to}) was left,`;
}
