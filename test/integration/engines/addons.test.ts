/** Addons are compiled once for a machine, whoever needs them at the same time and whatever was killed before. */
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { addons } from "@plateau/worker/engine/addons/addons.ts";
import { ensureNative } from "@plateau/worker/engine/addons/build.ts";

let folder: string;
let calls: string;
let compiler: string;

/** A compiler that notes what it was asked, and is the machine's own. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plateau-addons-"));
  calls = join(folder, "calls");
  compiler = join(folder, "compiler");
  writeFileSync(compiler, `#!/bin/sh\necho "$*" >> '${calls}'\nexec c++ "$@"\n`);
  chmodSync(compiler, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const linked = (): number =>
  readFileSync(calls, "utf8")
    .split("\n")
    .filter((call) => call.endsWith("addon.node")).length;

it("are linked once for three that need one; what a killed compiler left is removed", async () => {
  const cache = join(folder, "cache");
  const ensure = (told?: () => void): Promise<string> =>
    ensureNative(addons.exchange, cache, told, [compiler]);
  const first = await ensure();
  expect(linked()).toBe(1);
  rmSync(first);
  const left = `${first}.new-killed`;
  mkdirSync(left, { recursive: true });
  let told: number[] = [];
  const paths = await Promise.all([1, 2, 3].map((each) => ensure(() => void told.push(each))));
  expect(new Set(paths)).toEqual(new Set([first]));
  // In any order, and not who comes when it has been made.
  expect([1, 2, 3]).toEqual(expect.arrayContaining(told));
  expect(told).not.toEqual([]);
  expect(linked()).toBe(2);
  expect(readdirSync(join(cache, "native"))).not.toContain(basename(left));
  told = [];
  expect(await ensure(() => void told.push(4))).toBe(first);
  expect(told).toEqual([]);
}, 120_000);
