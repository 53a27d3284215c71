/** What can be wrong with a wish for text. */
export type GenerateErrorCode =
  /** More tokens than the model has positions for. */
  | "E_GENERATE_CONTEXT"
  /** A prompt without tokens, or ids outside the vocabulary. */
  | "E_GENERATE_PROMPT"
  /** Logits that are no numbers: a model that has diverged. */
  | "E_GENERATE_NOT_FINITE";

export class GenerateError extends Error {
  readonly code: GenerateErrorCode;

  constructor(code: GenerateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "GenerateError";
    this.code = code;
  }
}
