/** Generation: a prompt goes through the model once, then each token that was chosen. */
import { streamKey, uniform } from "@plateau/scaling";
import { chooseToken, type Sampling } from "./choose-token.ts";
import type { Decoder } from "./decoder.ts";

export interface GenerateOptions extends Sampling {
  /** Tokens to add at most. */
  tokens: number;
  /** The same seed, model and prompt give the same tokens. */
  seed: number;
  /** Token that ends a text: it is not given, and nothing after it. */
  end?: number | undefined;
  /** Ids below it are drawn: a model may have more rows than its tokenizer has tokens. Left out: all. */
  vocabulary?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Tokens as they are chosen.
 *
 * @param decoder with room for the prompt and the tokens
 * @throws GenerateError; the signal's reason when it aborts
 */
export async function* generate(
  decoder: Decoder,
  prompt: readonly number[],
  { tokens, seed, end, vocabulary, signal, ...sampling }: GenerateOptions,
): AsyncGenerator<number, void, undefined> {
  const key = streamKey(seed);
  let logits = await decoder.extend(prompt);
  for (let n = 0; n < tokens; n++) {
    signal?.throwIfAborted();
    const token = chooseToken(logits.subarray(0, vocabulary), sampling, uniform(key, n));
    if (token === end) return;
    yield token;
    if (n + 1 < tokens) logits = await decoder.extend([token]);
  }
}
