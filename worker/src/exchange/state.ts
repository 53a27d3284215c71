/**
 * Exchange state: the codec state that a rank holds, as part of its training state. `shared` is the same on every rank; `memory`
 * is one per shard hosted here. As named vectors it stands in checkpoints and travels to a rank that catches up:
 *
 *   codec.shared.<name>            codec.shard.<shard>.<name>
 */
import type { Codec, CodecState } from "./codecs/codec.ts";
import { ExchangeError } from "./errors.ts";

export interface ExchangeState {
  shared: CodecState;
  /** By hosted shard. */
  memory: Map<number, CodecState>;
}

const sharedPrefix = "codec.shared.";
const shardPrefix = "codec.shard.";

/** State before the first step. */
export function createExchangeState(codec: Codec, shards: readonly number[]): ExchangeState {
  return {
    shared: codec.createShared(),
    memory: new Map(shards.map((shard) => [shard, codec.createMemory()])),
  };
}

/** Whether something is lost when a shard's host dies. */
export function hasMemory(state: ExchangeState): boolean {
  return [...state.memory.values()].some((memory) => Object.keys(memory).length > 0);
}

/** Whether a vector of a checkpoint belongs to the exchange. */
export function isExchangeVector(name: string): boolean {
  return name.startsWith(sharedPrefix) || name.startsWith(shardPrefix);
}

/** What all ranks hold alike: one of them writes it. The vectors themselves, not copies. */
export function sharedVectors({ shared }: ExchangeState): Record<string, Float32Array> {
  return prefixed(sharedPrefix, shared);
}

/** Memory of the hosted shards: each rank writes its own. The vectors themselves, not copies. */
export function memoryVectors({ memory }: ExchangeState): Record<string, Float32Array> {
  const shards = [...memory].map(([shard, each]) => prefixed(`${shardPrefix}${shard}.`, each));
  return Object.assign({}, ...shards) as Record<string, Float32Array>;
}

/**
 * The state that named vectors hold, copied.
 *
 * @param shards  those hosted here; memory of other shards may be among the vectors and is passed over
 * @param vectors of a checkpoint or a peer; names that are not the exchange's are passed over
 * @throws ExchangeError E_CODEC_STATE if a vector is missing, unknown to this codec, or of another length
 */
export function restoreExchangeState(
  codec: Codec,
  shards: readonly number[],
  vectors: Readonly<Record<string, Float32Array>>,
): ExchangeState {
  const state = createExchangeState(codec, shards);
  const expected = { ...sharedVectors(state), ...memoryVectors(state) };
  for (const name of Object.keys(vectors)) {
    if (Object.hasOwn(expected, name) || !isExchangeVector(name) || isOfOtherShard(name, shards)) continue;
    throw refusal(codec, `"${name}" (${vectors[name]!.length} numbers) is not part of its state`);
  }
  for (const [name, target] of Object.entries(expected)) {
    const found = Object.hasOwn(vectors, name) ? vectors[name]! : undefined;
    if (found?.length !== target.length) {
      const what = found ? `has ${found.length} numbers, not ${target.length}` : "is missing";
      throw refusal(codec, `"${name}" ${what}`);
    }
    target.set(found);
  }
  return state;
}

function isOfOtherShard(name: string, shards: readonly number[]): boolean {
  const match = /^codec\.shard\.(\d+)\./.exec(name);
  return match !== null && !shards.includes(Number(match[1]));
}

function prefixed(prefix: string, vectors: CodecState): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(vectors).map(([name, vector]) => [prefix + name, vector]));
}

function refusal({ name }: Codec, what: string): ExchangeError {
  return new ExchangeError(
    "E_CODEC_STATE",
    `The stored state does not fit codec "${name}": ${what}. It was made by another codec, with other options (e.g. matrixRank), or for another model; use the same exchange.codec, or start with fresh codec state on purpose (acceptDifferences: codec).`,
  );
}
