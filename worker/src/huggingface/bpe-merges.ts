/**
 * Merges of a byte-pair encoding from its ranks: the form that tokenizer.json wants from the one that has only the tokens in the
 * order in which they were made. A token's two halves are what is left of its bytes before its own merge.
 */

/** Bytes as characters that can be seen, as GPT-2's vocabulary spells them: printable Latin-1 as it is, the rest from U+0100 on. */
const visible: readonly string[] = (() => {
  const isPlain = (byte: number): boolean =>
    (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte <= 0xff && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPlain(byte) ? byte : next++));
})();

export function visibleBytes(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => visible[byte]!).join("");
}

/**
 * @param tokens spelled by `visibleBytes`, in the order of their ranks; the 256 bytes among them
 * @returns in the order of the ranks
 */
export function bpeMerges(tokens: readonly string[]): [string, string][] {
  const ranks = new Map(tokens.map((token, rank) => [token, rank]));
  return tokens.flatMap((token, rank) => (token.length < 2 ? [] : [halves(token, rank, ranks)]));
}

function halves(token: string, own: number, ranks: ReadonlyMap<string, number>): [string, string] {
  const parts = token.split("");
  while (parts.length > 2) {
    let [best, at] = [own, -1];
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(parts[i]! + parts[i + 1]!) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) throw new RangeError(`The token ${token} is no merge of tokens before it.`);
    parts.splice(at, 2, parts[at]! + parts[at + 1]!);
  }
  return parts as [string, string];
}
