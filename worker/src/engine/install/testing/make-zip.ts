/** Writes small zip files, right ones and wrong ones, for tests of what reads them. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember {
  name: string;
  contents: Uint8Array;
  deflated?: boolean;
  executable?: boolean;
  /** Numbers to lie with. */
  bytes?: number;
  method?: number;
  flags?: number;
  mode?: number;
}

/** @param big whether to write every size in its 64-bit form */
export function makeZip(members: readonly ZipMember[], big = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const { name, deflated = true, executable = false } = member;
    const contents = Buffer.from(member.contents);
    const packed = deflated ? deflateRawSync(contents) : contents;
    const bytes = member.bytes ?? contents.length;
    const method = member.method ?? (deflated ? 8 : 0);
    const flags = member.flags ?? 0;
    const encoded = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(contents), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes, 22);
    local.writeUInt16LE(encoded.length, 26);
    const extra = big ? bigSizes([bytes, packed.length, offset]) : Buffer.alloc(0);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(flags, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(crc32(contents), 16);
    header.writeUInt32LE(big ? 0xffffffff : packed.length, 20);
    header.writeUInt32LE(big ? 0xffffffff : bytes, 24);
    header.writeUInt16LE(encoded.length, 28);
    header.writeUInt16LE(extra.length, 30);
    header.writeUInt32LE(((member.mode ?? (executable ? 0o100755 : 0o100644)) << 16) >>> 0, 38);
    header.writeUInt32LE(big ? 0xffffffff : offset, 42);
    parts.push(local, encoded, packed);
    directory.push(header, encoded, extra);
    offset += local.length + encoded.length + packed.length;
  }
  const table = Buffer.concat(directory);
  return Buffer.concat([...parts, table, end({ count: members.length, bytes: table.length, offset }, big)]);
}

function bigSizes(sizes: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * sizes.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * sizes.length, 2);
  sizes.forEach((size, index) => field.writeBigUInt64LE(BigInt(size), 4 + 8 * index));
  return field;
}

interface Directory {
  count: number;
  bytes: number;
  offset: number;
}

function end({ count, bytes, offset }: Directory, big: boolean): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(big ? 0xffff : count, 8);
  record.writeUInt16LE(big ? 0xffff : count, 10);
  record.writeUInt32LE(big ? 0xffffffff : bytes, 12);
  record.writeUInt32LE(big ? 0xffffffff : offset, 16);
  if (!big) return record;
  const bigRecord = Buffer.alloc(56);
  bigRecord.writeUInt32LE(0x06064b50, 0);
  bigRecord.writeBigUInt64LE(44n, 4);
  bigRecord.writeBigUInt64LE(BigInt(count), 24);
  bigRecord.writeBigUInt64LE(BigInt(count), 32);
  bigRecord.writeBigUInt64LE(BigInt(bytes), 40);
  bigRecord.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([bigRecord, locator, record]);
}
