/**
 * Text from tokens that come one by one: only what further tokens cannot change is given out, so that no half of a character is.
 *
 * A piece is the difference between two decodings that begin at the same token: some tokenizers write the first token of a text
 * in another way than the same token within it.
 */
import type { Tokenizer } from "../data/tokenize/tokenizers/tokenizer.ts";

/** Tokens before the new ones with which they are decoded. */
const contextTokens = 8;
/** A character may come in so many tokens; what is then still not whole is none. */
const longestCharacter = 8;

export class TextStream {
  readonly #tokenizer: Tokenizer;
  /** Those with which the next piece is decoded: some that are told, then those that are not. */
  #tokens: number[];
  #told: number;

  /** @param prompt what stands before; not given out */
  constructor(tokenizer: Tokenizer, prompt: readonly number[]) {
    this.#tokenizer = tokenizer;
    this.#tokens = prompt.slice(-contextTokens);
    this.#told = this.#tokens.length;
  }

  /** @returns what is certain now; may be "" */
  push(token: number): string {
    this.#tokens.push(token);
    const text = this.#text(this.#tokens.length);
    const isPartial = text.endsWith("\ufffd") && this.#tokens.length - this.#told < longestCharacter;
    return isPartial ? "" : this.#give(text);
  }

  /** What has been held back. */
  finish(): string {
    return this.#told === this.#tokens.length ? "" : this.#give(this.#text(this.#tokens.length));
  }

  #give(text: string): string {
    const piece = text.slice(this.#text(this.#told).length);
    this.#tokens = this.#tokens.slice(-contextTokens);
    this.#told = this.#tokens.length;
    return piece;
  }

  #text(count: number): string {
    return this.#tokenizer.decode(this.#tokens.slice(0, count));
  }
}
