/**
 * Functions of one tensor that more than one kernel needs.
 */
import type { FusedActivation } from "../../../record/kernels/matrix.ts";
import { tf } from "../../../tf.ts";
import type { HloBuilder } from "../builder.ts";
import type { Tensor } from "../types.ts";

export type Activation = (x: Tensor, hlo: HloBuilder, slope: number) => Tensor;

const constant = (x: Tensor, value: number, hlo: HloBuilder): Tensor => hlo.filled(value, x.type, x.shape);

/** StableHLO's maximum hands on what is not a number, as TensorFlow.js's relu does. */
export const relu: Activation = (x, hlo) => hlo.binary("maximum", x, constant(x, 0, hlo));

/** `low` where x is smaller, `high` where it is larger. */
export function clamp(x: Tensor, [low, high]: readonly [number, number], hlo: HloBuilder): Tensor {
  return hlo.binary("minimum", hlo.binary("maximum", x, constant(x, low, hlo)), constant(x, high, hlo));
}

const relu6: Activation = (x, hlo) => clamp(x, [0, 6], hlo);

/** x where it is not negative, else scale·(eˣ − 1). */
function exponentialTail(x: Tensor, scale: number, hlo: HloBuilder): Tensor {
  const tail = hlo.unary("stablehlo.exponential_minus_one", x);
  const scaled = scale === 1 ? tail : hlo.binary("multiply", tail, constant(x, scale, hlo));
  return hlo.select(hlo.compare("GE", x, constant(x, 0, hlo)), x, scaled);
}

export const elu: Activation = (x, hlo) => exponentialTail(x, 1, hlo);

/** Constants of Klambauer et al. 2017. */
const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;
export const selu: Activation = (x, hlo) => {
  const unscaled = exponentialTail(x, SELU_SCALEALPHA / SELU_SCALE, hlo);
  return hlo.binary("multiply", unscaled, constant(x, SELU_SCALE, hlo));
};

export const leakyRelu: Activation = (x, hlo, slope) => {
  const negative = hlo.compare("LT", x, constant(x, 0, hlo));
  return hlo.select(negative, hlo.binary("multiply", x, constant(x, slope, hlo)), x);
};

export const sigmoid: Activation = (x, hlo) => hlo.unary("stablehlo.logistic", x);

/** log(1 + eˣ) without overflow. */
export const softplus: Activation = (x, hlo) => {
  const small = hlo.unary("stablehlo.negate", hlo.unary("stablehlo.abs", x));
  const correction = hlo.unary("stablehlo.log_plus_one", hlo.unary("stablehlo.exponential", small));
  return hlo.binary("add", relu(x, hlo, 0), correction);
};

/** What a fused matrix product may end with, by TensorFlow.js's names. */
export const activations: Readonly<Record<FusedActivation, Activation>> = {
  linear: (x) => x,
  relu,
  relu6,
  elu,
  sigmoid,
  leakyrelu: leakyRelu,
};
