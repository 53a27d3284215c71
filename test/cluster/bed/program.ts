/** Programs of the bed: started with a log of their own; whoever ends unasked is told about with its last words. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { BedError } from "./errors.ts";

const lastWordsBytes = 2_000;

/** Starts programs and knows whether all of them live. */
export class Programs {
  readonly #logs: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #all = new Map<string, ChildProcess>();
  #failure: BedError | undefined;

  constructor(logs: string, env: NodeJS.ProcessEnv) {
    mkdirSync(logs, { recursive: true });
    this.#logs = logs;
    this.#env = env;
  }

  /** Runs until the bed ends. Its output goes to NAME.log; its end, whenever it comes, is a failure. */
  start(name: string, command: string, args: string[]): void {
    const file = join(this.#logs, `${name}.log`);
    const log = openSync(file, "a");
    const child = spawn(command, args, { stdio: ["ignore", log, log], env: this.#env });
    this.#all.set(name, child);
    const ended = (how: string): void => {
      const words = readFileSync(file, "utf8").slice(-lastWordsBytes);
      this.#failure ??= new BedError(
        `${name} of the test bed ended (${how}). Its last words, from ${file}:\n${words}`,
      );
    };
    child.on("error", (error) => ended(error.message));
    child.on("exit", (code, signal) => ended(String(code ?? signal)));
  }

  /** Runs a command to its end. Rejects with what it said. */
  async run(command: string, args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(command, args, { env: this.#env, maxBuffer: 64 << 20 });
    return stdout;
  }

  /** Tries until it does not reject. Throws when the time (ms) is over or a program of the bed has ended. */
  async until(what: string, attempt: () => Promise<unknown>, timeoutMs = 60_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        await attempt();
        return;
      } catch (error) {
        if (performance.now() > deadline) {
          throw new BedError(
            `${what} was not there after ${timeoutMs / 1000} s: ${(error as Error).message}`,
            { cause: error },
          );
        }
        // No event tells of another program's readiness.
        await delay(50);
      }
    }
  }
}
