/** The Python process of the tests with transformers: one request after the other, a line each. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

export class PythonModels {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(python: string) {
    this.#process = spawn(python, [join(import.meta.dirname, "models.py")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#reader = createInterface({ input: this.#process.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask<T>(request: Record<string, unknown>): Promise<T> {
    this.#process.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the Python process has ended");
    const reply = JSON.parse(value) as T & { error?: string };
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.stdin!.end();
    await ended;
    this.#reader.close();
  }
}
