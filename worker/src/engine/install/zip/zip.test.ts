/** Laws of reading zip files: what was written comes out, and nothing else does. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { makeZip, type ZipMember } from "../testing/make-zip.ts";
import { unpack } from "./unpack.ts";

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-zip-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Unpacks the bytes to a fresh folder, beside which nothing may appear. */
async function unpacked(zip: Uint8Array, wanted = (): boolean => true): Promise<Map<string, Buffer>> {
  const place = join(folder, String(count++));
  const to = join(place, "to");
  await mkdir(to, { recursive: true });
  await writeFile(join(place, "zip"), zip);
  try {
    const files = await unpack({ zip: join(place, "zip"), to, wanted });
    expect(files.map(({ path }) => path).toSorted()).toEqual((await filesIn(to)).toSorted());
    return new Map(
      await Promise.all(files.map(async ({ path }) => [path, await readFile(join(to, path))] as const)),
    );
  } finally {
    expect((await readdir(place)).toSorted()).toEqual(["to", "zip"]);
  }
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

const namePart = fc.stringMatching(/^[a-z0-9_+é.-]{1,8}$/).filter((part) => !/^\.{1,2}$/.test(part));
const member: fc.Arbitrary<ZipMember> = fc.record({
  // Folders end in "d", so that none has the name of a file.
  name: fc
    .tuple(fc.array(namePart, { maxLength: 2 }), namePart)
    .map(([folders, file]) => [...folders.map((part) => `${part}.d`), `${file}.f`].join("/")),
  contents: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 0, max: 255 }).map((value) => new Uint8Array(70_000).fill(value)),
  ),
  deflated: fc.boolean(),
  executable: fc.boolean(),
});
const members = fc.uniqueArray(member, { maxLength: 6, selector: ({ name }) => name });

const runs = { numRuns: 60 };

describe("unpack", () => {
  it("gives what was put in, small sizes or 64-bit ones", () =>
    fc.assert(
      fc.asyncProperty(members, fc.boolean(), async (list, big) => {
        const files = await unpacked(makeZip(list, big));
        expect([...files.keys()].toSorted()).toEqual(list.map(({ name }) => name).toSorted());
        for (const { name, contents } of list) expect(files.get(name)!.equals(contents)).toBe(true);
      }),
      runs,
    ));

  it("refuses a file that is cut off anywhere", () =>
    fc.assert(
      fc.asyncProperty(
        members,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (list, big, share) => {
          const whole = makeZip(list, big);
          const part = whole.subarray(0, Math.floor(share * (whole.length - 1)));
          await expect(unpacked(part)).rejects.toMatchObject({ code: "E_INSTALL_WHEEL" });
        },
      ),
      runs,
    ));

  it("refuses a changed byte, unless contents and names are as before", () =>
    fc.assert(
      fc.asyncProperty(
        members,
        fc.boolean(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (list, big, at, bits) => {
          const zip = makeZip(list, big);
          zip[at % zip.length]! ^= bits;
          const files = await unpacked(zip).catch((error: { code?: string }) => error);
          if (!(files instanceof Map)) {
            expect(files.code).toBe("E_INSTALL_WHEEL");
            return;
          }
          for (const [name, contents] of files) {
            expect(list.some((each) => each.name === name && contents.equals(each.contents))).toBe(true);
          }
          expect(files.size).toBe(list.length);
        },
      ),
      { numRuns: 150 },
    ));

  it("refuses noise, with and without a table of contents at its end", () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (noise, hasEnd) => {
        const end = makeZip([]);
        for (let at = 10; at < 20; at++) end[at] = noise[at] ?? 1;
        await expect(unpacked(Buffer.concat([noise, hasEnd ? end : Buffer.alloc(0)]))).rejects.toMatchObject({
          code: "E_INSTALL_WHEEL",
        });
      }),
      runs,
    ));

  const contents = Buffer.from("contents");
  it.each<[string, ZipMember[], RegExp]>([
    ["a name above its folder", [{ name: "../up", contents }], /"\.\.\/up", which would leave/],
    ["a name above it in the middle", [{ name: "a/../../up", contents }], /which would leave/],
    ["a name from the root", [{ name: "/etc/up", contents }], /which would leave/],
    ["a name of another system", [{ name: "a\\..\\..\\up", contents }], /which would leave/],
    ["a drive's name", [{ name: "C:up", contents }], /which would leave/],
    ["an empty name", [{ name: "", contents }], /which would leave/],
    ["a link", [{ name: "a", contents, mode: 0o120777 }], /"a" is a link/],
    ["an encrypted file", [{ name: "a", contents, flags: 1 }], /"a" is encrypted/],
    ["another compression", [{ name: "a", contents, method: 12 }], /method 12/],
    [
      "the same name twice",
      [
        { name: "a", contents },
        { name: "a", contents },
      ],
      /"a" is in it twice/,
    ],
    [
      "more than it says",
      [{ name: "a", contents: new Uint8Array(1 << 22), bytes: 10 }],
      /not of the 10 bytes/,
    ],
    ["less than it says", [{ name: "a", contents, bytes: 10 }], /not of the 10 bytes/],
    ["two sizes", [{ name: "a", contents, deflated: false, bytes: 10 }], /two sizes/],
  ])("refuses %s and writes nothing outside", async (_, list, message) => {
    await expect(unpacked(makeZip(list))).rejects.toThrow(message);
  });

  it("writes only what is wanted, and keeps programs programs", async () => {
    const place = join(folder, "wanted");
    await writeFile(
      join(folder, "wanted.zip"),
      makeZip([
        { name: "bin/run", contents, executable: true },
        { name: "lib.so", contents },
        { name: "readme", contents },
        { name: "empty/", contents: new Uint8Array() },
      ]),
    );
    await unpack({ zip: join(folder, "wanted.zip"), to: place, wanted: (name) => name !== "readme" });
    expect((await filesIn(place)).toSorted()).toEqual(["bin/run", "lib.so"]);
    const modeOf = async (name: string): Promise<number> => (await stat(join(place, name))).mode & 0o111;
    expect(await modeOf("bin/run")).toBe(0o111);
    expect(await modeOf("lib.so")).toBe(0);
  });

  it("stops at once when it is told to", async () => {
    await writeFile(join(folder, "stop.zip"), makeZip([{ name: "a", contents: new Uint8Array(1 << 22) }]));
    const stop = new AbortController();
    const unpacking = unpack({
      zip: join(folder, "stop.zip"),
      to: join(folder, "stop"),
      wanted: () => true,
      onBytes: () => stop.abort(),
      signal: stop.signal,
    });
    await expect(unpacking).rejects.toMatchObject({ name: "AbortError" });
  });
});
