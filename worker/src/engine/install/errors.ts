/** What can go wrong when an engine is installed: each says what, where and what to do. */

export type InstallErrorCode =
  /** No engine of that name can be installed. */
  | "E_INSTALL_UNKNOWN"
  /** The engine has no files for this operating system, processor or C library. */
  | "E_INSTALL_PLATFORM"
  /** No index is known, or the one that is does not answer or does not have the file. */
  | "E_INSTALL_INDEX"
  /** npm is missing or does not bring the package. */
  | "E_INSTALL_NPM"
  /** The download stopped and could not be taken up again. */
  | "E_INSTALL_DOWNLOAD"
  /** A wheel that is damaged, cut off or another one than was published. */
  | "E_INSTALL_WHEEL"
  /** Too little space for it. */
  | "E_INSTALL_DISK";

export class InstallError extends Error {
  override readonly name = "InstallError";
  readonly code: InstallErrorCode;

  constructor(code: InstallErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
