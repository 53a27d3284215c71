/**
 * What has arrived for one round of a step: the shards' payloads in the slice that this rank owns, the mean of the other slices,
 * the numbers. Some of it may come before this rank gets to the round, so a state is made by whichever comes first. A stream keeps
 * its order, so the pieces of a vector must follow each other without gap or repetition: anything else is refused, and nothing
 * is summed twice.
 */
import type { messages } from "@plateau/proto";
import { PeerLostError } from "../errors.ts";
import type { PayloadCall } from "../exchange.ts";
import { hostedShards, ownedSlice, type Range } from "../shards.ts";
import { headerBytes, viewBytes, type Piece } from "./tensors/piece.ts";

type Numbers = messages.v1.INumbers;

export interface RoundShape {
  /** Of this rank in the group. */
  place: number;
  worldSize: number;
  shards: number;
}

export interface Told {
  loss: number;
  norms: Float64Array;
}

export class RoundState {
  /** By shard. */
  readonly told: (Told | undefined)[];
  receivedBytes = 0;
  /** When the last of the numbers came. */
  toldAtMs = Number.NaN;
  /** When the last piece came. */
  arrivedAtMs = 0;
  /** Of the vector; undefined while nothing that says it has come. */
  #length: number | undefined;
  /** Whose word that is, by place. */
  #lengthFrom = 0;
  #owned: Range = { from: 0, to: 0 };
  /** Received payloads of other ranks' shards, cut to the own slice. */
  readonly #slices = new Map<number, { values: Float32Array; received: number }>();
  /** Elements of each place's slice of the mean that have arrived. */
  readonly #gathered: number[];
  /** Whose numbers are complete, by place. */
  readonly #isTold: boolean[];
  #mean: Float32Array | undefined;
  #segments: number | undefined;
  #changed = Promise.withResolvers<void>();
  #broken: PeerLostError | undefined;
  readonly #shape: RoundShape;
  readonly #spare: Float32Array[];

  /** @param spare buffers to use before making new ones; `release` puts them back */
  constructor(shape: RoundShape, spare: Float32Array[]) {
    this.#shape = shape;
    this.#spare = spare;
    this.told = Array.from({ length: shape.shards }, () => undefined);
    this.#gathered = Array.from({ length: shape.worldSize }, () => 0);
    this.#isTold = Array.from({ length: shape.worldSize }, () => false);
  }

  get owned(): Range {
    return this.#owned;
  }

