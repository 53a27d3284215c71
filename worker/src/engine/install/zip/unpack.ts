/** Entries of a zip file as files: streamed, each checked against its size and CRC-32 on the way. */
import { createWriteStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { damaged, readAt, readEntries, type ZipEntry, type ZipFile } from "./entries.ts";

export interface Unpack {
  zip: string;
  /** Folder that they go to; none of them may be there. */
  to: string;
  wanted: (name: string) => boolean;
  /** Called with the numbers of bytes written. */
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal;
}

export interface UnpackedFile {
  /** Relative to the folder, with "/". */
  path: string;
  bytes: number;
}

const chunkBytes = 1 << 20;
const localHeaderBytes = 30;

/**
 * Write the wanted entries below a folder.
 *
 * @throws InstallError E_INSTALL_WHEEL for a damaged file; what was written by then is the caller's to remove
 */
export async function unpack({ zip, to, wanted, ...rest }: Unpack): Promise<UnpackedFile[]> {
  await using handle = await open(zip);
  const file: ZipFile = { handle, path: zip };
  const entries = (await readEntries(file)).filter(({ name }) => !name.endsWith("/") && wanted(name));
  for (const entry of entries) await unpackEntry(file, entry, { to, ...rest });
  return entries.map(({ name, bytes }) => ({ path: name, bytes }));
}

async function unpackEntry(
  file: ZipFile,
  entry: ZipEntry,
  { to, onBytes, signal }: Pick<Unpack, "to" | "onBytes" | "signal">,
): Promise<void> {
  const path = join(to, entry.name);
  await mkdir(dirname(path), { recursive: true });
  const start = await contentsOffset(file, entry);
  const packed = Readable.from(chunks(file, start, entry.packedBytes), { objectMode: false });
  const output = createWriteStream(path, { flags: "wx", mode: entry.executable ? 0o755 : 0o644 });
  const checked = (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> =>
    check(file, entry, source, onBytes);
  const options = signal ? { signal } : {};
  try {
    if (entry.deflated)
      await pipeline(packed, createInflateRaw({ chunkSize: chunkBytes }), checked, output, options);
    else await pipeline(packed, checked, output, options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code?.startsWith("Z_") ? damaged(file, `"${entry.name}" cannot be decompressed`) : error;
  }
}

/** The bytes behind the local header, which repeats the name; its extra field may be another than the directory's. */
async function contentsOffset(file: ZipFile, { name, offset }: ZipEntry): Promise<number> {
  const expected = Buffer.from(name);
  const header = await readAt(file, offset, localHeaderBytes + expected.length);
  const isThere =
    header.readUInt32LE(0) === 0x04034b50 &&
    header.readUInt16LE(26) === expected.length &&
    header.subarray(localHeaderBytes).equals(expected);
  if (!isThere) throw damaged(file, `"${name}" is not where it should be`);
  return offset + header.length + header.readUInt16LE(28);
}

async function* chunks(file: ZipFile, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; done += chunkBytes) {
    yield await readAt(file, start + done, Math.min(chunkBytes, bytes - done));
  }
}

async function* check(
  file: ZipFile,
  { name, bytes, crc32: expected }: ZipEntry,
  source: AsyncIterable<Buffer>,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let length = 0;
  let sum = 0;
  for await (const chunk of source) {
    length += chunk.length;
    // At once, not at the end: a few kilobytes can claim to be terabytes.
    if (length > bytes) break;
    sum = crc32(chunk, sum);
    onBytes?.(chunk.length);
    yield chunk;
  }
  if (length !== bytes) throw damaged(file, `"${name}" is not of the ${bytes} bytes that it should have`);
  if (sum !== expected) throw damaged(file, `"${name}" does not have the checksum that it should have`);
}
