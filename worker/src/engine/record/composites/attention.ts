/**
 * What the kernels Attention and AttentionGrad compute, in basic ones: for engines that have none of their own.
 *
 * Queries are taken in blocks, one after the other, and with a causal mask a block leaves out the keys that none of its queries looks at.
 * So of the T·T weights of a head only those of a block are there at a time, unless they are kept for the gradient; if not, that computes
 * them anew from the logarithms of their sums, as Dao et al. 2022 do (its row sums are section B.4 there).
 *
 * Shape suffixes: E heads of all sequences, F key heads of all sequences, each for the G = E/F query heads that follow one another,
 * T time, K head size, n queries of a block, S keys that they look at.
 */
import { tf } from "../../tf.ts";
import { after } from "../after.ts";

export interface AttentionAttributes {
  /** Row t looks at columns s ≤ t only. */
  readonly causal: boolean;
  /** Factor of the products of queries and keys. */
  readonly scale: number;
}

export interface AttentionInputs {
  readonly q: tf.Tensor3D;
  readonly k: tf.Tensor3D;
  readonly v: tf.Tensor3D;
}

export interface AttentionResults {
  o: tf.Tensor3D;
  /** [E, T] */
  lse: tf.Tensor2D;
  /** Of each block, [E, n, S]. */
  weights: tf.Tensor3D[];
}

export interface AttentionGradInputs extends AttentionInputs {
  readonly o: tf.Tensor3D;
  readonly lse: tf.Tensor2D;
  readonly do: tf.Tensor3D;
}

/** Far below any score, so that softmax gives exactly 0; finite, so that no 0·∞ can arise. */
const masked = -1e9;

interface Block {
  from: number;
  to: number;
  /** S */
  keys: number;
}

/** Blocks of about equal size, of `size` queries at most. */
function blocksOf({ q }: AttentionInputs, { causal }: AttentionAttributes, size: number): Block[] {
  const time = q.shape[1];
  const count = Math.ceil(time / size);
  const bound = (block: number): number => Math.round((time * block) / count);
  return Array.from({ length: count }, (_, block) => ({
    from: bound(block),
    to: bound(block + 1),
    keys: causal ? bound(block + 1) : time,
  }));
}

/** Rows [from, to) of axis 1. */
function rows<T extends tf.Tensor2D | tf.Tensor3D>(x: T, from: number, to: number): T {
  if (from === 0 && to === x.shape[1]) return x;
  const begin = [0, from, 0].slice(0, x.rank);
  return tf.slice(x, begin, [x.shape[0], to - from, -1].slice(0, x.rank));
}

/** [E, n, ·] → [F, G·n, ·]: what meets the same keys is one matrix. */
function folded(x: tf.Tensor3D, keyHeads: number): tf.Tensor3D {
  const [heads, count, last] = x.shape;
  return tf.reshape(x, [keyHeads, (heads / keyHeads) * count, last]);
}

/** [F, G·n, ·] → [E, n, ·] */
function unfolded(x: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [keyHeads, count, last] = x.shape;
  return tf.reshape(x, [heads, (count * keyHeads) / heads, last]);
}

/** [n, S]: 0 where a query may look, `masked` elsewhere. */
function causalMask({ from, to }: Block): tf.Tensor2D {
  const count = to - from;
  const values = new Float32Array(count * count);
  for (let t = 0; t < count; t++) values.fill(masked, t * count + t + 1, (t + 1) * count);
  const square = tf.tensor2d(values, [count, count]);
  return from === 0
    ? square
    : tf.pad(square, [
        [0, 0],
        [from, 0],
      ]);
}

/** [E, n, S] of the queries [E, n, K] of a block with its keys [F, S, K]. */
function scoresOf(
  [q, k]: readonly [tf.Tensor3D, tf.Tensor3D],
  { causal, scale }: AttentionAttributes,
  block: Block,
): tf.Tensor3D {
  const scaled = tf.mul(folded(q, k.shape[0]), scale);
  const scores = unfolded(tf.matMul(scaled as tf.Tensor3D, k, false, true), q.shape[0]);
  return causal ? tf.add(scores, causalMask(block)) : scores;
}

const joined = <T extends tf.Tensor>(parts: readonly T[]): T =>
  parts.length === 1 ? parts[0]! : (tf.concat([...parts], 1) as T);

