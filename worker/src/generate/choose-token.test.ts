import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { uniform } from "@plateau/scaling";
import { chooseToken } from "./choose-token.ts";

const all = { temperature: 1, topK: 0, topP: 1 };
const logits = Float32Array.from([1, 3, 0.5, 3, -2, 2]);

/** How often each token comes in many draws. */
function shares(sampling: typeof all, draws = 20_000): number[] {
  const counts = Array.from(logits, () => 0);
  for (let i = 0; i < draws; i++) counts[chooseToken(logits, sampling, uniform(5, i))]! += 1 / draws;
  return counts;
}

/** softmax(logits / temperature), of some tokens only. */
function expected(temperature: number, tokens: number[]): number[] {
  const weights = Array.from(logits, (logit, id) =>
    tokens.includes(id) ? Math.exp(logit / temperature) : 0,
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

describe("choosing a token", () => {
  it.each<[string, Partial<typeof all>, number, number[]]>([
    ["all of them", {}, 1, [0, 1, 2, 3, 4, 5]],
    ["a temperature of 2", { temperature: 2 }, 2, [0, 1, 2, 3, 4, 5]],
    ["a temperature of a half", { temperature: 0.5 }, 0.5, [0, 1, 2, 3, 4, 5]],
    ["the 3 most likely", { topK: 3 }, 1, [1, 3, 5]],
    // Shares of all: 0.39, 0.39, 0.14, 0.05, …
    ["those that hold 0.7", { topP: 0.7 }, 1, [1, 3]],
    ["those that hold 0.8", { topP: 0.8 }, 1, [1, 3, 5]],
    ["0.6 of the 3 most likely", { topK: 3, topP: 0.6 }, 1, [1, 3]],
  ])("draws from %s as often as their probabilities say", (_what, changes, temperature, tokens) => {
    const wanted = expected(temperature, tokens);
    shares({ ...all, ...changes }).forEach((share, id) => {
      // Four standard errors of 20 000 draws.
      const error = 4 * Math.sqrt((wanted[id]! * (1 - wanted[id]!)) / 20_000);
      expect(Math.abs(share - wanted[id]!)).toBeLessThanOrEqual(error);
    });
  });

  it("takes the first of the most likely at temperature 0, with one candidate, or with the smallest share", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (values, draw) => {
          const given = Float32Array.from(values);
          const best = given.indexOf(Math.max(...given));
          expect(chooseToken(given, { ...all, temperature: 0 }, draw)).toBe(best);
          expect(chooseToken(given, { ...all, topK: 1 }, draw)).toBe(best);
          expect(chooseToken(given, { ...all, topP: 1e-9 }, draw)).toBe(best);
          const any = chooseToken(given, all, draw);
          expect(any >= 0 && any < given.length).toBe(true);
        },
      ),
      { seed: 3 },
    );
  });
});
