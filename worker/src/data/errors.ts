/** Failures of data that a person can mend: each names the file and what to do. */
export type DataErrorCode =
  | "E_DATA_MISSING"
  | "E_DATA_MANIFEST"
  | "E_DATA_SIZE"
  | "E_DATA_DAMAGED"
  | "E_DATA_CACHE"
  | "E_TOKEN_RANGE"
  | "E_DATA_TOO_SHORT"
  | "E_DATA_CONFIG"
  | "E_DATA_VOCABULARY"
  | "E_INPUT"
  | "E_OUTPUT";

export class DataError extends Error {
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DataError";
    this.code = code;
  }
}
