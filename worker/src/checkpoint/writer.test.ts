import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { contentsAt } from "./fixtures.ts";
import { CheckpointWriter, listCheckpoints, loadCheckpoint, openStore } from "./index.ts";

let home: string;
let counter = 0;
const open: CheckpointWriter[] = [];
const writerAt = (forkSteps: number[] = [], root = join(home, `run-${counter++}`)) => {
  const writer = new CheckpointWriter({ storeUri: root, keepLast: 2, forkSteps });
  open.push(writer);
  const told: string[] = [];
  writer.on("committed", ({ manifest, fork }) =>
    told.push(`committed ${manifest.step}${fork ? " fork" : ""}`),
  );
  writer.on("dropped", ({ step }) => told.push(`dropped ${step}`));
  writer.on("failed", ({ step, error }) =>
    told.push(`failed ${step} ${"code" in error ? String(error.code) : ""}`),
  );
  return { writer, root, told };
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-writer-"));
});
afterEach(async () => {
  for (const writer of open.splice(0)) await writer.close();
});
afterAll(() => rm(home, { recursive: true }));

describe("the checkpoint writer", () => {
  it("writes what the vectors held when submitted, whatever the caller does to them afterwards", async () => {
    const { writer, root } = writerAt();
    const contents = contentsAt(10);
    writer.prepare(contentsAt(0));
    await writer.submit(contents, false);
    contents.state.parameters.fill(0);
    contents.state.slots["m"]!.fill(0);
    await writer.flush();
    expect((await loadCheckpoint(await openStore(root), 10)).state).toEqual(contentsAt(10).state);
  });

  it("lets a newer periodic checkpoint replace a waiting one, never a fork point", async () => {
    const { writer, root, told } = writerAt([20, 50]);
    // All in one turn of the event loop, so the thread cannot answer in between: 10 is being written, the rest queue up.
    const answers = [
      writer.submit(contentsAt(10), false),
      writer.submit(contentsAt(15), false),
      writer.submit(contentsAt(20), true),
      writer.submit(contentsAt(30), false),
      writer.submit(contentsAt(50), true),
    ];
    const queued = (await Promise.all(answers)).map((answer) => answer.queued);
    expect(queued).toEqual([true, true, true, false, true]);
    await writer.flush();
    expect(told).toEqual(["dropped 15", "committed 10", "committed 20 fork", "committed 50 fork"]);
    expect((await listCheckpoints(await openStore(root))).map(({ step }) => step)).toEqual([10, 20, 50]);
  });

  it("prunes after each commit and keeps the fork points", async () => {
    const { writer, root } = writerAt([10]);
    for (const step of [10, 20, 30, 40]) {
      await writer.submit(contentsAt(step), step === 10);
      await writer.flush();
    }
    expect((await listCheckpoints(await openStore(root))).map(({ step }) => step)).toEqual([10, 30, 40]);
  });

  it("goes on after a periodic checkpoint that could not be written and writes the next", async () => {
    const root = join(home, "blocked");
    await writeFile(root, "a file where the directory should be");
    const { writer, told } = writerAt([], root);
    await writer.submit(contentsAt(10), false);
    await writer.flush();
    expect(told).toEqual(["failed 10 E_STORE_UNAVAILABLE"]);
    await rm(root);
    await writer.submit(contentsAt(20), false);
    await writer.flush();
    expect(told.at(-1)).toBe("committed 20");
  });

  it("throws when a fork point could not be written, from the next call on", async () => {
    const root = join(home, "blocked-fork");
    await mkdir(home, { recursive: true });
    await writeFile(root, "");
    const { writer } = writerAt([10], root);
    const failed = once(writer, "failed");
    await writer.submit(contentsAt(10), true);
    await failed;
    await expect(writer.flush()).rejects.toMatchObject({ name: "StoreError", code: "E_STORE_UNAVAILABLE" });
    await expect(writer.submit(contentsAt(20), false)).rejects.toThrow(/blocked-fork.* is a file/);
  });
});
