/**
 * A package of npm as files: a gzipped tar archive of plain files with short names, read whole; everything else is refused.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { InstallError } from "./errors.ts";
import type { UnpackedFile } from "./zip/unpack.ts";

const blockBytes = 512;
/** Packages that are installed so have a megabyte or two. */
const mostBytes = 64 * 2 ** 20;

interface Entry {
  path: string;
  contents: Buffer;
}

/**
 * Write the wanted files of an archive below a folder.
 *
 * @throws InstallError E_INSTALL_WHEEL for anything that is not a whole archive of plain files inside of the folder
 */
export async function unpackTar(
  archive: string,
  to: string,
  wanted: (path: string) => boolean,
): Promise<UnpackedFile[]> {
  const entries = [...readTar(archive, inflate(archive, await readFile(archive)))].filter(({ path }) =>
    wanted(path),
  );
  for (const { path, contents } of entries) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await writeFile(join(to, path), contents, { flag: "wx" });
  }
  return entries.map(({ path, contents }) => ({ path, bytes: contents.length }));
}

function inflate(archive: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    throw damaged(archive, `it cannot be decompressed (${(error as Error).message})`);
  }
}

function* readTar(archive: string, tar: Buffer): Generator<Entry> {
  for (let at = 0; ;) {
    const header = tar.subarray(at, at + blockBytes);
    if (header.length < blockBytes) throw damaged(archive, "it ends in the middle");
    // A block of zeros is the end.
    if (header.every((byte) => byte === 0)) return;
    const { path, bytes } = readHeader(archive, header);
    const from = at + blockBytes;
    if (from + bytes > tar.length) throw damaged(archive, `it ends in the middle of "${path}"`);
    yield { path, contents: tar.subarray(from, from + bytes) };
    at = from + Math.ceil(bytes / blockBytes) * blockBytes;
  }
}

function readHeader(archive: string, header: Buffer): { path: string; bytes: number } {
  const text = (from: number, length: number): string =>
    header.toString("utf8", from, from + length).split("\0", 1)[0]!;
  const [name, prefix, type] = [text(0, 100), text(345, 155), text(156, 1)];
  const path = prefix === "" ? name : `${prefix}/${name}`;
  if (Number.parseInt(text(148, 8), 8) !== checksum(header)) throw damaged(archive, "a header of it is none");
  if (type !== "0" && type !== "") throw damaged(archive, `"${path}" is no plain file`);
  const isInside = path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (!isInside) throw damaged(archive, `"${path}" is no name of a file in it`);
  return { path, bytes: Number.parseInt(text(124, 12), 8) };
}

/** The sum of a header's bytes, with spaces where the sum itself is. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

function damaged(archive: string, what: string): InstallError {
  return new InstallError("E_INSTALL_WHEEL", `${archive} is damaged: ${what}. Get it again.`);
}
