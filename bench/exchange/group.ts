/** A group of measured ranks: processes that do one step for each line of input and answer with a line of JSON. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

export interface StepLine {
  /** Of the slowest rank. */
  ms: number;
  /** Of the processors, all ranks together; if they say so. */
  cpuMs?: number;
  /** Of rank 0, if it says so. */
  payloadBytes?: number;
  sentBytes?: number;
  encodeMs?: number;
  wireMs?: number;
  decodeMs?: number;
}

interface Rank {
  child: ChildProcessWithoutNullStreams;
  lines: AsyncIterator<string>;
  errors: string;
}

export class Group {
  readonly #ranks: Rank[];
  /** A rank that still looks for the others does not see that its input has ended. */
  readonly #left = (): void => {
    for (const { child } of this.#ranks) child.kill();
  };

  /** @param commands program and arguments of each rank */
  constructor(commands: readonly (readonly string[])[]) {
    this.#ranks = commands.map(([program, ...args]) => {
      const child = spawn(program!, args, { env: { ...process.env, OMP_NUM_THREADS: "1" } });
      const rank: Rank = {
        child,
        lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
        errors: "",
      };
      child.stderr.on(
        "data",
        (chunk: Buffer) => (rank.errors = (rank.errors + chunk.toString()).slice(-3000)),
      );
      return rank;
    });
    process.once("exit", this.#left);
  }

  /** Resolves when all ranks have found each other. */
  async ready(): Promise<void> {
    await this.#read();
  }

  async step(): Promise<StepLine> {
    for (const { child } of this.#ranks) child.stdin.write("step\n");
    const lines = await this.#read();
    const ms = Math.max(...lines.map((line) => line.ms));
    return { ...lines[0]!, ms, cpuMs: lines.reduce((sum, line) => sum + (line.cpuMs ?? Number.NaN), 0) };
  }

  /** Ends the processes; waits until they have. */
  async end(): Promise<void> {
    process.off("exit", this.#left);
    await Promise.all(
      this.#ranks.map(async ({ child }) => {
        child.stdin.end();
        if (child.exitCode !== null || child.signalCode !== null) return;
        const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
        await new Promise((resolve) => child.once("exit", resolve));
        clearTimeout(timer);
      }),
    );
  }

  #read(): Promise<StepLine[]> {
    return Promise.all(
      this.#ranks.map(async (rank, i) => {
        const { value, done } = await rank.lines.next();
        if (done === true) throw new Error(`Rank ${i} ended early:\n${rank.errors}`);
        return JSON.parse(value as string) as StepLine;
      }),
    );
  }
}
