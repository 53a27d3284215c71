/**
 * Protocol between the benchmark and a measured process: one JSON object a line on its output, one command a line on
 * its input (`run N` or `end`). Only one process computes at a time.
 */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

export interface Ready {
  /** What computes, with its version. */
  description: string;
  /** Recording and compiling, or building the module and its first step. */
  compileMs: number;
  /** Losses of the first steps, by which the programs are checked to compute the same. */
  losses: number[];
}

export interface Turn {
  ms: number[];
  rssMb: number;
}

export interface End {
  peakRssMb: number;
  /** What a rank would have been told that it needs, where an engine can tell; without what this benchmark does not hold. */
  estimatedMb?: number;
}

export class Measured {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.#child = spawn(command, [...args], { env: { ...process.env, ...env } });
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async #read<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`A measured process ended early:\n${this.#errors}`);
    return JSON.parse(value as string) as T;
  }

  ready(): Promise<Ready> {
    return this.#read<Ready>();
  }

  async run(steps: number): Promise<Turn> {
    this.#child.stdin.write(`run ${steps}\n`);
    return this.#read<Turn>();
  }

  async end(): Promise<End> {
    this.#child.stdin.write("end\n");
    const end = await this.#read<End>();
    this.#child.stdin.end();
    return end;
  }
}
