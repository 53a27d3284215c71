/** What can be wrong with a model in Hugging Face's form: each names the file and the field or tensor. */
export type HuggingFaceErrorCode =
  /** A field of config.json is missing or no possible value. */
  | "E_HUGGINGFACE_CONFIG"
  /** A model that the other side cannot express: an architecture, an activation, a position scaling. */
  | "E_HUGGINGFACE_UNSUPPORTED"
  /** A tensor that is missing, unknown, or of another shape or type than the configuration says. */
  | "E_HUGGINGFACE_TENSOR"
  /** A file that is missing or damaged. */
  | "E_HUGGINGFACE_FILE";

export class HuggingFaceError extends Error {
  readonly code: HuggingFaceErrorCode;

  constructor(code: HuggingFaceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HuggingFaceError";
    this.code = code;
  }
}
