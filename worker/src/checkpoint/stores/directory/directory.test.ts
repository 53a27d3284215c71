import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openStore, stores } from "../index.ts";
import { describeStore } from "../store.conformance.ts";

let home: string;
let counter = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-store-"));
});
afterAll(() => rm(home, { recursive: true }));

describeStore("directory", () => openStore(join(home, `store-${counter++}`, "deep")));

describe("directory store", () => {
  it("is one place whether named by path or URI", async () => {
    const root = join(home, "with space");
    await (await openStore(root)).put("x", [new Uint8Array(1)]);
    const byUri = await openStore(pathToFileURL(root).href);
    expect(await byUri.list("")).toHaveLength(1);
    expect(byUri.uri).toBe((await openStore(`${root}/`)).uri);
  });

  it("removes temporary files of dead processes on opening, and leaves those of living ones", async () => {
    const root = join(home, "stale");
    await mkdir(join(root, "step-1"), { recursive: true });
    // Process ids end at 2^22 on Linux.
    await writeFile(join(root, "step-1", ".model.4999999.0-1.tmp"), "half");
    await writeFile(join(root, "step-1", `.model.${process.pid}.0-1.tmp`), "half");
    const store = await openStore(root);
    expect(await readdir(join(root, "step-1"))).toEqual([`.model.${process.pid}.0-1.tmp`]);
    expect(await store.list("")).toEqual([]);
  });

  it("refuses a scheme it does not know and lists those it knows", async () => {
    await expect(openStore("gs://bucket/x")).rejects.toThrow(/one of the schemes file, s3/);
    await expect(openStore("relative/path")).rejects.toMatchObject({ code: "E_STORE_SCHEME" });
  });
});

it("has a folder for every store in the map", async () => {
  const folders = (await readdir(join(import.meta.dirname, ".."), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(Object.keys(stores).sort()).toEqual(folders.sort());
});
