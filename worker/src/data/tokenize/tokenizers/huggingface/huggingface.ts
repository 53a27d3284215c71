/** Any Hugging Face `tokenizer.json`. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Tokenizer as Library } from "@huggingface/tokenizers";
import { DataError } from "../../../errors.ts";
import type { Tokenizer } from "../tokenizer.ts";

/** Tokens that end a document in common vocabularies, in the order in which they are looked for. */
const separators = ["<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "[SEP]"];

export interface HuggingFaceOptions {
  /** Path of tokenizer.json. */
  path: string;
  /** Token put after each document. Left out: the first known one that the vocabulary has; "" = none. */
  separator?: string;
}

/** @throws DataError E_INPUT if the file cannot be read, is not a tokenizer, or lacks the separator */
export async function createHuggingFaceTokenizer({
  path,
  separator,
}: HuggingFaceOptions): Promise<Tokenizer> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DataError(
      "E_INPUT",
      `The tokenizer ${path} cannot be read; give the path of a tokenizer.json.`,
      {
        cause,
      },
    );
  });
  const library = open(path, bytes);
  const vocabulary = Math.max(...library.get_vocab(true).values()) + 1;
  return {
    name: "huggingface",
    identity: `huggingface/${createHash("sha256").update(bytes).digest("hex")}`,
    vocabulary,
    separator: separatorId(library, path, separator),
    encode: (text) => library.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) => {
      const stray = ids.find((id) => library.id_to_token(id) === undefined);
      if (stray !== undefined) throw new RangeError(`${stray} is no token of ${path}`);
      // The library refuses an empty list.
      return ids.length === 0 ? "" : library.decode([...ids], { clean_up_tokenization_spaces: false });
    },
  };
}

function open(path: string, bytes: Buffer): Library {
  try {
    return new Library(JSON.parse(bytes.toString("utf8")) as object, {});
  } catch (cause) {
    throw new DataError(
      "E_INPUT",
      `${path} is not a tokenizer.json that can be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
}

function separatorId(library: Library, path: string, asked: string | undefined): number | undefined {
  if (asked === "") return undefined;
  const candidates = asked === undefined ? separators : [asked];
  const id = candidates.map((token) => library.token_to_id(token)).find((found) => found !== undefined);
  if (id === undefined && asked !== undefined)
    throw new DataError(
      "E_INPUT",
      `${path} has no token "${asked}"; name one that it has, or "" for none between documents.`,
    );
  return id;
}
