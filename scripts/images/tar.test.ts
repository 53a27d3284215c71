/** The archive writer: the system's tar reads what it writes, and the same entries make the same bytes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, expect, it } from "@jest/globals";
import fc from "fast-check";
import { writeTar, type TarEntry } from "./tar.ts";
import { complete } from "./tree.ts";

const folder = mkdtempSync(join(tmpdir(), "plateau-tar-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bytesOf(entries: TarEntry[]): Promise<Buffer> {
  const stream = new PassThrough();
  const all = buffer(stream);
  await writeTar(stream, entries);
  stream.end();
  return all;
}

const part = fc.stringMatching(/^[a-z@_-][a-z0-9@._ ü-]{0,110}$/).filter((name) => !name.endsWith("."));
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const entry: fc.Arbitrary<TarEntry> = fc.record({
  name: path,
  mode: fc.constantFrom(0o644, 0o755),
  content: fc.oneof(
    fc.record({ kind: fc.constant("bytes" as const), bytes: fc.uint8Array({ maxLength: 1_500 }) }),
    fc.record({ kind: fc.constant("link" as const), target: fc.stringMatching(/^[a-z/.]{1,100}$/) }),
  ),
});
/** One a first part, so that no file lies where another needs a folder. */
const entries = fc.uniqueArray(entry, { selector: ({ name }) => name.split("/")[0], maxLength: 6 });

it("writes what the system's tar unpacks to the same files, links and modes", async () => {
  const property = fc.asyncProperty(entries, async (list) => {
    const target = mkdtempSync(join(folder, "x-"));
    const archive = join(target, "archive.tar");
    writeFileSync(archive, await bytesOf(complete(list)));
    const files = join(target, "files");
    execFileSync("mkdir", [files]);
    execFileSync("tar", ["-xpf", archive, "-C", files], { stdio: "pipe" });
    for (const { name, mode, content } of list) {
      const stat = lstatSync(join(files, name));
      if (content.kind === "link") expect(readlinkSync(join(files, name))).toBe(content.target);
      if (content.kind !== "bytes") continue;
      expect(new Uint8Array(readFileSync(join(files, name)))).toEqual(content.bytes);
      expect(stat.mode & 0o777).toBe(mode);
      expect(stat.mtimeMs).toBe(0);
    }
  });
  await fc.assert(property, { numRuns: 25, seed: 5 });
});

it("makes the same bytes of the same entries, in whatever order they come", async () => {
  const digest = async (list: TarEntry[]): Promise<string> =>
    createHash("sha256")
      .update(await bytesOf(complete(list)))
      .digest("hex");
  const property = fc.asyncProperty(entries, async (list) => {
    expect(await digest(list.toReversed())).toBe(await digest(list));
  });
  await fc.assert(property, { numRuns: 25, seed: 5 });
});

it("fails where a file changed size while it was read", async () => {
  const file = join(folder, "grown");
  writeFileSync(file, "12345");
  const content = { kind: "file", path: file, size: 4 } as const;
  await expect(bytesOf([{ name: "f", mode: 0o644, content }])).rejects.toThrow(/grown changed while/);
});
