/**
 * Split by document, by domain: of every domain a share of its documents, chosen by the seed, becomes validation. A domain with a
 * single document is cut in two, its end being validation, so that no domain goes unmeasured.
 */
import { streamKey } from "@plateau/scaling";

export interface DocumentSpan {
  tokens: number;
  domain: number;
}

export interface SplitPiece extends DocumentSpan {
  /** First token in the sequence of all documents. */
  from: number;
  split: "train" | "validation";
}

/** Pieces in document order; together they cover every token once. */
export function splitDocuments(
  documents: readonly DocumentSpan[],
  { fraction, seed }: { fraction: number; seed: number },
): SplitPiece[] {
  const byDomain = Map.groupBy(documents.keys(), (index) => documents[index]?.domain ?? 0);
  const validation = new Set<number>();
  const cut = new Set<number>();
  for (const [domain, indices] of byDomain) {
    if (indices.length === 1) {
      cut.add(indices[0] ?? 0);
      continue;
    }
    const wanted = Math.min(indices.length - 1, Math.max(1, Math.round(indices.length * fraction)));
    const order = indices
      .map((index, ordinal) => ({ index, key: streamKey(seed, domain, ordinal) }))
      .sort((a, b) => a.key - b.key || a.index - b.index);
    for (const { index } of order.slice(0, wanted)) validation.add(index);
  }
  let from = 0;
  const pieces: SplitPiece[] = [];
  for (const [index, { tokens, domain }] of documents.entries()) {
    const tail = cut.has(index) ? Math.round(tokens * fraction) : validation.has(index) ? tokens : 0;
    if (tokens > tail) pieces.push({ from, tokens: tokens - tail, domain, split: "train" });
    if (tail > 0) pieces.push({ from: from + tokens - tail, tokens: tail, domain, split: "validation" });
    from += tokens;
  }
  return pieces;
}
