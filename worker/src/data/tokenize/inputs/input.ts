/** Inputs: files → pieces of documents, in bounded memory. */

/** A part of a document; documents come one after the other, each ending with a piece whose `last` is true. */
export interface Piece {
  text: string;
  last: boolean;
  /** "" = none. */
  domain: string;
}

export interface InputFile {
  path: string;
  bytes: number;
  /** Domain of documents that name none themselves. */
  domain: string;
}

export interface InputOptions {
  /** Field (JSONL) or column (parquet) of the text. */
  textField: string;
  /** Field or column of the domain; left out = the file's. */
  domainField?: string;
  /** Text files: string between documents; left out = a file is a document. */
  documentSeparator?: string;
}

/**
 * Reads one file.
 *
 * @param onBytes called with the bytes consumed since the last call
 * @throws DataError E_INPUT naming file, place and remedy
 */
export type ReadInput = (
  file: InputFile,
  options: InputOptions,
  onBytes: (bytes: number) => void,
) => AsyncGenerator<Piece>;
