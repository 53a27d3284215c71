/**
 * The three-parameter model of the Markov paper, trained by its exact population gradient: no sampling, so every number is sharp.
 *
 * logit(x) = e²(1 + 2w|w|)·x + b − e²/2 for the current symbol x. Written out here by hand, and trained by the worker's own SGD.
 */
import { describe, expect, it } from "@jest/globals";
import {
  createChain,
  entropyRate,
  stationary,
  stationaryEntropy,
  type Chain,
} from "@plateau/worker/data/markov/chain.ts";
import { tf } from "@plateau/worker/engine/tf.ts";
import { constant } from "@plateau/worker/models/parameters.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";

const chainOf = (p: number, q: number): Chain => createChain({ chain: "binary", p, q, lag: 1, states: 2 });

interface Point {
  e: number;
  w: number;
  b: number;
}

function logits({ e, w, b }: Point): [number, number] {
  const start = b - (e * e) / 2;
  return [start, start + e * e * (1 + 2 * w * Math.abs(w))];
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** Expected loss over the chain's stationary distribution, nats. */
function populationLoss(chain: Chain, point: Point): number {
  const weights = stationary(chain);
  return logits(point).reduce((sum, z, x) => {
    const one = chain.kernel[x]![1]!;
    return sum + weights[x]! * (one * Math.log1p(Math.exp(-z)) + (1 - one) * Math.log1p(Math.exp(z)));
  }, 0);
}

/** Derivatives by e, w, b; and by e², of which the paper gives a closed form. */
function populationGradient(
  { kernel }: Chain,
  weights: readonly number[],
  point: Point,
): { e: number; w: number; b: number; eSquared: number } {
  const { e, w } = point;
  const kappa = 1 + 2 * w * Math.abs(w);
  const [d0, d1] = logits(point).map((z, x) => weights[x]! * (sigmoid(z) - kernel[x]![1]!)) as [
    number,
    number,
  ];
  const eSquared = d0 * -0.5 + d1 * (kappa - 0.5);
  return { e: 2 * e * eSquared, w: d1 * e * e * 4 * Math.abs(w), b: d0 + d1, eSquared };
}

function descend(chain: Chain, start: Point): Point {
  const config = { name: "sgd", learningRate: 0.05, momentum: 0, weightDecay: 0, gradientClip: 0 } as const;
  const optimizer = createOptimizer(config, [constant("e", 1, 0), constant("w", 1, 0), constant("b", 1, 0)]);
  const values = Float32Array.of(start.e, start.w, start.b);
  const state = [new Float32Array(3)];
  const gradient = new Float32Array(3);
  const weights = stationary(chain);
  for (let step = 0; step < 20_000; step++) {
    const slope = populationGradient(chain, weights, { e: values[0]!, w: values[1]!, b: values[2]! });
    gradient.set([slope.e, slope.w, slope.b]);
    optimizer.update(values, gradient, state, { step, learningRate: 0.05, gradientScale: 1 });
  }
  return { e: values[0]!, w: values[1]!, b: values[2]! };
}

describe("the three-parameter model", () => {
  it("has the gradient that TensorFlow.js derives", () => {
    const chain = chainOf(0.35, 0.6);
    const weights = stationary(chain);
    for (const point of [
      { e: 0.7, w: 0.4, b: 0.2 },
      { e: -0.3, w: -1.1, b: -0.5 },
    ]) {
      const exact = populationGradient(chain, weights, point);
      const derived = tf.tidy(() =>
        tf
          .grads((e, w, b) => {
            const square = tf.square(e!);
            const first = tf.sub(b!, tf.div(square, 2));
            const kappa = tf.add(1, tf.mul(2, tf.mul(w!, tf.abs(w!))));
            const second = tf.add(first, tf.mul(square, kappa));
            const losses = [first, second].map((z, x) => {
              const one = chain.kernel[x]![1]!;
              const loss = tf.add(tf.mul(one, tf.softplus(tf.neg(z))), tf.mul(1 - one, tf.softplus(z)));
              return tf.mul(weights[x]!, loss);
            });
            return tf.add(losses[0]!, losses[1]!).asScalar();
          })([tf.scalar(point.e), tf.scalar(point.w), tf.scalar(point.b)])
          .map((gradient) => gradient.dataSync()[0]!),
      );
      [exact.e, exact.w, exact.b].forEach((value, i) => expect(derived[i]).toBeCloseTo(value, 6));
    }
  });

  it.each([
    { p: 0.2, q: 0.3, start: [0.1, 0.1], end: { e: 1.348, w: 0.339, b: -0.478 }, best: true },
    { p: 0.2, q: 0.3, start: [0.1, -1], end: { e: 0, b: -0.4055 }, best: false },
    { p: 0.5, q: 0.8, start: [0.1, 0.1], end: { e: 0, b: -0.47 }, best: false },
    { p: 0.5, q: 0.8, start: [0.5, 0.3], end: { e: 0, b: -0.47 }, best: false },
    { p: 0.5, q: 0.8, start: [0.1, -1], end: { e: 0.648, w: -1.466, b: 0.21 }, best: true },
  ])("ends for ($p, $q) from $start at the best loss: $best", ({ p, q, start, end, best }) => {
    const chain = chainOf(p, q);
    const reached = descend(chain, { e: start[0]!, w: start[1]!, b: 0 });
    // Three digits, as the notes print; e decays towards 0 more slowly than the rest.
    for (const [name, value] of Object.entries(end)) {
      expect(Math.abs(reached[name as keyof Point] - value)).toBeLessThan(
        name === "e" && value === 0 ? 0.01 : 1e-3,
      );
    }
    const expected = best ? entropyRate(chain) : stationaryEntropy(chain);
    expect(populationLoss(chain, reached)).toBeCloseTo(expected, 4);
  });

  it("leaves the unigram point or falls back to it exactly as p + q − 1 changes sign", () => {
    const grid = Array.from({ length: 19 }, (_, i) => 0.05 * (i + 1));
    for (const p of grid) {
      for (const q of grid) {
        // Equality means independent symbols: the slope is 0 there.
        if (Math.abs(p + q - 1) < 1e-9) continue;
        const chain = chainOf(p, q);
        const [zero, one] = stationary(chain) as [number, number];
        for (const w of [0.1, -1]) {
          const kappa = 1 + 2 * w * Math.abs(w);
          const at = { e: 0, w, b: Math.log(p / q) };
          const { eSquared } = populationGradient(chain, [zero, one], at);
          expect(eSquared).toBeCloseTo(kappa * zero * one * (p + q - 1), 12);
          const near = populationGradient(chain, [zero, one], {
            ...at,
            e: 0.01,
            b: at.b + 0.00005 * (1 - 2 * one * kappa),
          });
          expect(Math.sign(near.eSquared)).toBe(Math.sign(kappa) * Math.sign(p + q - 1));
        }
      }
    }
  });
});
