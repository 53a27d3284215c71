/** Tokenizer: text ↔ ids. What it is stands in the data's manifest, so that ids of two tokenizers are never mixed. */
export interface Tokenizer {
  readonly name: string;
  /** Changes whenever the ids of some text would. */
  readonly identity: string;
  /** Ids are below this. */
  readonly vocabulary: number;
  /** Id put after each document; undefined = none. */
  readonly separator: number | undefined;
  /** Ids of a text. Special tokens that are spelled out in it are ordinary text where the library allows. */
  encode(text: string): ArrayLike<number>;
  /** The text of ids; U+FFFD where they are no whole character. @throws RangeError for an id that it does not have */
  decode(ids: readonly number[]): string;
  /** Bytes of text that a token stands for, 0 for one between documents; undefined where tokens are no pieces of bytes. */
  readonly byteLength?: (id: number) => number;
}
