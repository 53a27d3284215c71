/** The real `plateau` as a child process, in a directory and home of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..", "..");
export const binary = join(root, "cli", "bin", "plateau.mjs");

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  process: ChildProcess;
  result: Promise<Result>;
  /** Resolves once stderr holds the text. */
  said: (text: string | RegExp) => Promise<void>;
}

export class Workplace {
  readonly directory: string = mkdtempSync(join(tmpdir(), "plateau-cli-"));

  get home(): string {
    return join(this.directory, ".plateau");
  }

  run(...args: string[]): Promise<Result> {
    return this.start(args).result;
  }

  runWithInput(input: string, ...args: string[]): Promise<Result> {
    const { process, result } = this.start(args);
    process.stdin?.end(input);
    return result;
  }

  start(args: readonly string[], command: readonly string[] = [process.execPath, binary]): Started {
    const { NO_COLOR: _n, FORCE_COLOR: _f, NODE_OPTIONS: _o, PLATEAU_HOME: _h, CI: _c, ...env } = process.env;
    const child = spawn(command[0] ?? "", [...command.slice(1), ...args], {
      cwd: this.directory,
      env: { ...env, TERM: "xterm-256color" },
    });
    let stdout = "";
    let stderr = "";
    const listeners = new Set<() => void>();
    const tell = (): void => {
      for (const listener of listeners) listener();
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      tell();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      tell();
    });
    const result = new Promise<Result>((resolve) =>
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
        tell();
      }),
    );
    const said = (text: string | RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = typeof text === "string" ? stderr.includes(text) : text.test(stderr);
          if (found) resolve();
          else if (child.exitCode !== null)
            reject(new Error(`ended without saying ${String(text)}:\n${stderr}`));
          else return;
          listeners.delete(check);
        };
        listeners.add(check);
        check();
      });
    return { process: child, result, said };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
