/** Models in Hugging Face's form: what the CLI's export and import use. */
export { checkpointContents } from "./checkpoint-contents.ts";
export { HuggingFaceError, type HuggingFaceErrorCode } from "./errors.ts";
export { exportModel, type ExportedModel } from "./export-model.ts";
export { importModel, type ImportedModel } from "./import-model.ts";
export type { ExportedTokenizer } from "./tokenizer-files.ts";
