/**
 * LASER (Makkuva et al. 2024, as in its official code): one power-iteration factor of every matrix a step, on alternating sides.
 *
 *   M = gradient + residual;  t = steps since `startAfterStep`
 *   t even: U = basis of P [m × r], sent F = Mᵀ U [n × r], decoded U F̂ᵀ;  then Q ← F̂, P ← U
 *   t odd:  U = basis of Q [n × r], sent F = M U  [m × r], decoded F̂ Uᵀ;  then P ← F̂, Q ← U
 *
 * U comes from what all ranks received in the step before, so the map is linear and the mean of factors is the factor of the mean.
 * The residual is what the shard's own factor leaves: the channel's noise never enters it. The side follows from the step, so it
 * needs no counter of its own.
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
import { keepRest, times, timesTransposed, writeOuter } from "../../linear/products.ts";
import type { Codec, CodecOptions, CodecState, Segment } from "../codec.ts";

type LaserConfig = Extract<CodecConfig, { name: "laser" }>;

/** Keeps the first factors apart from other random streams of the seed. */
const factorTag = 0x6c617372;

/** Which of the two factors U comes from. */
type Side = "left" | "right";

export function createLaser(config: LaserConfig, options: CodecOptions): Codec {
  const { errorFeedback, warmStart, startAfterStep } = config;
  const { seed } = options;
  const tensors = planTensors(options, { ...config, factors: 1 });
  const matrices = matricesOf(tensors);
  const layouts = {
    raw: segmentsOf(tensors, () => undefined),
    left: segmentsOf(tensors, (matrix) => matrix.columns * matrix.matrixRank),
    right: segmentsOf(tensors, (matrix) => matrix.rows * matrix.matrixRank),
  };

  const sideOf = (step: number): Side | undefined => {
    if (step < startAfterStep) return undefined;
    return (step - startAfterStep) % 2 === 0 ? "left" : "right";
  };
  const layout = (step: number): readonly Segment[] => layouts[sideOf(step) ?? "raw"];

  const bases = new Bases();

  /** U of a step. @throws ExchangeError E_NOT_FINITE */
  function basis(step: number, side: Side, matrix: MatrixPlan, shared: CodecState): Factor {
    const { name, index, matrixRank, rows, columns } = matrix;
    const length = side === "left" ? rows : columns;
    const values = warmStart
      ? shared[`${side}.${name}`]!
      : randomFactor(length, matrixRank, streamKey(seed, factorTag, index, 2 + step));
    return bases.of(index, values, { length, columns: matrixRank, name });
  }

  /** Calls `visit` for every factorised tensor with its U and its segment, `raw` for the others. */
  function visit(step: number, shared: CodecState, visitors: Visitors): void {
    const side = sideOf(step);
    const segments = layout(step);
    for (const [j, tensor] of tensors.entries()) {
      const segment = segments[j]!;
      const { matrix } = tensor;
      if (side === undefined || !matrix) visitors.raw?.(tensor, segment);
      else visitors.factor({ matrix, side, basis: basis(step, side, matrix, shared), segment });
    }
  }

  return {
    name: "laser",
    linear: true,
    identity: false,
    rounds: 1,
    layout: ({ step }) => layout(step),
    createMemory: () => (errorFeedback ? createResiduals(matrices) : {}),
    createShared: () => (warmStart ? firstFactors(matrices, seed) : {}),
    encode({ step }, shard, shared, payload) {
      visit(step, shared, {
        raw: ({ from, to }, segment) => payload.set(shard.gradient.subarray(from, to), segment.from),
        factor({ matrix, side, basis: U, segment }) {
          const source = sourceOf(matrix, shard);
          const factor = side === "left" ? timesTransposed(source, U) : times(source, U);
          writeFactor(factor, payload, segment.from);
        },
      });
    },
    remember(step, shard, shared, [payload]) {
      let squares = 0;
      if (!errorFeedback) return squares;
      visit(step, shared, {
        factor({ matrix, side, basis: U, segment }) {
          const { residual, ...source } = sourceOf(matrix, shard);
          const factor = readFactor(otherShape(matrix, side), payload!, segment.from);
          const [left, right] = side === "left" ? [U, factor] : [factor, U];
          squares += keepRest({ ...source, residual: residual! }, left, right);
        },
      });
      return squares;
    },
    decode({ step }, { payload }, shared, gradient) {
      visit(step, shared, {
        raw: ({ from }, segment) => gradient.set(payload.subarray(segment.from, segment.to), from),
        factor({ matrix, side, basis: U, segment }) {
          const factor = readFactor(otherShape(matrix, side), payload, segment.from);
          const [left, right] = side === "left" ? [U, factor] : [factor, U];
          writeOuter(left, right, gradient, matrix.from);
          if (!warmStart) return;
          writeFactor(left, shared[`left.${matrix.name}`]!);
          writeFactor(right, shared[`right.${matrix.name}`]!);
        },
      });
    },
  };
}

interface Visitors {
  raw?: (tensor: Tensor, segment: Segment) => void;
  factor: (part: { matrix: MatrixPlan; side: Side; basis: Factor; segment: Segment }) => void;
}

/** Of the factor that travels: [n × r] if U is on the left, [m × r] if it is on the right. */
function otherShape(
  { rows, columns, matrixRank }: MatrixPlan,
  side: Side,
): { length: number; columns: number } {
  return { length: side === "left" ? columns : rows, columns: matrixRank };
}

function firstFactors(matrices: readonly MatrixPlan[], seed: number): CodecState {
  return Object.fromEntries(
    matrices.flatMap(({ name, rows, columns, matrixRank, index }) => [
      [`left.${name}`, randomFactor(rows, matrixRank, streamKey(seed, factorTag, index, 0))],
      [`right.${name}`, randomFactor(columns, matrixRank, streamKey(seed, factorTag, index, 1))],
    ]),
  );
}
