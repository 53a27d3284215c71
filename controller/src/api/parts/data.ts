/** Where a run's tokens come from: exactly one source, and the seed of their order. */
import type { z } from "zod";
import { integer, choice, list, object, uri } from "../schema/fields.ts";
import { exactlyOne, withRules } from "../schema/rules.ts";
import { markov } from "./markov.ts";

const binUris = (what: string) =>
  list(`Files of the ${what} split, read in this order.`, uri("Path or URI of a .bin file."), {
    min: 1,
    max: 64,
    list: { type: "atomic" },
  });

export const data = withRules(
  object("Training and validation data: exactly one of tokens, bin, markov.", {
    tokens: object("Token shards written by `plateau tokenize`.", {
      uri: uri(
        "Directory or s3://bucket/prefix with manifest.json. Relative to the home of the embedded cluster.",
      ),
    }).optional(),
    bin: object("Raw token ids as nanoGPT and llm.c write them.", {
      train: binUris("training"),
      validation: binUris("validation"),
      dtype: choice("Width of a token id.", ["UInt16", "UInt32"]).default("UInt16"),
    }).optional(),
    markov: markov.optional(),
    seed: integer("Chooses the order of the samples.", { min: 0 }).default(0),
  }),
  [exactlyOne<{ tokens?: unknown; bin?: unknown; markov?: unknown }>(["tokens", "bin", "markov"])],
);

export type DataSpec = z.output<typeof data>;
