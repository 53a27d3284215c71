/** Where a run's tokens come from: exactly one source, and the seed of their order. */
import type { z } from "zod";
import { choice, decimal, integer, list, object, uri } from "../schema/fields.ts";
import { exactlyOne, withRules } from "../schema/rules.ts";

const binUris = (what: string) =>
  list(`Files of the ${what} split, read in this order.`, uri("Path or URI of a .bin file."), {
    min: 1,
    max: 64,
    list: { type: "atomic" },
  });

export const data = withRules(
  object("Training and validation data: exactly one of tokens, bin, markov.", {
    tokens: object("Token shards written by `plateau tokenize`.", {
      uri: uri("Directory with manifest.json. Relative to the home of the embedded cluster."),
    }).optional(),
    bin: object("Raw token ids as nanoGPT and llm.c write them.", {
      train: binUris("training"),
      validation: binUris("validation"),
      dtype: choice("Width of a token id.", ["UInt16", "UInt32"]).default("UInt16"),
    }).optional(),
    markov: object(
      "Sequences drawn from a Markov chain of known entropy rate (Makkuva et al. 2024); fresh ones for every step.",
      {
        chain: choice(
          "Binary: order-`lag` chain over two symbols with P(1|0) = p and P(0|1) = q; Symmetric: `states` symbols, stay with 1 − p, else uniform.",
          ["Binary", "Symmetric"],
        ).default("Binary"),
        p: decimal("Probability of leaving symbol 0 (Binary), or of moving at all (Symmetric).", {
          above: 0,
          below: 1,
          example: "0.2",
        }),
        q: decimal("Probability of leaving symbol 1; Binary only, p if left out.", {
          above: 0,
          below: 1,
          example: "0.3",
        }).optional(),
        lag: integer("How many symbols back the chain looks.", { max: 1024 }).default(1),
        states: integer("Number of symbols of a Symmetric chain.", { min: 2, max: 65_536 }).default(2),
        validationSequences: integer("Sequences of the fixed validation set.", { max: 1_000_000 }).default(
          256,
        ),
      },
    ).optional(),
    seed: integer("Chooses the order of the samples.", { min: 0 }).default(0),
  }),
  [exactlyOne<{ tokens?: unknown; bin?: unknown; markov?: unknown }>(["tokens", "bin", "markov"])],
);

export type DataSpec = z.output<typeof data>;
