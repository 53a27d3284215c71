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
    const packed = pack(member);
    const local = localPart(packed);
    parts.push(local);
    directory.push(directoryPart(packed, offset, big));
    offset += local.length;
  }
  const table = Buffer.concat(directory);
  return Buffer.concat([...parts, table, end({ count: members.length, bytes: table.length, offset }, big)]);
}

interface Packed {
  name: Buffer;
  packed: Buffer;
  bytes: number;
  sum: number;
  method: number;
  flags: number;
  mode: number;
}

function pack({ name, deflated = true, executable = false, ...member }: ZipMember): Packed {
  const contents = Buffer.from(member.contents);
  return {
    name: Buffer.from(name),
    packed: deflated ? deflateRawSync(contents) : contents,
    sum: crc32(contents),
    bytes: contents.length,
    method: deflated ? 8 : 0,
    flags: 0,
    mode: executable ? 0o100755 : 0o100644,
    ...definedOf(member),
  };
}

function definedOf({ bytes, method, flags, mode }: Omit<ZipMember, "name">): Partial<Packed> {
  const lies = Object.entries({ bytes, method, flags, mode });
  return Object.fromEntries(lies.filter(([, value]) => value !== undefined));
}

function localPart({ name, packed, bytes, sum, method, flags }: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(sum, 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, packed]);
}

function directoryPart(
  { name, packed, bytes, sum, method, flags, mode }: Packed,
  offset: number,
  big: boolean,
): Buffer {
  const extra = big ? bigSizes([bytes, packed.length, offset]) : Buffer.alloc(0);
  const size = (value: number): number => (big ? 0xffffffff : value);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(sum, 16);
  header.writeUInt32LE(size(packed.length), 20);
  header.writeUInt32LE(size(bytes), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(size(offset), 42);
  return Buffer.concat([header, name, extra]);
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
