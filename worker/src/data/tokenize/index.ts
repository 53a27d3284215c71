/** What the CLI's `tokenize` uses. */
export { tokenize, type TokenizeOptions, type TokenizeProgress, type TokenizeSummary } from "./tokenize.ts";
export { formats, type InputFormat } from "./inputs/index.ts";
export { brownDirectory } from "./inputs/brown/brown.ts";
export { tokenizers, type TokenizerChoice } from "./tokenizers/index.ts";
export type { DomainCount } from "./summary.ts";
export { DataError } from "../errors.ts";
