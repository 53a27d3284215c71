/** Archives of npm packages: what is read of them, and what is refused. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { unpackTar } from "./tar.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-tar-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Member {
  path: string;
  prefix?: string;
  contents?: Buffer;
  type?: string;
  sum?: number;
}

/** One file of an archive, as POSIX describes it. */
function block({ path, prefix = "", contents = Buffer.alloc(0), type = "0", sum }: Member): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(contents.length.toString(8).padStart(11, "0"), 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  header.write(prefix, 345);
  const total = header.reduce((all, byte) => all + byte, 0);
  header.write(`${(sum ?? total).toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, contents, Buffer.alloc((512 - (contents.length % 512)) % 512)]);
}

const archiveOf = (...members: Member[]): Buffer =>
  Buffer.concat([...members.map(block), Buffer.alloc(1024)]);

async function unpacked(tar: Buffer, wanted: (path: string) => boolean = () => true) {
  const file = join(folder, "archive.tgz");
  const to = join(await mkdtemp(join(folder, "to-")), "files");
  await writeFile(file, tar);
  const files = await unpackTar(file, to, wanted);
  return { to, files };
}

const text = Buffer.from("text");

describe("unpackTar", () => {
  it("writes the wanted files, of any length, with their contents", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 1100 }), { maxLength: 4 }), async (all) => {
        const members = all.map((contents, at) => ({
          path: `package/${at}`,
          contents: Buffer.from(contents),
        }));
        const { to, files } = await unpacked(
          gzipSync(archiveOf(...members, { path: "package/not", contents: text })),
          (path) => path !== "package/not",
        );
        expect(files).toEqual(members.map(({ path, contents }) => ({ path, bytes: contents.length })));
        for (const { path, contents } of members) {
          expect((await readFile(join(to, path))).equals(contents)).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("joins a long name's two halves", async () => {
    const { files } = await unpacked(
      gzipSync(archiveOf({ path: "file", prefix: "package/deep", contents: text })),
    );
    expect(files).toEqual([{ path: "package/deep/file", bytes: 4 }]);
  });

  const whole = archiveOf({ path: "package/file", contents: Buffer.alloc(600, 7) });
  it.each<[string, Buffer]>([
    ["is cut off in a file", gzipSync(whole.subarray(0, 1000))],
    ["ends without an end", gzipSync(whole.subarray(0, -1024))],
    ["is cut off as it was compressed", gzipSync(whole).subarray(0, 40)],
    ["is not compressed", whole],
    ["has a header of another sum", gzipSync(archiveOf({ path: "package/file", sum: 1 }))],
    ["leads outside", gzipSync(archiveOf({ path: "package/../../file", contents: text }))],
    ["has a name from the root", gzipSync(archiveOf({ path: "/etc/file", contents: text }))],
    ["has a link", gzipSync(archiveOf({ path: "package/link", type: "2" }))],
  ])("refuses an archive that %s, and writes nothing", async (_, tar) => {
    await expect(unpacked(tar)).rejects.toMatchObject({
      code: "E_INSTALL_WHEEL",
      message: expect.stringContaining("archive.tgz is damaged") as unknown as string,
    });
    const written = await readdir(folder, { recursive: true });
    expect(written.filter((name) => name.endsWith("file") || name.endsWith("link"))).toEqual([]);
  });
});
