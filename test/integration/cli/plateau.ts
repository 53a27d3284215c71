/** The real `plateau` as a child process, in a directory and home of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..", "..");
export const binary = join(root, "cli", "bin", "plateau.mjs");
export const pluginBinary = join(root, "cli", "bin", "kubectl-plateau.mjs");

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
  /** Resolves with stdout once it holds the text. */
  wrote: (text: string | RegExp) => Promise<string>;
}

export class Workplace {
  readonly directory: string = mkdtempSync(join(tmpdir(), "plateau-cli-"));
  /** Added to the environment of what is started. */
  env: Record<string, string> = {};

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

  /** As `kubectl plateau`. */
  plugin(...args: string[]): Promise<Result> {
    return this.startPlugin(...args).result;
  }

  startPlugin(...args: string[]): Started {
    return this.start(args, [process.execPath, pluginBinary]);
  }

  start(args: readonly string[], command: readonly string[] = [process.execPath, binary]): Started {
    const {
      NO_COLOR: _n,
      FORCE_COLOR: _f,
      NODE_OPTIONS: _o,
      PLATEAU_HOME: _h,
      CI: _c,
      KUBECONFIG: _k,
      ...env
    } = process.env;
    const child = spawn(command[0] ?? "", [...command.slice(1), ...args], {
      cwd: this.directory,
      env: { ...env, TERM: "xterm-256color", ...this.env },
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
    const until = (text: string | RegExp, read: () => string): Promise<string> =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const so = read();
          const found = typeof text === "string" ? so.includes(text) : text.test(so);
          if (found) resolve(so);
          else if (child.exitCode !== null)
            reject(new Error(`ended without ${String(text)}:\n${stdout}\n${stderr}`));
          else return;
          listeners.delete(check);
        };
        listeners.add(check);
        check();
      });
    const said = async (text: string | RegExp): Promise<void> => void (await until(text, () => stderr));
    const wrote = (text: string | RegExp): Promise<string> => until(text, () => stdout);
    return { process: child, result, said, wrote };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
