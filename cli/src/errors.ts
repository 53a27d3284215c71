/** Errors of the CLI, exit codes, and how an error of any package is told to people. */
import { CommanderError } from "commander";
import { stripVTControlCharacters } from "node:util";

export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export type CliErrorCode =
  | "E_USAGE"
  | "E_UNKNOWN_KIND"
  | "E_NOT_FOUND"
  | "E_NO_HISTORY"
  | "E_FILE"
  | "E_CSV"
  | "E_CSV_COLUMNS"
  | "E_NOT_IDENTIFIED"
  | "E_NO_ANSWER"
  | "E_REFUSED"
  | "E_STUDY_FAILED"
  | "E_INTERRUPTED"
  | "E_TOKENIZE"
  | "E_EXISTS"
  | "E_TOKENIZER";

export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: CliErrorCode;
  readonly exitCode: number;

  constructor(code: CliErrorCode, message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.code = code;
    this.exitCode =
      options.exitCode ??
      (code === "E_USAGE" || code === "E_UNKNOWN_KIND" ? exitCodes.usage : exitCodes.failed);
  }
}

export interface ErrorReport {
  /** For stderr, without colour; ends without a line break. Empty when it has been told already. */
  text: string;
  exitCode: number;
}

/**
 * What to print for an error and how to exit.
 *
 * @param debug also the stack and the causes
 */
export function reportError(error: unknown, debug: boolean): ErrorReport {
  // Commander has written its own message by then.
  if (error instanceof CommanderError) {
    return { text: "", exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage };
  }
  const exitCode = error instanceof CliError ? error.exitCode : exitCodeOf(error);
  const told = error instanceof Error ? error : new Error(String(error));
  return { text: debug ? `${sentence(told)}\n${stackOf(told)}` : sentence(told), exitCode };
}

/** A kubeconfig or context that is not there is as wrong as an option. */
function exitCodeOf(error: unknown): number {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return code === "E_KUBECONFIG" ? exitCodes.usage : exitCodes.failed;
}

function sentence(error: Error): string {
  // What the user has asked for is no error.
  if (error instanceof CliError && error.code === "E_INTERRUPTED") return clean(error.message);
  const system = systemMessage(error);
  if (system !== undefined) return `error: ${clean(system)}`;
  const code =
    "code" in error && typeof error.code === "string" && error.code.startsWith("E_") ? error.code : "";
  const text = `error: ${clean(error.message)}`;
  return code === ""
    ? `${text}\nThis is not an error that plateau expects; --debug shows where it arose.`
    : `${text} (${code})`;
}

/** A sentence for what the operating system refuses, which Node tells as "EACCES: permission denied, open '…'". */
function systemMessage(error: Error): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path ?? "a file";
  switch (code) {
    case "ENOENT":
      return `${where} does not exist; correct the path.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `${where} may not be written or read by this user; choose another place or change its permissions.`;
    case "ENOSPC":
      return `The disk of ${where} is full; free some space, then run the same command again.`;
    case "EISDIR":
      return `${where} is a directory; name a file.`;
    case "ENOTDIR":
      return `${where} lies below something that is not a directory; correct the path.`;
    default:
      return undefined;
  }
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}

/** Text from files or workers may hold escape sequences: they must not reach a terminal. Line breaks stay. */
export function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "?");
}
