/** Programs of the bed: started with a log of their own; whoever ends unasked is told about with its last words. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { BedError } from "./errors.ts";

const lastWordsBytes = 2_000;

interface Program {
  command: string;
  args: string[];
  child: ChildProcess;
  /** Ended because a test wants it so. */
  asked: boolean;
}

/** Starts programs and knows whether all of them live. */
export class Programs {
  readonly #logs: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #all = new Map<string, Program>();
  #failure: BedError | undefined;

  constructor(logs: string, env: NodeJS.ProcessEnv) {
    mkdirSync(logs, { recursive: true });
    this.#logs = logs;
    this.#env = env;
  }

  /** Runs until the bed ends, or until it is killed by name. Its output goes to NAME.log; its own end is a failure. */
  start(name: string, command: string, args: string[]): void {
    const file = join(this.#logs, `${name}.log`);
    const log = openSync(file, "a");
    const child = spawn(command, args, { stdio: ["ignore", log, log], env: this.#env });
    closeSync(log);
    const program: Program = { command, args, child, asked: false };
    this.#all.set(name, program);
    const ended = (how: string): void => {
      if (program.asked) return;
      const words = readFileSync(file, "utf8").slice(-lastWordsBytes);
      this.#failure ??= new BedError(
        `${name} of the test bed ended (${how}). Its last words, from ${file}:\n${words}`,
      );
    };
    child.on("error", (error) => ended(error.message));
    child.on("exit", (code, signal) => ended(String(code ?? signal)));
  }

  /** Ends a program as a crash would. Resolved when it is gone. */
  async kill(name: string): Promise<void> {
    const program = this.#known(name);
    if (program.child.exitCode !== null || program.child.signalCode !== null) return;
    program.asked = true;
    const gone = once(program.child, "exit");
    program.child.kill("SIGKILL");
    await gone;
  }

  /** Starts a program again as it was started first. Resolved when it has been started, not when it is ready. */
  again(name: string): void {
    const { command, args, asked } = this.#known(name);
    if (!asked) throw new BedError(`${name} has not been killed.`);
    this.start(name, command, args);
  }

  /** A frozen program lives, holds its connections and answers nothing. */
  freeze(name: string, frozen: boolean): void {
    this.#known(name).child.kill(frozen ? "SIGSTOP" : "SIGCONT");
  }

  #known(name: string): Program {
    const program = this.#all.get(name);
    if (program !== undefined) return program;
    throw new BedError(`The bed has no program ${name}; it has ${[...this.#all.keys()].join(", ")}.`);
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
