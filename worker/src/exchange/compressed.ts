/**
 * Compressed exchange: what a training step calls. Encodes the gradients of the hosted shards, has the payloads averaged round by
 * round, and decodes the mean; counts bytes and time.
 *
 *   gradient + memory → encode → payloads → [PayloadExchange: sum, channel] → mean payload → remember, decode → mean gradient
 *
 * Until the last round has arrived no state changes, so a broken step can be repeated by another group.
 */
import type { Codec, Round, Segment, ShardInput } from "./codecs/codec.ts";
import { ExchangeError, NotFiniteError } from "./errors.ts";
import type { Exchange, Membership, PayloadExchange, ReduceResult, ShardContribution } from "./exchange.ts";
import { portableLoops, type Loops } from "./loops/loops.ts";
import { PayloadBuffers } from "./payload-buffers.ts";
import type { ExchangeState } from "./state.ts";
import { averageLosses } from "./sum.ts";

/** Bytes of a number that travels as side information: a loss, the norm of a segment. */
const sideBytes = 8;

export interface CompressedOptions {
  codec: Codec;
  exchange: PayloadExchange;
  /** Belongs to the training state; memory of all hosted shards must be in it. */
  state: ExchangeState;
  /** Default: those in JavaScript. */
  loops?: Loops | undefined;
}

type Call = { step: number; contributions: readonly ShardContribution[]; mean: Float32Array };

export class CompressedExchange implements Exchange {
  readonly #codec: Codec;
  readonly #exchange: PayloadExchange;
  readonly #state: ExchangeState;
  readonly #loops: Loops;
  readonly #buffers = new PayloadBuffers();

  /** @throws ExchangeError E_CODEC_STATE if the state lacks a hosted shard's memory */
  constructor({ codec, exchange, state, loops = portableLoops }: CompressedOptions) {
    const lacking = exchange.membership.shards.filter((shard) => !state.memory.has(shard));
    if (lacking.length > 0) {
      throw new ExchangeError(
        "E_CODEC_STATE",
        `Rank ${exchange.membership.rank} hosts shards ${lacking.join(", ")} without their codec memory: load it from the checkpoint that the group starts from, or create it if the group starts at step 0.`,
      );
    }
    this.#codec = codec;
    this.#exchange = exchange;
    this.#state = state;
    this.#loops = loops;
  }

  get membership(): Membership {
    return this.#exchange.membership;
  }

  async reduce(
    step: number,
    contributions: readonly ShardContribution[],
    mean: Float32Array,
  ): Promise<ReduceResult> {
    this.#check(step, contributions, mean);
    const call = { step, contributions, mean };
    const numbers = emptyNumbers(call);
    const layouts = this.#layouts(step);
    const sent: Float32Array[][] = contributions.map(() => []);
    for (const [round, segments] of layouts.entries()) {
      const at = { step, round, rounds: layouts.length };
      await this.#round(at, segments, { call, sent, numbers });
    }
    return numbers;
  }

  async barrier(label: string): Promise<void> {
    await this.gather(label, new Uint8Array());
  }

  gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    return this.#exchange.gather(label, value);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Segments of each round of a step; rounds without any are left out. */
  #layouts(step: number): (readonly Segment[])[] {
    const all = Array.from({ length: this.#codec.rounds }, (_, round) => this.#codec.layout({ step, round }));
    return all.filter((segments) => segments.length > 0);
  }

  async #round(
    at: Required<Round>,
    segments: readonly Segment[],
    { call, sent, numbers }: { call: Call; sent: Float32Array[][]; numbers: ReduceResult },
  ): Promise<void> {
    const { contributions } = call;
    const startedMs = performance.now();
    const length = segments.at(-1)!.to;
    const payloads = this.#payloads(at, length, contributions);
    const norms = payloads.map((payload, i) =>
      this.#encode(at, segments, { input: this.#input(contributions, i), payload }),
    );
    payloads.forEach((payload, i) => sent[i]!.push(payload));
    const mean = this.#codec.identity ? call.mean : this.#buffers.take(`mean ${at.round}`, length);
    const losses = at.round === 0 ? contributions.map(({ loss }) => loss) : [];
    const encodedMs = performance.now();

    const result = await this.#exchange.reducePayloads({ ...at, segments, payloads, norms, losses, mean });

    const receivedMs = performance.now();
    // Before any state changes. All ranks have received the same bits, so all of them say so.
    if (!this.#codec.identity && !Number.isFinite(this.#loops.energy(mean)))
      throw new NotFiniteError(at.step, "the mean as it was received");
    if (at.round === at.rounds - 1) this.#remember(call, sent, numbers);
    this.#codec.decode(at, { payload: mean, noiseStd: result.noiseStd }, this.#state.shared, call.mean);
    if (at.round === 0) numbers.loss = averageLosses(result.losses);
    numbers.encodeMs += encodedMs - startedMs;
    numbers.decodeMs += performance.now() - receivedMs;
    numbers.payloadBytes += contributions.length * (4 * length + sideBytes * segments.length);
    if (at.round === 0) numbers.payloadBytes += contributions.length * sideBytes;
    addWire(numbers, result);
  }

  #input(contributions: readonly ShardContribution[], i: number): ShardInput {
    const memory = this.#state.memory.get(this.membership.shards[i]!)!;
    return { gradient: contributions[i]!.gradient, memory };
  }

