import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  loadLatestGood,
  openStore,
  saveCheckpoint,
  stepDirectory,
} from "@plateau/worker/checkpoint/index.ts";
import { sizedContents } from "./programs/contents.ts";

const program = join(import.meta.dirname, "programs", "save-many.ts");
/** 6 MB in three vectors: a write takes long enough to be hit. */
const size = 500_000;
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "plateau-kill-"));
});
afterEach(() => rm(root, { recursive: true }));

/** Starts the program and kills it once it has begun to write that file of step 3; returns the last step it committed. */
async function killDuring(file: string): Promise<number> {
  const child = spawn(process.execPath, [program, root, String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let committed = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("committed ")) committed = Number(line.slice("committed ".length));
    if (line === `writing ${stepDirectory(3)}/${file}`) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return committed;
}

describe("kill -9 while a checkpoint is written", () => {
  it.each(["model.safetensors", "optimizer.safetensors", "manifest.json"])(
    "in %s leaves the previous one, whole, and the next process goes on",
    async (file) => {
      const last = await killDuring(file);
      const store = await openStore(root);
      const { loaded, skipped } = await loadLatestGood(store);
      // The kill may come after the manifest was renamed and before the line was printed.
      expect([last, last + 1]).toContain(loaded?.manifest.step);
      expect(last).toBeGreaterThanOrEqual(2);
      expect(skipped).toEqual([]);
      const step = loaded?.manifest.step ?? 0;
      const expected = sizedContents(step, size).state;
      expect(Buffer.compare(bytesOf(loaded?.state.parameters), bytesOf(expected.parameters))).toBe(0);
      expect(Buffer.compare(bytesOf(loaded?.state.slots["v"]), bytesOf(expected.slots["v"]))).toBe(0);
      // Opening removed what the dead process left half-written.
      expect((await readdir(root, { recursive: true })).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      await saveCheckpoint(store, sizedContents(step + 1, size));
      expect((await loadLatestGood(store)).loaded?.manifest.step).toBe(step + 1);
    },
    60_000,
  );
});

const bytesOf = (vector: Float32Array = new Float32Array(0)): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
