/**
 * The model's end: logits of every position and their cross-entropy, without the logits of all positions at once.
 *
 * loss = log Σ exp(logits) − logits[target]. The logarithm of the sum is max(logits) − log max(softmax): softmax is one kernel of
 * every engine, its largest entry is at least 1/V, so nothing under- or overflows whatever the logits.
 *
 * N·V logits are the largest thing of a small model's step. Positions are therefore taken in groups, one after the other; and
 * since how much each position counts is known beforehand, the gradient is formed from a group's logits at once (as in Hsu et al.
 * 2024, "Liger Kernel") instead of from logits kept until the backward pass.
 *
 * Shape suffixes: N positions, n positions of one group, D width, V vocabulary.
 */
import { after } from "../../engine/record/after.ts";
import { tf } from "../../engine/tf.ts";

export interface Head {
  weight_VD: tf.Tensor2D;
  bias_V?: tf.Tensor | undefined;
  /** Numbers in the logits of one group, about; 64 MB of them by default. */
  groupSize?: number;
}

const defaultGroupSize = 2 ** 24;

/** Bounds of groups of about equal size. */
function groupsOf(
  positions: number,
  { weight_VD, groupSize = defaultGroupSize }: Head,
): [from: number, to: number][] {
  const count = Math.min(positions, Math.ceil((positions * weight_VD.shape[0]) / groupSize));
  const bound = (group: number): number => Math.round((positions * group) / count);
  return Array.from({ length: count }, (_, group) => [bound(group), bound(group + 1)]);
}

interface Group {
  x_nD: tf.Tensor2D;
  targets_n: tf.Tensor1D;
  /** [n, 2] int32: (row, target), with target 0 where it is −1. */
  at_n2: tf.Tensor2D;
}

function groupAt(x_ND: tf.Tensor2D, targets_N: tf.Tensor1D, [from, to]: [number, number]): Group {
  const isAll = from === 0 && to === x_ND.shape[0];
  const targets_n = isAll ? targets_N : tf.slice(targets_N, from, to - from);
  const rows_n = tf.range(0, to - from, 1, "int32");
  return {
    x_nD: isAll ? x_ND : tf.slice(x_ND, [from, 0], [to - from, x_ND.shape[1]]),
    targets_n,
    at_n2: tf.stack([rows_n, tf.maximum(targets_n, tf.scalar(0, "int32"))], 1) as tf.Tensor2D,
  };
}

/** Losses of a group, as if every position were scored, and the softmax of its logits. */
function scores(
  { x_nD, at_n2 }: Group,
  { weight_VD, bias_V }: Head,
): { losses_n: tf.Tensor; softmax_nV: tf.Tensor } {
  const product: tf.Tensor2D = tf.matMul(x_nD, weight_VD, false, true);
  const logits_nV = bias_V === undefined ? product : tf.add(product, bias_V);
  const softmax_nV = tf.softmax(logits_nV);
  const logSum_n = tf.sub(tf.max(logits_nV, 1), tf.log(tf.max(softmax_nV, 1)));
  return { losses_n: tf.sub(logSum_n, tf.gatherND(logits_nV, at_n2)), softmax_nV };
}

/**
 * Loss of each position, nats; 0 where the target is −1.
 *
 * @param x_ND float32 [N, D], what the head reads
 * @param targets_N int32 [N], each in [−1, V)
 * @returns float32 [N]
 */
export function crossEntropy(x_ND: tf.Tensor2D, head: Head, targets_N: tf.Tensor1D): tf.Tensor1D {
  const losses = groupsOf(x_ND.shape[0], head).map((bounds) => {
    const group = groupAt(x_ND, targets_N, bounds);
    const scored_n = tf.cast(tf.notEqual(group.targets_n, tf.scalar(-1, "int32")), "float32");
    return tf.mul(scores(group, head).losses_n, scored_n);
  });
  return (losses.length === 1 ? losses[0] : tf.concat(losses)) as tf.Tensor1D;
}

interface Part {
  loss: tf.Tensor;
  dx_nD: tf.Tensor2D;
  dWeight_VD: tf.Tensor;
  dBias_V: tf.Tensor | undefined;
}

/** Weighted loss of a group and its gradient: softmax − one-hot, a row at a time times the row's weight. */
function partOf(group: Group, head: Head, weights_n: tf.Tensor): Part {
  const { losses_n, softmax_nV } = scores(group, head);
  const atTarget_n = tf.mul(tf.sub(tf.gatherND(softmax_nV, group.at_n2), 1), weights_n);
  const dLogits_nV: tf.Tensor2D = tf.tensorScatterUpdate(
    tf.mul(softmax_nV, tf.expandDims(weights_n, 1)),
    group.at_n2,
    atTarget_n,
  );
  return {
    loss: tf.sum(tf.mul(losses_n, weights_n)),
    dx_nD: tf.matMul(dLogits_nV, head.weight_VD),
    dWeight_VD: tf.matMul(dLogits_nV, group.x_nD, true, false),
    dBias_V: head.bias_V === undefined ? undefined : tf.sum(dLogits_nV, 0),
  };
}

/** All groups in turn: the next one begins when the last one's logits are no longer needed. */
function partsOf(
  x_ND: tf.Tensor2D,
  head: Head,
  at: { targets_N: tf.Tensor1D; weights_N: tf.Tensor1D },
): Part {
  const parts_nD: tf.Tensor2D[] = [];
  let sum: Part | undefined;
  for (const bounds of groupsOf(x_ND.shape[0], head)) {
    const group = groupAt(x_ND, at.targets_N, bounds);
    const weights_n = tf.slice(at.weights_N, bounds[0], bounds[1] - bounds[0]);
    const waited = sum === undefined ? group : { ...group, x_nD: after(group.x_nD, tensorsOf(sum)) };
    const part = partOf(waited, head, weights_n);
    parts_nD.push(part.dx_nD);
    sum = sum === undefined ? part : added(sum, part);
  }
  return { ...sum!, dx_nD: parts_nD.length === 1 ? parts_nD[0]! : tf.concat(parts_nD) };
}

function tensorsOf({ loss, dx_nD, dWeight_VD, dBias_V }: Part): tf.Tensor[] {
  return [loss, dx_nD, dWeight_VD, ...(dBias_V === undefined ? [] : [dBias_V])];
}

function added(sum: Part, part: Part): Part {
  return {
    loss: tf.add(sum.loss, part.loss),
    dx_nD: part.dx_nD,
    dWeight_VD: tf.add(part.dWeight_VD, sum.dWeight_VD),
    dBias_V: part.dBias_V === undefined ? undefined : tf.add(sum.dBias_V!, part.dBias_V),
  };
}

/**
 * Σ weight·loss over the positions, as a scalar, with gradients to `x_ND` and the head.
 *
 * @param weights_N float32 [N]; 0 where the target is −1. Has no gradient.
 */
export function weightedCrossEntropy(
  x_ND: tf.Tensor2D,
  head: Head,
  at: { targets_N: tf.Tensor1D; weights_N: tf.Tensor1D },
): tf.Scalar {
  const { weight_VD, bias_V } = head;
  const loss = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, weight, bias] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor | undefined];
    const { loss: value, ...gradients } = partsOf(x, { ...head, weight_VD: weight, bias_V: bias }, at);
    save(tensorsOf({ loss: value, ...gradients }).slice(1));
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((each) => tf.mul(each, dy)) };
  });
  return loss(x_ND, weight_VD, ...(bias_V === undefined ? [] : [bias_V])) as tf.Scalar;
}