  /** This rank has come to the round. @returns a complaint about what has arrived before, and whose it is */
  open({ mean, segments }: PayloadCall): { place: number; complaint: string } | undefined {
    const { place: own, shards, worldSize } = this.#shape;
    if (this.#length !== undefined && this.#length !== mean.length)
      return {
        place: this.#lengthFrom,
        complaint: `a payload of ${this.#length} elements, where ${mean.length} were due`,
      };
    this.#setLength(mean.length, own);
    this.#mean = mean;
    this.#segments = segments.length;
    const odd = this.told.findIndex((told) => told && told.norms.length !== segments.length);
    if (odd < 0) return undefined;
    const place = this.#others().find((each) => hostedShards(shards, worldSize, each).includes(odd)) ?? own;
    return { place, complaint: this.#wrongNorms(odd, this.told[odd]!.norms.length) };
  }

  /** Where a piece goes; undefined = this rank must come to the round first. @returns or a complaint if it cannot be right */
  place(place: number, piece: Piece): Uint8Array | undefined | string {
    const { phase, length } = piece;
    if (phase === "gather" && !this.#mean) return undefined;
    if (this.#length !== undefined && this.#length !== length)
      return `a payload of ${length} elements, where ${this.#length} were due`;
    this.#setLength(length, place);
    return phase === "reduce" ? this.#placeReduce(place, piece) : this.#placeGather(place, piece);
  }

  /** All of a piece that was placed is there. */
  arrived(place: number, { phase, shard, count }: Piece): void {
    if (phase === "reduce") this.#slices.get(shard)!.received += count;
    else this.#gathered[place]! += count;
    this.receivedBytes += headerBytes + 4 * count;
    this.arrivedAtMs = performance.now();
    this.#wake();
  }

  /** @returns a complaint if they cannot be right */
  tell(place: number, { shards, more }: Numbers): string | undefined {
    if (this.#isTold[place]) return "numbers twice";
    const hosted = hostedShards(this.#shape.shards, this.#shape.worldSize, place);
    for (const numbers of shards ?? []) {
      const complaint = this.#tellShard(hosted, numbers);
      if (complaint) return complaint;
    }
    if (more) return undefined;
    const lacking = hosted.find((shard) => !this.told[shard]);
    if (lacking !== undefined) return `no numbers of shard ${lacking}`;
    this.#isTold[place] = true;
    if (this.isTold) this.toldAtMs = performance.now();
    this.#wake();
    return undefined;
  }

  get isTold(): boolean {
    return !this.#isTold.includes(false);
  }

  /** Payload of a shard of another rank in the own slice. */
  slice(shard: number): Float32Array | undefined {
    return this.#slices.get(shard)?.values;
  }

  /** Whether the own slice up to element `to` of the vector is there, of every shard of the other ranks. */
  isReduced(to: number): boolean {
    return this.lacksPayload(to) === undefined;
  }

  /** Whether the other ranks' slices of the mean are there. */
  get isGathered(): boolean {
    return this.lacksMean === undefined;
  }

  /** First place whose shards' payloads up to `to` are not all there. */
  lacksPayload(to = this.#owned.to): number | undefined {
    const due = to - this.#owned.from;
    if (due <= 0) return undefined;
    return this.#others().find((place) =>
      hostedShards(this.#shape.shards, this.#shape.worldSize, place).some(
        (shard) => (this.#slices.get(shard)?.received ?? 0) < due,
      ),
    );
  }

  /** First place whose slice of the mean is not all there. */
  get lacksMean(): number | undefined {
    return this.#others().find((place) => {
      const { from, to } = ownedSlice(this.#length ?? 0, this.#shape.worldSize, place);
      return this.#gathered[place]! < to - from;
    });
  }

  /** Resolves when `condition` holds; it is looked at whenever something arrives. @throws PeerLostError if the group breaks */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#broken) throw this.#broken;
      await this.#changed.promise;
    }
    if (this.#broken) throw this.#broken;
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** The group is over. */
  break(reason: string): void {
    this.#broken ??= new PeerLostError(reason);
    this.#wake();
  }

  /** The round is over: its buffers serve a later one. */
  release(): void {
    for (const { values } of this.#slices.values()) this.#spare.push(values);
    this.#slices.clear();
  }

  #tellShard(hosted: readonly number[], numbers: messages.v1.IShardNumbers): string | undefined {
    const shard = numbers.shard ?? 0;
    if (!hosted.includes(shard)) return `numbers of shard ${shard}, which it does not host`;
    const norms = Float64Array.from(numbers.norms ?? []);
    if (this.#segments !== undefined && norms.length !== this.#segments)
      return this.#wrongNorms(shard, norms.length);
    this.told[shard] = { loss: numbers.loss ?? 0, norms };
    return undefined;
  }

  #placeReduce(place: number, piece: Piece): Uint8Array | string {
    const { shards, worldSize } = this.#shape;
    const { shard } = piece;
    if (shard >= shards || !hostedShards(shards, worldSize, place).includes(shard))
      return `a payload of shard ${shard}, which it does not host`;
    const { from, to } = this.#owned;
    let slice = this.#slices.get(shard);
    const complaint = refusePiece(piece, { from: from + (slice?.received ?? 0), to });
    if (complaint) return `${complaint} of shard ${shard}`;
    if (!slice) {
      slice = { values: this.#buffer(to - from), received: 0 };
      this.#slices.set(shard, slice);
    }
    return viewBytes(slice.values, slice.received, slice.received + piece.count);
  }

  #placeGather(place: number, piece: Piece): Uint8Array | string {
    const { from, to } = ownedSlice(piece.length, this.#shape.worldSize, place);
    const complaint = refusePiece(piece, { from: from + this.#gathered[place]!, to });
    if (complaint) return `${complaint} of the mean`;
    return viewBytes(this.#mean!, piece.offset, piece.offset + piece.count);
  }

  #buffer(length: number): Float32Array {
    const fitting = this.#spare.findIndex((buffer) => buffer.length === length);
    return fitting < 0 ? new Float32Array(length) : this.#spare.splice(fitting, 1)[0]!;
  }

  #setLength(length: number, from: number): void {
    if (this.#length !== undefined) return;
    this.#length = length;
    this.#lengthFrom = from;
    this.#owned = ownedSlice(length, this.#shape.worldSize, this.#shape.place);
  }

  #wrongNorms(shard: number, count: number): string {
    return `${count} norms of shard ${shard}, where ${this.#segments} were due`;
  }

  #others(): number[] {
    return Array.from({ length: this.#shape.worldSize }, (_, place) => place).filter(
      (place) => place !== this.#shape.place,
    );
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** Whether a piece is the next one of what is left of its slice. @returns what is wrong with it */
function refusePiece({ offset, count }: Piece, left: Range): string | undefined {
  return offset === left.from && offset + count <= left.to
    ? undefined
    : `a piece of ${count} elements at element ${offset}, where [${left.from}, ${left.to}) was left,`;
}
