/** The lock between processes that build the same program, and where built programs lie. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { withLock } from "./lock.ts";

const holder = join(import.meta.dirname, "fixtures", "lock-holder.ts");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A process that holds the lock until it is killed; resolved once it holds it. */
async function hold(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", holder, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface(child.stdout!), "line");
  return child;
}

it("waits for the process that holds it, and takes over when that one is killed", async () => {
  const file = join(folder, "a.lock");
  const child = await hold(file);
  let holderLives = true;
  const order: string[] = [];
  const work = (): Promise<void> => {
    order.push(holderLives ? "beside the holder" : "after the holder");
    return Promise.resolve();
  };
  const gone = once(child, "exit");
  await withLock(file, work, () => {
    order.push("waiting");
    child.kill("SIGKILL");
    void gone.then(() => (holderLives = false));
  });
  expect(order).toEqual(["waiting", "after the holder"]);
}, 20_000);

it("is free again after work that failed", async () => {
  const file = join(folder, "b.lock");
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const waiting: string[] = [];
  await withLock(
    file,
    () => Promise.resolve(),
    () => waiting.push("waiting"),
  );
  expect(waiting).toEqual([]);
});
