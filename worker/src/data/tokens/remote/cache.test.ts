import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { findCached, makeRoom } from "./cache.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-cache-"));
});
afterEach(() => rm(folder, { recursive: true }));

const now = Date.UTC(2026, 0, 2);
const minute = 60_000;

/** A file of so many bytes that was used so many minutes ago. */
async function file(name: string, bytes: number, minutesAgo: number): Promise<void> {
  await writeFile(join(folder, name), new Uint8Array(bytes));
  const used = new Date(now - minutesAgo * minute);
  await utimes(join(folder, name), used, used);
}

it("lets those go that were not used for longest, and no more than must", async () => {
  await file("oldest", 100, 300);
  await file("old", 100, 200);
  await file("newer", 100, 100);
  await makeRoom(folder, 100, { limit: 350, now });
  expect((await readdir(folder)).sort()).toEqual(["newer", "old"]);
});

it("keeps everything while it fits", async () => {
  await file("oldest", 100, 300);
  await makeRoom(folder, 100, { limit: 200, now });
  expect(await readdir(folder)).toEqual(["oldest"]);
});

it("keeps what was used a moment ago even beyond the limit: it may be about to be opened", async () => {
  await file("now", 100, 1);
  await makeRoom(folder, 500, { limit: 100, now });
  expect(await readdir(folder)).toEqual(["now"]);
});

it("removes halves that a killed process left, and leaves one that is being written", async () => {
  await file("aa.12-1.part", 5, 60);
  await file("bb.13-1.part", 5, 1);
  await makeRoom(folder, 1, { now });
  expect(await readdir(folder)).toEqual(["bb.13-1.part"]);
});

it("says how much is missing where a disk cannot hold it", async () => {
  await expect(makeRoom(folder, 1e18, { limit: 2e18, now })).rejects.toMatchObject({
    code: "E_DATA_CACHE",
    message: expect.stringMatching(/do not fit into .*1000000000000 MB needed.*TMPDIR/),
  });
});

it("finds a file by its name and size, and marks it as used", async () => {
  await file("ab", 7, 300);
  expect(await findCached(folder, { sha256: "ab", bytes: 8 })).toBeUndefined();
  expect(await findCached(folder, { sha256: "cd", bytes: 7 })).toBeUndefined();
  const before = Date.now();
  expect(await findCached(folder, { sha256: "ab", bytes: 7 })).toBe(join(folder, "ab"));
  expect((await stat(join(folder, "ab"))).mtimeMs).toBeGreaterThanOrEqual(before - 1000);
});
