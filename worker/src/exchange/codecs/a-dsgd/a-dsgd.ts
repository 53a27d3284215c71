/**
 * A-DSGD (Mohammadi Amiri and Gündüz 2020), in the form of the official code of Makkuva et al. 2024: of each tensor the
 * k = ⌊f·n/2⌋ largest elements of gradient + residual, projected to s = ⌊f·n⌋ numbers by a fixed Gaussian matrix; decoded by the
 * linear MMSE estimate, which knows the channel's noise. The rest of the elements waits in the residual.
 *
 * Differs: at least one number per tensor on both sides of the projection; the original decodes by AMP and sends its own scale.
 */
import type { CodecConfig } from "@plateau/proto";
import { streamKey } from "@plateau/scaling";
import { ExchangeError } from "../../errors.ts";
import { sharedVector } from "../../shared-vector.ts";
import type { Codec, CodecOptions, CodecState, ShardInput } from "../codec.ts";
import { numelOf, shrunkLength, shrunkSegments } from "../tensors.ts";
import { Projection } from "./projection.ts";
import { topK } from "./top-k.ts";

type ADsgdConfig = Extract<CodecConfig, { name: "a-dsgd" }>;

const projectionTag = 0x61647367;
/** Elements of all projections together: 1 GiB. */
const maxElements = 2 ** 28;

/** @throws ExchangeError E_CODEC_CONFIG if the model is too large for a dense projection */
export function createADsgd({ fraction, errorFeedback }: ADsgdConfig, options: CodecOptions): Codec {
  const { tensors, size, seed } = options;
  const segments = shrunkSegments(tensors, fraction);
  const elements = tensors.reduce(
    (sum, { shape }, j) => sum + numelOf(shape) * (segments[j]!.to - segments[j]!.from),
    0,
  );
  if (elements > maxElements) {
    throw new ExchangeError(
      "E_CODEC_CONFIG",
      `exchange.codec "a-dsgd" would need projections of ${elements} numbers for this model, and ${maxElements} is the limit; lower fraction (${fraction}), or use another codec: this one is for small models.`,
    );
  }
  const parts = tensors.map(({ from, shape }, j) => {
    const numel = numelOf(shape);
    return {
      start: from,
      numel,
      count: shrunkLength(numel, fraction / 2),
      segment: segments[j]!,
      projection: new Projection(
        numel,
        segments[j]!.to - segments[j]!.from,
        streamKey(seed, projectionTag, j),
      ),
    };
  });

  return {
    name: "a-dsgd",
    linear: false,
    identity: false,
    rounds: 1,
    layout: () => segments,
    createMemory: (): CodecState => (errorFeedback ? { residual: sharedVector(size) } : {}),
    createShared: () => ({}),
    encode(_at, shard, _shared, payload) {
      for (const { start, numel, count, segment, projection } of parts) {
        if (numel === 0) continue;
        const values = valuesOf(shard, start, numel);
        payload.set(projection.project(topK(values, count), values), segment.from);
      }
    },
    remember(_step, shard) {
      const { residual } = shard.memory;
      if (!residual) return 0;
      let squares = 0;
      for (const { start, numel, count } of parts) {
        if (numel === 0) continue;
        const values = valuesOf(shard, start, numel);
        for (const i of topK(values, count)) values[i] = 0;
        residual.set(values, start);
        squares += values.reduce((sum, value) => sum + value * value, 0);
      }
      return squares;
    },
    decode(_at, { payload, noiseStd }, _shared, gradient) {
      for (const [j, { start, segment, projection }] of parts.entries()) {
        const received = payload.subarray(segment.from, segment.to);
        gradient.set(projection.estimate(received, noiseStd[j]! ** 2), start);
      }
    },
  };
}

/** gradient + residual of one tensor. */
function valuesOf(
  { gradient, memory: { residual } }: ShardInput,
  start: number,
  numel: number,
): Float32Array {
  const values = gradient.slice(start, start + numel);
  if (residual) for (let i = 0; i < numel; i++) values[i] = values[i]! + residual[start + i]!;
  return values;
}
