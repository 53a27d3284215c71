/** Production packages by the lock file: all that a program may load, nothing that only development needs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "@jest/globals";
import { images } from "./contents.ts";
import { productionPackages } from "./packages.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "plateau-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inLock(packages: Record<string, object>): ReturnType<typeof productionPackages> {
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  return productionPackages(folder, "app");
}

it("finds a package as Node does: beside who asks first, then further up", () => {
  const found = inLock({
    app: { dependencies: { a: "1", b: "2" }, devDependencies: { dev: "1" } },
    "node_modules/a": { dependencies: { b: "1" } },
    "node_modules/a/node_modules/b": { dependencies: { c: "1" } },
    "node_modules/b": {},
    "node_modules/c": { optionalDependencies: { maybe: "1" } },
    "node_modules/dev": {},
    "node_modules/maybe": {},
  });
  const names = ["node_modules/a", "node_modules/a/node_modules/b", "node_modules/b", "node_modules/c"];
  expect(found.folders).toEqual(names);
});

it("follows workspaces through their links", () => {
  const found = inLock({
    app: { dependencies: { "@own/lib": "1" } },
    "node_modules/@own/lib": { resolved: "lib", link: true },
    lib: { dependencies: { a: "1" } },
    "node_modules/a": {},
  });
  expect([...found.links]).toEqual([["node_modules/@own/lib", "lib"]]);
  expect(found.folders).toEqual(["node_modules/a"]);
});

it("says which package the lock file lacks", () => {
  expect(() => inLock({ app: { dependencies: { gone: "1" } } })).toThrow(/no gone, which app depends on/);
});

it.each(Object.entries(images))("links no workspace into %s that its sources lack", (_, { workspaces }) => {
  const { folders, links } = productionPackages(root, workspaces.at(-1)!);
  for (const target of links.values()) expect(workspaces).toContain(target);
  expect(folders.some((name) => /\/(jest|typescript|prettier)$/.test(name))).toBe(false);
});
