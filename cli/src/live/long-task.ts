/** A long task under one progress bar, which Ctrl-C stops: the bar is cleared and the signals are released however it ends. */
import { CliError, exitCodes } from "../errors.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { progressLine, type ProgressLine } from "./progress-line.ts";

export interface LongTask {
  /** Of the bar. */
  title: string;
  /** What a person is told who stopped it. */
  interrupted: string;
}

/** @throws what the task throws; CliError E_INTERRUPTED if it threw because the user stopped it */
export async function runLongTask<T>(
  terminal: Terminal,
  { title, interrupted }: LongTask,
  task: (line: ProgressLine, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, release } = stopSignal();
  const line = progressLine(terminal, title);
  try {
    return await task(line, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliError("E_INTERRUPTED", interrupted, { cause: error, exitCode: exitCodes.interrupted });
  } finally {
    line.clear();
    release();
  }
}