/** @param blockSize queries of a block, at most */
export function attentionOf(
  inputs: AttentionInputs,
  attributes: AttentionAttributes,
  blockSize: number,
): AttentionResults {
  const results: AttentionResults[] = [];
  for (const block of blocksOf(inputs, attributes, blockSize)) {
    const last = results.at(-1);
    const q = after(rows(inputs.q, block.from, block.to), last === undefined ? [] : [last.o, last.lse]);
    const [k, v] = [rows(inputs.k, 0, block.keys), rows(inputs.v, 0, block.keys)];
    const scores = scoresOf([q, k], attributes, block);
    const weights = tf.softmax(scores);
    const o = unfolded(tf.matMul(folded(weights, v.shape[0]), v), q.shape[0]);
    // Their largest weight is at least 1/S: softmax, one kernel of every engine, has seen to it that nothing overflows.
    const lse = tf.sub(tf.max(scores, 2), tf.log(tf.max(weights, 2))) as tf.Tensor2D;
    results.push({ o, lse, weights: [weights] });
  }
  return {
    o: joined(results.map(({ o }) => o)),
    lse: joined(results.map(({ lse }) => lse)),
    weights: results.flatMap(({ weights }) => weights),
  };
}

interface Gradients {
  dq: tf.Tensor3D;
  dk: tf.Tensor3D;
  dv: tf.Tensor3D;
}

/** Gradients of a block. @param weights if they have been kept */
function gradientsOf(
  { q, k, v, o, lse, do: dy }: AttentionGradInputs,
  attributes: AttentionAttributes,
  { block, weights }: { block: Block; weights: tf.Tensor3D | undefined },
): Gradients {
  const [heads, keyHeads] = [q.shape[0], k.shape[0]];
  const weights_EnS: tf.Tensor3D =
    weights ?? tf.exp(tf.sub(scoresOf([q, k], attributes, block), tf.expandDims(lse, 2)));
  const dy_FnK = folded(dy, keyHeads);
  const dv: tf.Tensor3D = tf.matMul(folded(weights_EnS, keyHeads), dy_FnK, true, false);
  const dWeights_EnS = unfolded(tf.matMul(dy_FnK, v, false, true), heads);
  const rowSums_En1 = tf.sum(tf.mul(dy, o), -1, true);
  const dScores_EnS: tf.Tensor3D = tf.mul(weights_EnS, tf.sub(dWeights_EnS, rowSums_En1));
  const dScores_FnS: tf.Tensor3D = folded(dScores_EnS, keyHeads);
  const dq = tf.mul(tf.matMul(dScores_FnS, k), attributes.scale);
  const dk: tf.Tensor3D = tf.mul(tf.matMul(dScores_FnS, folded(q, keyHeads), true, false), attributes.scale);
  return { dq: unfolded(dq as tf.Tensor3D, heads), dk, dv };
}

/** Zeros below, up to `time` rows. */
function lengthened(x: tf.Tensor3D, time: number): tf.Tensor3D {
  const missing = time - x.shape[1];
  return missing === 0
    ? x
    : tf.pad(x, [
        [0, 0],
        [0, missing],
        [0, 0],
      ]);
}

/** @param kept the weights of each block of `blockSize`, if the forward pass has kept them */
export function attentionGradOf(
  inputs: AttentionGradInputs,
  attributes: AttentionAttributes,
  { blockSize, kept = [] }: { blockSize: number; kept?: readonly tf.Tensor3D[] },
): Gradients {
  const dqs: tf.Tensor3D[] = [];
  let sums: Pick<Gradients, "dk" | "dv"> | undefined;
  for (const [index, block] of blocksOf(inputs, attributes, blockSize).entries()) {
    const { from, to, keys } = block;
    const earlier = sums === undefined ? [] : [dqs.at(-1)!, sums.dk, sums.dv];
    const weights = kept[index];
    const dy = after(rows(inputs.do, from, to), earlier);
    const q = rows(inputs.q, from, to);
    const part = gradientsOf(
      {
        // Else a compiler, which joins what is computed alike, would keep the forward pass's scores until now.
        q: weights === undefined ? after(q, [dy]) : q,
        k: rows(inputs.k, 0, keys),
        v: rows(inputs.v, 0, keys),
        o: rows(inputs.o, from, to),
        lse: rows(inputs.lse, from, to),
        do: dy,
      },
      attributes,
      { block, weights },
    );
    dqs.push(part.dq);
    const [dk, dv] = [part.dk, part.dv].map((x) => lengthened(x, inputs.k.shape[1])) as [
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    sums = sums === undefined ? { dk, dv } : { dk: tf.add(sums.dk, dk), dv: tf.add(sums.dv, dv) };
  }
  return { dq: joined(dqs), ...sums! };
}
