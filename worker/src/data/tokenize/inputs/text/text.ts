/**
 * Plain text: a file is a document, or several with a separator between them. Long documents come in pieces, cut after a line
 * break that no white space follows: there no byte-pair pre-tokenizer joins across, so the ids are those of the whole.
 */
import type { Piece, ReadInput } from "../input.ts";
import { decodeFile } from "../utf8.ts";

/** Pieces are about this long, longer if no line ends. */
const pieceLength = 2 ** 20;

export const readText: ReadInput = async function* ({ path, domain }, { documentSeparator }, onBytes) {
  let pending = "";
  for await (const text of decodeFile(path, onBytes)) {
    pending += text;
    if (documentSeparator) {
      const documents = pending.split(documentSeparator);
      pending = documents.pop() ?? "";
      for (const document of documents) yield { text: document, last: true, domain };
    }
    const cut = pending.length < pieceLength ? 0 : safeCut(pending, documentSeparator?.length ?? 0);
    if (cut > 0) {
      yield { text: pending.slice(0, cut), last: false, domain } satisfies Piece;
      pending = pending.slice(cut);
    }
  }
  yield { text: pending, last: true, domain };
};

/** End of the last line that is followed by something other than white space; 0 if there is none. */
function safeCut(text: string, keep: number): number {
  // A separator may have begun in what is kept.
  for (let at = text.length - 1 - keep; at > 0; at--) {
    if (text[at - 1] === "\n" && !/\s/.test(text[at] ?? " ")) return at;
  }
  return 0;
}
