/**
 * Transfer: the training state of one rank, streamed to another of its group that catches up. Who needs it asks; the other side
 * sends a head, the vectors in pieces of 256 KiB, and a hash over all. Pieces keep their order, so nothing is buffered.
 */
import { createHash, type Hash } from "node:crypto";
import { ExchangeError, PeerLostError } from "../errors.ts";
import { sharedVector } from "../shared-vector.ts";
import { partBytes, floatBytes, type Frame } from "./frames.ts";
import { viewBytes } from "./tensors/piece.ts";

type Part = NonNullable<Frame["statePart"]>;

export interface SentState {
  /** JSON, for whoever knows what the vectors are. */
  head: string;
  /** float32, on shared memory when received. */
  vectors: Float32Array[];
}

interface Receiving {
  from: number;
  hash: Hash;
  state: SentState | undefined;
  /** Where the next piece goes. */
  vector: number;
  offset: number;
  done: PromiseWithResolvers<SentState>;
}

export interface TransferOptions {
  version: number;
  send: (rank: number, frame: Frame) => Promise<void>;
}

/** No model that fits a machine has more numbers in one vector. */
const maxVectorLength = 2 ** 33;

/** Transfers within one group. */
export class Transfers {
  readonly #options: TransferOptions;
  readonly #asked = new Set<number>();
  #wake = Promise.withResolvers<void>();
  #receiving: Receiving | undefined;
  #broken: PeerLostError | undefined;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  /**
   * Send a state to ranks that will ask for it; they must not change while this runs.
   *
   * @throws PeerLostError if the group breaks
   */
  async serve(to: readonly number[], state: SentState): Promise<void> {
    const waiting = new Set(to);
    while (waiting.size > 0) {
      this.#check();
      const next = [...waiting].find((rank) => this.#asked.has(rank));
      if (next === undefined) {
        await this.#wake.promise;
        continue;
      }
      waiting.delete(next);
      this.#asked.delete(next);
      await this.#stream(next, state);
    }
  }

  /** Ask a rank for its state. @throws PeerLostError; ExchangeError E_MESH if what came is not what was sent */
  async fetch(from: number): Promise<SentState> {
    this.#check();
    const done = Promise.withResolvers<SentState>();
    this.#receiving = { from, hash: createHash("sha256"), state: undefined, vector: 0, offset: 0, done };
    await this.#options.send(from, { stateRequest: { version: this.#options.version } });
    return done.promise;
  }

  /** @returns a complaint about the peer, if the frame cannot be right */
  receive(rank: number, { stateRequest, statePart }: Frame): string | undefined {
    if (stateRequest) {
      this.#asked.add(rank);
      this.#wakeUp();
    }
    return statePart ? this.#take(rank, statePart) : undefined;
  }

  break(reason: string): void {
    this.#broken = new PeerLostError(reason);
    this.#wakeUp();
    this.#receiving?.done.reject(this.#broken);
    // Nobody may be waiting.
    this.#receiving?.done.promise.catch(() => {});
    this.#receiving = undefined;
  }

  #wakeUp(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  #check(): void {
    if (this.#broken) throw this.#broken;
  }

  async #stream(to: number, { head, vectors }: SentState): Promise<void> {
    const { version } = this.#options;
    const send = (part: Part): Promise<void> => this.#options.send(to, { statePart: { version, ...part } });
    const text = JSON.stringify({ head, lengths: vectors.map(({ length }) => length) });
    const hash = createHash("sha256").update(text);
    await send({ head: text });
    for (const [vector, values] of vectors.entries()) {
      for (let offset = 0; offset < values.length; offset += partBytes / 4) {
        const data = floatBytes(values, offset, Math.min(values.length, offset + partBytes / 4));
        hash.update(data);
        await send({ vector, offset, data });
        this.#check();
        // Heartbeats must get through.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await send({ sha256: hash.digest() });
  }

  #take(rank: number, part: Part): string | undefined {
    const receiving = this.#receiving;
    if (receiving?.from !== rank) return "a state that this rank has not asked for";
    if (part.head) return this.#open(receiving, part.head);
    if (!receiving.state) return "a piece of a state before its head";
    if (part.sha256?.length) return this.#close(receiving, receiving.state, part.sha256);
    return this.#place(receiving, receiving.state, part);
  }

  #place(receiving: Receiving, state: SentState, part: Part): string | undefined {
    skipFull(receiving, state);
    const { vector, offset, bytes, data } = pieceOf(part);
    const left = (state.vectors[receiving.vector]?.length ?? 0) - receiving.offset;
    const isNext = vector === receiving.vector && offset === receiving.offset;
    if (!isNext || bytes === 0 || bytes % 4 !== 0 || bytes / 4 > left)
      return `a piece of ${bytes} bytes at element ${offset} of vector ${vector} of a state, where element ${receiving.offset} of vector ${receiving.vector} was to come`;
    receiving.hash.update(data);
    viewBytes(state.vectors[vector]!, offset, offset + bytes / 4).set(data);
    receiving.offset += bytes / 4;
    return undefined;
  }

  #open(receiving: Receiving, text: string): string | undefined {
    if (receiving.state) return "a second head of a state";
    let parsed: { head: string; lengths: number[] };
    try {
      parsed = JSON.parse(text) as typeof parsed;
    } catch {
      return "a head of a state that is no JSON";
    }
    const { head, lengths } = parsed;
    const possible = (length: unknown): boolean =>
      Number.isInteger(length) && (length as number) >= 0 && (length as number) <= maxVectorLength;
    if (typeof head !== "string" || !Array.isArray(lengths) || !lengths.every(possible))
      return "a head of a state that names no lengths";
    receiving.hash.update(text);
    receiving.state = { head, vectors: lengths.map((length) => sharedVector(length)) };
    return undefined;
  }

  #close(receiving: Receiving, state: SentState, sha256: Uint8Array): string | undefined {
    skipFull(receiving, state);
    if (receiving.vector < state.vectors.length) return "the end of a state before all of it";
    this.#receiving = undefined;
    if (!receiving.hash.digest().equals(sha256)) {
      const error = new ExchangeError(
        "E_MESH",
        `The state that rank ${receiving.from} sent does not have its hash.`,
      );
      receiving.done.reject(error);
      return "a state that does not have its hash";
    }
    receiving.done.resolve(state);
    return undefined;
  }
}

function pieceOf({ vector, offset, data }: Part) {
  const bytes = data ?? new Uint8Array();
  return { vector: vector ?? 0, offset: Number(offset ?? 0), data: bytes, bytes: bytes.length };
}

/** On to the first vector that is not full. */
function skipFull(receiving: Receiving, { vectors }: SentState): void {
  while (receiving.vector < vectors.length && receiving.offset === vectors[receiving.vector]!.length) {
    receiving.vector += 1;
    receiving.offset = 0;
  }
}
