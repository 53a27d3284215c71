/**
 * The table of contents of a zip file, read from its end; of a wheel, that is. Nothing in it is believed: what does not fit the
 * file, leaves the folder it is unpacked to, or is of a kind that wheels do not hold, is refused before anything is written.
 *
 * PKWARE's APPNOTE 6.3, sections 4.3 and 4.5.3 (sizes beyond 4 GiB).
 */
import type { FileHandle } from "node:fs/promises";
import { InstallError } from "../errors.ts";

export interface ZipEntry {
  /** Relative, with "/" between folders; ends with one if it is a folder. */
  name: string;
  /** Whether the bytes are compressed by deflate; else they lie as they are. */
  deflated: boolean;
  crc32: number;
  packedBytes: number;
  bytes: number;
  /** Of its local header. */
  offset: number;
  executable: boolean;
}

/** A zip file being read; `path` is for messages. */
export interface ZipFile {
  handle: FileHandle;
  path: string;
}

interface Directory {
  count: number;
  bytes: number;
  offset: number;
}

const endBytes = 22;
const locatorBytes = 20;
const bigEndBytes = 56;
const headerBytes = 46;
const longestComment = 0xffff;
/** Of the directory; the largest wheel known here has 3 MB of it. */
const mostDirectoryBytes = 256 << 20;

/** @throws InstallError E_INSTALL_WHEEL for anything that is not a whole, plain zip file */
export async function readEntries(file: ZipFile): Promise<ZipEntry[]> {
  const { size } = await file.handle.stat();
  const directory = await findDirectory(file, size);
  if (directory.offset + directory.bytes > size || directory.bytes > mostDirectoryBytes) {
    throw damaged(file, "its table of contents lies outside it");
  }
  const table = await readAt(file, directory.offset, directory.bytes);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  for (let index = 0; index < directory.count; index++) {
    if (at + headerBytes > table.length || table.readUInt32LE(at) !== 0x02014b50) {
      throw damaged(file, `entry ${index} of its table of contents is broken`);
    }
    const length = headerLength(table, at);
    if (at + length > table.length) throw damaged(file, `entry ${index} of its table of contents is cut off`);
    const entry = readEntry(file, table.subarray(at, at + length));
    if (entry.offset + entry.packedBytes > directory.offset)
      throw damaged(file, `"${entry.name}" lies outside it`);
    if (names.has(entry.name)) throw damaged(file, `"${entry.name}" is in it twice`);
    names.add(entry.name);
    entries.push(entry);
    at += length;
  }
  if (at !== table.length) throw damaged(file, "its table of contents has more than its entries");
  return entries;
}

/** The directory's place, from the record at the file's end and, if numbers are too large for that, its 64-bit form. */
async function findDirectory(file: ZipFile, size: number): Promise<Directory> {
  const tailBytes = Math.min(size, endBytes + longestComment);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  const at = endRecord(tail);
  if (at < 0) throw damaged(file, "it has no table of contents at its end: it is cut off, or no zip file");
  if (tail.readUInt16LE(at + 4) !== 0 || tail.readUInt16LE(at + 6) !== 0)
    throw damaged(file, "it is a part of several");
  const directory = {
    count: tail.readUInt16LE(at + 10),
    bytes: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const isBig =
    directory.count === 0xffff || directory.bytes === 0xffffffff || directory.offset === 0xffffffff;
  const locator = at - locatorBytes;
  return isBig && locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50
    ? bigDirectory(file, toNumber(file, tail, locator + 8))
    : directory;
}

/** The last record whose comment reaches exactly to the end. */
function endRecord(tail: Buffer): number {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && tail.readUInt16LE(at + 20) === tail.length - at - endBytes)
      return at;
  }
  return -1;
}

async function bigDirectory(file: ZipFile, offset: number): Promise<Directory> {
  const record = await readAt(file, offset, bigEndBytes);
  if (record.readUInt32LE(0) !== 0x06064b50) throw damaged(file, "its 64-bit table of contents is broken");
  return {
    count: toNumber(file, record, 32),
    bytes: toNumber(file, record, 40),
    offset: toNumber(file, record, 48),
  };
}

function headerLength(table: Buffer, at: number): number {
  return (
    headerBytes + table.readUInt16LE(at + 28) + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32)
  );
}

/** @param header the entry's, its name and extra fields included */
function readEntry(file: ZipFile, header: Buffer): ZipEntry {
  const nameEnd = headerBytes + header.readUInt16LE(28);
  const name = header.toString("utf8", headerBytes, nameEnd);
  requirePlainName(file, name);
  const method = header.readUInt16LE(10);
  if (method !== 0 && method !== 8)
    throw damaged(file, `"${name}" is compressed by method ${method}, which wheels are not`);
  if ((header.readUInt16LE(8) & 1) !== 0) throw damaged(file, `"${name}" is encrypted`);
  const mode = header.readUInt32LE(38) >>> 16;
  if ((mode & 0o170000) === 0o120000) throw damaged(file, `"${name}" is a link`);
  const sizes = readSizes(file, header, nameEnd);
  if (method === 0 && sizes.bytes !== sizes.packedBytes) throw damaged(file, `"${name}" has two sizes`);
  return {
    name,
    deflated: method === 8,
    crc32: header.readUInt32LE(16),
    executable: (mode & 0o100) !== 0,
    ...sizes,
  };
}

/** The three numbers that may be too large for their fields; those are in the extra field 1, in this order. */
function readSizes(
  file: ZipFile,
  header: Buffer,
  extraAt: number,
): Pick<ZipEntry, "bytes" | "packedBytes" | "offset"> {
  const sizes = {
    bytes: header.readUInt32LE(24),
    packedBytes: header.readUInt32LE(20),
    offset: header.readUInt32LE(42),
  };
  const extra = extraField(header, extraAt, extraAt + header.readUInt16LE(30));
  let at = 0;
  for (const key of ["bytes", "packedBytes", "offset"] as const) {
    if (sizes[key] !== 0xffffffff) continue;
    // Without the extra field the number means itself.
    if (at + 8 > extra.length) break;
    sizes[key] = toNumber(file, extra, at);
    at += 8;
  }
  return sizes;
}

function extraField(header: Buffer, from: number, to: number): Buffer {
  for (let at = from; at + 4 <= to;) {
    const end = at + 4 + header.readUInt16LE(at + 2);
    if (header.readUInt16LE(at) === 1 && end <= to) return header.subarray(at + 4, end);
    at = end;
  }
  return Buffer.alloc(0);
}

function requirePlainName(file: ZipFile, name: string): void {
  const parts = name.replace(/\/$/, "").split("/");
  const isPlain = parts.every(
    (part) => part !== "" && part !== "." && part !== ".." && !/[\\:\0]/.test(part),
  );
  if (!isPlain)
    throw damaged(file, `it holds the name ${JSON.stringify(name)}, which would leave its folder`);
}

/** A 64-bit number; none that matters is beyond what a double holds exactly. */
function toNumber(file: ZipFile, from: Buffer, at: number): number {
  const value = from.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(file, "a size in it is beyond any file");
  return Number(value);
}

/** Exactly so many bytes. */
export async function readAt(file: ZipFile, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.handle.read(buffer, 0, bytes, offset);
  if (bytesRead !== bytes) throw damaged(file, "it ends too early");
  return buffer;
}

export function damaged(file: ZipFile, what: string): InstallError {
  return new InstallError(
    "E_INSTALL_WHEEL",
    `${file.path} is not a whole wheel: ${what}. Get the file again.`,
  );
}
