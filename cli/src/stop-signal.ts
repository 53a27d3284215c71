/** Ctrl-C and SIGTERM as an AbortSignal; the process is not ended, so that files and terminals are left in order. */
import { CliError, exitCodes } from "./errors.ts";

export interface StopSignal {
  signal: AbortSignal;
  /** How often the user has asked to stop. */
  count: () => number;
  /** Called at every further request after the first: "hurry". */
  onHurry: (listener: () => void) => void;
  /** Give the signals back to Node's default. */
  release: () => void;
}

/** After something that only Ctrl-C ends: exit code 130 and not a word. */
export function interruptedQuietly(): CliError {
  return new CliError("E_INTERRUPTED", "", { exitCode: exitCodes.interrupted });
}

export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const hurry: (() => void)[] = [];
  let count = 0;
  const listener = (): void => {
    count++;
    if (count === 1) controller.abort();
    else for (const each of hurry) each();
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    count: () => count,
    onHurry: (each) => void hurry.push(each),
    release: () => {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    },
  };
}
