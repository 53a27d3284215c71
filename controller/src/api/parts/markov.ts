/** Data from a Markov chain of known entropy rate (Makkuva et al. 2024): which chain, and what its numbers may be together. */
import type { z } from "zod";
import { choice, decimal, integer, object } from "../schema/fields.ts";
import { withRules, type Rule } from "../schema/rules.ts";

const chains = ["Binary", "Symmetric", "OrderK"] as const;

interface Fields {
  chain: (typeof chains)[number];
  p: string;
  q?: string | undefined;
  lag: number;
  states: number;
  order?: number | undefined;
  tableSeed?: number | undefined;
}

const isInside = (value: string): boolean => Number(value) > 0 && Number(value) < 1;

/** A chain that never moves, or always does, has no one stationary start; a table may hold any probability. */
const inside = (name: "p" | "q"): Rule<Fields> => ({
  cel: `self.chain == 'OrderK' || !has(self.${name}) || (double(self.${name}) > 0.0 && double(self.${name}) < 1.0)`,
  message: "must be more than 0 and less than 1, unless chain is OrderK",
  path: [name],
  holds: (self) => self.chain === "OrderK" || isInside(self[name] ?? self.p),
});

const rules: Rule<Fields>[] = [
  inside("p"),
  inside("q"),
  {
    cel: "!has(self.q) || self.chain != 'Symmetric'",
    message: "must be left out when chain is Symmetric, whose only probability is p",
    path: ["q"],
    holds: ({ chain, q }) => q === undefined || chain !== "Symmetric",
  },
  {
    cel: "self.chain != 'OrderK' || has(self.q)",
    message:
      'must be given when chain is OrderK: the probabilities of its table are drawn from p to q; for any at all write p: "0", q: "1"',
    path: ["q"],
    holds: ({ chain, q }) => chain !== "OrderK" || q !== undefined,
  },
  {
    cel: "self.chain != 'OrderK' || !has(self.q) || double(self.p) <= double(self.q)",
    message: "must be at most q when chain is OrderK: the probabilities of its table are drawn from p to q",
    path: ["p"],
    holds: ({ chain, p, q = "1" }) => chain !== "OrderK" || Number(p) <= Number(q),
    explain: ({ p, q }) =>
      `is ${p}, more than q, which is ${q}; the probabilities of the table are drawn from p to q, so exchange the two`,
  },
  {
    cel: "self.chain != 'OrderK' || has(self.order)",
    message: "must be given when chain is OrderK: how many symbols the next one depends on, 1 to 16",
    path: ["order"],
    holds: ({ chain, order }) => chain !== "OrderK" || order !== undefined,
  },
  ...(["order", "tableSeed"] as const).map((name) => ({
    cel: `!has(self.${name}) || self.chain == 'OrderK'`,
    message: "may be set only when chain is OrderK",
    path: [name],
    holds: (self: Fields) => self[name] === undefined || self.chain === "OrderK",
    explain: ({ chain }: Fields) =>
      `may be set only when chain is OrderK, but it is ${chain}; remove it, or write chain: OrderK`,
  })),
  {
    cel: "self.chain != 'OrderK' || self.lag == 1",
    message: "must be 1 when chain is OrderK, which looks at the last symbols; use order for how many",
    path: ["lag"],
    holds: ({ chain, lag }) => chain !== "OrderK" || lag === 1,
  },
  {
    cel: "self.chain == 'Symmetric' || self.states == 2",
    message: "must be 2 unless chain is Symmetric: Binary and OrderK have the symbols 0 and 1",
    path: ["states"],
    holds: ({ chain, states }) => chain === "Symmetric" || states === 2,
  },
];

const probability = (description: string, example: string): z.ZodString =>
  decimal(description, { max: 1, example });

export const markov = withRules(
  object(
    "Sequences drawn from a Markov chain of known entropy rate (Makkuva et al. 2024); fresh ones for every step.",
    {
      chain: choice(
        "Binary: two symbols with P(1|0) = p and P(0|1) = q, looking at the symbol `lag` places back; Symmetric: `states` symbols, stay with 1 − p, else uniform; OrderK: two symbols, and for each of the 2^order contexts of the last `order` a P(1|context) of its own, drawn uniformly from p to q.",
        chains,
      ).default("Binary"),
      p: probability(
        "Probability of leaving symbol 0 (Binary), of moving at all (Symmetric), or the least of the table (OrderK).",
        "0.2",
      ),
      q: probability(
        "Probability of leaving symbol 1 (Binary; p if left out), or the greatest of the table (OrderK; required).",
        "0.3",
      ).optional(),
      lag: integer("How many symbols back the chain looks.", { max: 1024 }).default(1),
      states: integer("Number of symbols of a Symmetric chain.", { min: 2, max: 2048 }).default(2),
      order: integer("Symbols that the next one depends on; OrderK only.", { max: 16 }).optional(),
      tableSeed: integer("Chooses the table, apart from data.seed; OrderK only, 0 if left out.", {
        min: 0,
      }).optional(),
      validationSequences: integer("Sequences of the fixed validation set.", { max: 1_000_000 }).default(256),
    },
  ),
  rules,
);

export type MarkovSpec = z.output<typeof markov>;
