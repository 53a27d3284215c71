/** A program of this folder as a process with the environment of a store's client. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Running {
  process: ChildProcess;
  /** What it printed, and how it ended. */
  ended: Promise<{ output: string; errors: string; code: number | null; signal: NodeJS.Signals | null }>;
}

/** @param program a file of this folder, or a path */
export function run(program: string, args: readonly string[], environment: Record<string, string>): Running {
  const { NODE_OPTIONS: _ofJest, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, ...environment },
  });
  const said = { output: "", errors: "" };
  child.stdout.on("data", (bytes: Buffer) => (said.output += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (said.errors += bytes.toString()));
  const ended = once(child, "close").then((end) => {
    const [code, signal] = end as [number | null, NodeJS.Signals | null];
    return { ...said, code, signal };
  });
  return { process: child, ended };
}
