/** Where a command reads and writes: streams, width, colours, environment. Tests pass buffers instead. */
import { createColors } from "picocolors";
import type { Writable } from "node:stream";

export type Colours = ReturnType<typeof createColors>;

export interface Terminal {
  /** Results. */
  out: Writable;
  /** Progress, notes and errors: never mixed into a result that is piped on. */
  err: Writable;
  /** Whether `err` is a terminal on which lines may be redrawn. */
  live: boolean;
  outColours: Colours;
  errColours: Colours;
  /** Present size of the terminal. */
  size: () => { columns: number; rows: number };
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

/** The real one. Colour follows NO_COLOR and FORCE_COLOR, else whether the stream is a terminal. */
export function systemTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  const coloured = (stream: { isTTY?: boolean }): boolean => {
    if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
    if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "" && env.FORCE_COLOR !== "0") return true;
    return stream.isTTY === true && env.TERM !== "dumb";
  };
  // A reader that has closed its end (`plateau get … | head`) is no failure.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
  return {
    out: stdout,
    err: stderr,
    live: stderr.isTTY === true && env.TERM !== "dumb" && !env.CI,
    outColours: createColors(coloured(stdout)),
    errColours: createColors(coloured(stderr)),
    size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
    env,
    cwd: process.cwd(),
  };
}
