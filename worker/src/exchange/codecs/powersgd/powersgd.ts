/**
 * PowerSGD (Vogels, Karimireddy, Jaggi 2019, Algorithm 1): both factors of one power iteration a step, in two rounds.
 *
 *   M = gradient + residual
 *   round 0: sent M Q [m × r];   P̂ = basis of the mean
 *   round 1: sent Mᵀ P̂ [n × r];  decoded P̂ Q̂ᵀ;  then Q ← Q̂
 *
 * Differs: the first Q is drawn from the seed, so nothing is broadcast; Q is made orthonormal before it is used, which changes no
 * basis P̂ without noise and keeps weak directions above it with noise; the residual is what the shard's own second factor leaves.
 */
import type { CodecConfig } from "@plateau/proto";
import { streamKey } from "@plateau/scaling";
import { Bases } from "../../linear/bases.ts";
import {
  createResiduals,
  matricesOf,
  planTensors,
  randomFactor,
  segmentsOf,
  sourceOf,
  type MatrixPlan,
  type Tensor,
} from "../../linear/low-rank.ts";
import { readFactor, writeFactor, type Factor } from "../../linear/matrix.ts";
import { orthonormalize } from "../../linear/orthonormal.ts";
import { keepRest, times, timesTransposed, writeOuter } from "../../linear/products.ts";
import type { Codec, CodecOptions, CodecState, Round, Segment } from "../codec.ts";

type PowerSgdConfig = Extract<CodecConfig, { name: "powersgd" }>;

/** Keeps the first factors apart from other random streams of the seed. */
const factorTag = 0x70736764;

export function createPowerSgd(config: PowerSgdConfig, options: CodecOptions): Codec {
  const { errorFeedback, warmStart, startAfterStep } = config;
  const { seed } = options;
  const tensors = planTensors(options, { ...config, factors: 2 });
  const matrices = matricesOf(tensors);
  const layouts = {
    raw: segmentsOf(tensors, () => undefined),
    first: segmentsOf(tensors, ({ rows, matrixRank }) => rows * matrixRank),
    second: segmentsOf(matrices.map(asTensor), ({ columns, matrixRank }) => columns * matrixRank),
  };
  const isRaw = (step: number): boolean => step < startAfterStep;
  const layout = ({ step, round }: Round): readonly Segment[] => {
    if (round === 0) return isRaw(step) ? layouts.raw : layouts.first;
    return isRaw(step) ? [] : layouts.second;
  };
  /** P̂ of the step that is under way, by matrix. Not part of the state: a repeated step computes it again. */
  const bases: (Factor | undefined)[] = [];
  const basisOf = ({ index, name }: MatrixPlan): Factor => {
    const basis = bases[index];
    if (!basis) throw new Error(`Round 1 of ${name} without its round 0.`);
    return basis;
  };

  const rightBases = new Bases();

  /** Q of a step, orthonormal. @throws ExchangeError E_NOT_FINITE */
  function rightFactor(step: number, matrix: MatrixPlan, shared: CodecState): Factor {
    const { name, index, matrixRank, columns } = matrix;
    const values = warmStart
      ? shared[`right.${name}`]!
      : randomFactor(columns, matrixRank, streamKey(seed, factorTag, index, 1 + step));
    return rightBases.of(index, values, { length: columns, columns: matrixRank, name });
  }

  return {
    name: "powersgd",
    linear: true,
    identity: false,
    rounds: 2,
    layout,
    createMemory: () => (errorFeedback ? createResiduals(matrices) : {}),
    createShared: () => (warmStart ? firstFactors(matrices, seed) : {}),
    encode({ step, round }, shard, shared, payload) {
      if (round === 1) {
        for (const [j, matrix] of matrices.entries()) {
          const factor = timesTransposed(sourceOf(matrix, shard), basisOf(matrix));
          writeFactor(factor, payload, layouts.second[j]!.from);
        }
        return;
      }
      const segments = layout({ step, round });
      for (const [j, { from, to, matrix }] of tensors.entries()) {
        const at = segments[j]!.from;
        if (!matrix || isRaw(step)) payload.set(shard.gradient.subarray(from, to), at);
        else writeFactor(times(sourceOf(matrix, shard), rightFactor(step, matrix, shared)), payload, at);
      }
    },
    remember(step, shard, _shared, payloads) {
      let squares = 0;
      if (!errorFeedback || isRaw(step)) return squares;
      for (const [j, matrix] of matrices.entries()) {
        const { residual, ...source } = sourceOf(matrix, shard);
        const right = readFactor(rightShape(matrix), payloads[1]!, layouts.second[j]!.from);
        squares += keepRest({ ...source, residual: residual! }, basisOf(matrix), right);
      }
      return squares;
    },
    decode({ step, round }, { payload }, shared, gradient) {
      if (round === 1) {
        for (const [j, matrix] of matrices.entries()) {
          const right = readFactor(rightShape(matrix), payload, layouts.second[j]!.from);
          writeOuter(basisOf(matrix), right, gradient, matrix.from);
          if (warmStart) writeFactor(right, shared[`right.${matrix.name}`]!);
        }
        return;
      }
      const segments = layout({ step, round });
      for (const [j, { from, matrix }] of tensors.entries()) {
        const segment = segments[j]!;
        if (!matrix || isRaw(step)) gradient.set(payload.subarray(segment.from, segment.to), from);
        else {
          const shape = { length: matrix.rows, columns: matrix.matrixRank };
          bases[matrix.index] = orthonormalize(readFactor(shape, payload, segment.from), matrix.name);
        }
      }
    },
  };
}

function rightShape({ columns, matrixRank }: MatrixPlan): { length: number; columns: number } {
  return { length: columns, columns: matrixRank };
}

function asTensor(matrix: MatrixPlan): Tensor {
  const { name, from, rows, columns } = matrix;
  return { name, from, to: from + rows * columns, matrix };
}

function firstFactors(matrices: readonly MatrixPlan[], seed: number): CodecState {
  return Object.fromEntries(
    matrices.map(({ name, columns, matrixRank, index }) => [
      `right.${name}`,
      randomFactor(columns, matrixRank, streamKey(seed, factorTag, index, 0)),
    ]),
  );
}
