/** UTF-8 stream decoding that says at which byte a file stops being UTF-8. */
import { createReadStream } from "node:fs";
import { DataError } from "../../errors.ts";

const readBytes = 2 ** 20;

/** Text of a file in chunks. @throws DataError E_INPUT with the offset of the first byte that is not UTF-8 */
export async function* decodeFile(path: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let offset = 0;
  let carried: Uint8Array = new Uint8Array(0);
  for await (const chunk of readChunks(path)) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw invalid(path, offset - carried.length + firstInvalid(Buffer.concat([carried, chunk])));
    }
    carried = incompleteTail(Buffer.concat([carried, chunk.subarray(-4)]));
    offset += chunk.length;
    onBytes(chunk.length);
    if (text !== "") yield text;
  }
  if (carried.length > 0) throw invalid(path, offset - carried.length);
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new DataError("E_INPUT", `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** Bytes of a character that has begun but not ended; the input is valid but for that. */
function incompleteTail(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return new Uint8Array(0);
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.slice(bytes.length - back) : new Uint8Array(0);
    }
  }
  return new Uint8Array(0);
}

/** Length of the longest prefix that may go on as UTF-8, by bisection. */
function firstInvalid(bytes: Uint8Array): number {
  const mayGoOn = (length: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayGoOn(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

const invalid = (path: string, offset: number): DataError =>
  new DataError(
    "E_INPUT",
    `${path} is not UTF-8 text at byte ${offset}. Convert it first, e.g. iconv -f latin1 -t utf-8, or leave the file out.`,
  );
