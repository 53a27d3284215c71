/**
 * Writes tar archives whose bytes depend on names and contents only: owner root, time zero, two modes. As POSIX ustar, with a
 * pax header for names that do not fit.
 */
import { createReadStream, readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { once } from "node:events";

export interface TarEntry {
  /** Without a slash at either end. */
  name: string;
  mode: number;
  content:
    | { kind: "directory" }
    | { kind: "link"; target: string }
    | { kind: "bytes"; bytes: Uint8Array }
    | { kind: "file"; path: string; size: number };
}

const blockBytes = 512;
/** Files up to this are read at once. */
const wholeBytes = 1 << 20;
const types = { directory: "5", link: "2", bytes: "0", file: "0", pax: "x" } as const;

/** Writes entries in the order given, then the end of the archive; respects the stream's back-pressure. */
export async function writeTar(out: Writable, entries: Iterable<TarEntry>): Promise<void> {
  for (const entry of entries) await writeEntry(out, entry);
  await write(out, Buffer.alloc(2 * blockBytes));
}

async function writeEntry(out: Writable, { name, mode, content }: TarEntry): Promise<void> {
  const path = content.kind === "directory" ? `${name}/` : name;
  const split = splitName(path);
  if (split === undefined) {
    const record = paxRecord("path", path);
    await write(
      out,
      header({ ...splitName("pax")!, mode: 0o644, size: record.length, type: types.pax, target: "" }),
    );
    await write(out, padded(record));
  }
  const target = content.kind === "link" ? content.target : "";
  if (Buffer.byteLength(target) > 100)
    throw new RangeError(`The link ${name} has a target of more than 100 bytes.`);
  const size = content.kind === "bytes" ? content.bytes.length : content.kind === "file" ? content.size : 0;
  const { prefix, rest } = split ?? {
    prefix: "",
    rest: Buffer.from(path).subarray(0, 100).toString("latin1"),
  };
  await write(out, header({ prefix, rest, mode, size, type: types[content.kind], target }));
  if (content.kind === "bytes") await write(out, padded(content.bytes));
  if (content.kind === "file") await writeFile(out, content.path, content.size);
}

async function writeFile(out: Writable, path: string, size: number): Promise<void> {
  if (size <= wholeBytes) {
    // Most files of packages are small, and a stream for each takes five times as long.
    const bytes = readFileSync(path);
    checkSize(path, bytes.length, size);
    return write(out, padded(bytes));
  }
  let written = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    written += (chunk as Buffer).length;
    await write(out, chunk as Buffer);
  }
  checkSize(path, written, size);
  const over = size % blockBytes;
  if (over > 0) await write(out, Buffer.alloc(blockBytes - over));
}

function checkSize(path: string, bytes: number, size: number): void {
  if (bytes !== size)
    throw new Error(`${path} changed while it was read: ${bytes} bytes instead of ${size}.`);
}

async function write(out: Writable, bytes: Uint8Array): Promise<void> {
  if (!out.write(bytes)) await once(out, "drain");
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(Math.ceil(bytes.length / blockBytes) * blockBytes);
  whole.set(bytes);
  return whole;
}

/** The two fields of a ustar name; undefined if it does not fit into them. */
function splitName(path: string): { prefix: string; rest: string } | undefined {
  if (Buffer.byteLength(path) <= 100) return { prefix: "", rest: path };
  // At the first slash that leaves a short enough rest; the one that ends a directory's name is no border.
  for (let at = path.indexOf("/"); at > 0 && at < path.length - 1; at = path.indexOf("/", at + 1)) {
    const rest = path.slice(at + 1);
    const prefix = path.slice(0, at);
    if (Buffer.byteLength(rest) <= 100)
      return Buffer.byteLength(prefix) <= 155 ? { prefix, rest } : undefined;
  }
  return undefined;
}

/** "LENGTH key=value\n", where LENGTH counts its own digits. */
function paxRecord(key: string, value: string): Uint8Array {
  const body = ` ${key}=${value}\n`;
  const bare = Buffer.byteLength(body);
  let length = bare;
  while (length !== bare + String(length).length) length = bare + String(length).length;
  return Buffer.from(`${length}${body}`);
}

interface Header {
  prefix: string;
  rest: string;
  mode: number;
  size: number;
  type: string;
  target: string;
}

function header({ prefix, rest, mode, size, type, target }: Header): Uint8Array {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  block.write(rest, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(" ".repeat(8), 148);
  block.write(type, 156);
  block.write(target, 157);
  block.write("ustar\x0000", 257);
  block.write(prefix, 345);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
