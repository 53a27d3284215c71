/** A file by HTTP over connections that break, fall silent, or bring something else. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { download, type Download } from "./download.ts";
import { WheelServer } from "./testing/wheel-server.ts";

const contents = randomBytes(200_000);
let folder: string;
let server: WheelServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plateau-download-"));
  server = await WheelServer.start();
  server.files.set("file", contents);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const request = (changes: Partial<Download> = {}): Download => ({
  from: { url: `${server.url}/files/file`, headers: {} },
  to: join(folder, "file"),
  sha256: createHash("sha256").update(contents).digest("hex"),
  bytes: contents.length,
  onBytes: () => {},
  backOffMs: 0,
  ...changes,
});
const fetched = (): Promise<Buffer> => readFile(join(folder, "file"));

describe("download", () => {
  it("is the file to the byte, wherever connections break", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 4 }),
        fc.boolean(),
        async (breaks, ranges) => {
          await rm(join(folder, "file"), { force: true });
          server.ranges = ranges;
          server.mishaps = breaks.map((after) => ({ after, end: "break" }));
          const here: number[] = [];
          await download(request({ onBytes: (bytes) => here.push(bytes) }));
          expect((await fetched()).equals(contents)).toBe(true);
          expect(here.at(-1)).toBe(contents.length);
          expect(await readdir(folder)).toEqual(["file"]);
        },
      ),
      { numRuns: 20 },
    ));

  it("gives up after five tries without a byte, keeps what it has and says how much", async () => {
    server.mishaps = [
      { after: 1000, end: "silence" },
      ...Array.from({ length: 5 }, () => ({ after: 0, end: "break" as const })),
    ];
    await expect(download(request({ silenceMs: 300 }))).rejects.toThrow(
      /stopped after 1000 of 200000 bytes: .*goes on from there/,
    );
    server.requests.length = 0;
    await download(request());
    expect(server.requests.map(({ range }) => range)).toEqual(["bytes=1000-"]);
    expect((await fetched()).equals(contents)).toBe(true);
  });

  it("breaks off a connection that falls silent", async () => {
    server.mishaps = [{ after: 1000, end: "silence" }];
    await download(request({ silenceMs: 300 }));
    expect((await fetched()).equals(contents)).toBe(true);
  });

  it.each([
    ["of something else", randomBytes(5000)],
    ["longer than the file", randomBytes(300_000)],
    ["as long as the file", randomBytes(200_000)],
  ])("does not build on a part that is %s", async (_, part) => {
    await writeFile(join(folder, "file.part"), part);
    await download(request());
    expect((await fetched()).equals(contents)).toBe(true);
  });

  it("refuses other bytes, and keeps none of them", async () => {
    await expect(download(request({ sha256: "0".repeat(64) }))).rejects.toMatchObject({
      code: "E_INSTALL_WHEEL",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("says what the server answers when it has no such file", async () => {
    server.files.clear();
    await expect(download(request())).rejects.toThrow(/files\/file cannot be had: it answers 404/);
  });
});
