/**
 * Cases of kernels that TensorFlow.js does not have: attention and random bits.
 */
import { attention, attentionGrad } from "../record/attention.ts";
import { randomBits } from "../record/random-bits.ts";
import { tf } from "../tf.ts";
import type { KernelCase } from "./kernel-cases.ts";

/** Queries, keys, values and the gradient of the result, by heads that share keys or not. */
const attentionCase = (
  kernel: "Attention" | "AttentionGrad",
  { causal, group }: { causal: boolean; group: number },
): KernelCase => ({
  kernel,
  smooth: false,
  draw: (size) => {
    const [keyHeads, time, headSize] = [size(), size(), size()];
    const [queries, keys] = [group * keyHeads, keyHeads].map((heads) => [heads, time, headSize]);
    const attributes = { causal, scale: 0.7 };
    return {
      shapes: [queries!, keys!, keys!, queries!],
      apply: (...args) => {
        const [q, k, v, dy] = args as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
        const { o, lse } = attention({ q, k, v }, attributes);
        const given = { q, k, v, o, lse, do: dy };
        const results = kernel === "Attention" ? [o, lse] : Object.values(attentionGrad(given, attributes));
        return tf.concat(results.map((x) => tf.reshape(x, [-1])));
      },
    };
  },
});

export const attentionCases: KernelCase[] = (["Attention", "AttentionGrad"] as const).flatMap((kernel) => [
  attentionCase(kernel, { causal: true, group: 1 }),
  attentionCase(kernel, { causal: false, group: 1 }),
  attentionCase(kernel, { causal: true, group: 3 }),
]);

/** Keys of all bits, from the arguments' numbers; what comes out is exact in float32. */
const randomCase = (site: number): KernelCase => ({
  kernel: "RandomBits",
  smooth: false,
  draw: (size) => {
    const count = 3 * size() + 1;
    return {
      shapes: [[size(), 2]],
      apply: (x) => randomBits(tf.cast(tf.mul(x!, 1e9), "int32"), { site, size: count }),
    };
  },
});

export const randomCases: KernelCase[] = [randomCase(0), randomCase(7), randomCase(2 ** 31 - 1)];