  /** Where the hosted shards' payloads go: the gradients themselves if the codec changes nothing. */
  #payloads(
    { round }: Round,
    length: number,
    contributions: readonly ShardContribution[],
  ): readonly Float32Array[] {
    if (this.#codec.identity) return contributions.map(({ gradient }) => gradient);
    return contributions.map((_, i) => this.#buffers.take(`${round} ${i}`, length));
  }

  /** @returns L2 norm of each segment; not finite if the gradient is not, and then nothing was encoded */
  #encode(
    at: Round,
    segments: readonly Segment[],
    { input, payload }: { input: ShardInput; payload: Float32Array },
  ): Float64Array {
    const { identity } = this.#codec;
    if (!identity && !Number.isFinite(this.#loops.energy(input.gradient))) {
      payload.fill(0);
      return new Float64Array(segments.length).fill(Number.NaN);
    }
    this.#codec.encode(at, input, this.#state.shared, payload);
    return Float64Array.from(segments, ({ from, to }) => Math.sqrt(this.#loops.energy(payload, from, to)));
  }

  #remember({ step, contributions }: Call, sent: Float32Array[][], numbers: ReduceResult): void {
    let squares = 0;
    for (const [i, payloads] of sent.entries()) {
      squares += this.#codec.remember(step, this.#input(contributions, i), this.#state.shared, payloads);
    }
    const anyMemory = [...this.#state.memory.values()].some((memory) => Object.keys(memory).length > 0);
    if (anyMemory) numbers.residualNorm = Math.sqrt(squares);
  }

  #check(step: number, contributions: readonly ShardContribution[], mean: Float32Array): void {
    const { rank, shards } = this.membership;
    const wrong = contributions.find(({ gradient }) => gradient.length !== mean.length);
    if (contributions.length === shards.length && !wrong) return;
    throw new ExchangeError(
      "E_MESH",
      `Rank ${rank} hosts ${shards.length} shards, but step ${step} brings ${contributions.length} contributions of ${wrong?.gradient.length ?? mean.length} elements for a mean of ${mean.length}.`,
    );
  }
}

function emptyNumbers({ contributions, mean }: Call): ReduceResult {
  return {
    loss: Number.NaN,
    rawBytes: 4 * mean.length * contributions.length,
    payloadBytes: 0,
    sentBytes: 0,
    receivedBytes: 0,
    encodeMs: 0,
    wireMs: 0,
    waitMs: 0,
    decodeMs: 0,
  };
}

function addWire(
  numbers: ReduceResult,
  result: Pick<ReduceResult, "sentBytes" | "receivedBytes" | "wireMs" | "waitMs" | "snrDb">,
): void {
  numbers.sentBytes += result.sentBytes;
  numbers.receivedBytes += result.receivedBytes;
  numbers.wireMs += result.wireMs;
  numbers.waitMs += result.waitMs;
  if (result.snrDb !== undefined) numbers.snrDb = combinedSnrDb(numbers.snrDb, result.snrDb);
}

/** Relative noises of the rounds add up, to first order. */
function combinedSnrDb(before: number | undefined, now: number): number {
  const noise = (snrDb: number): number => 10 ** (-snrDb / 10);
  return before === undefined ? now : -10 * Math.log10(noise(before) + noise(now));
}
