/**
 * Writing an object: small ones in one request, large ones in parts of which a few are on their way at once. While parts travel the
 * next is cut and hashed; memory is that of the parts, whatever the object's size.
 */
import { createHash, hash as hashOf } from "node:crypto";
import { StoreError } from "../../errors.ts";
import type { Bucket, Hashed } from "./bucket.ts";
import { Lanes } from "./lanes.ts";
import { cutParts, maxParts, sizeOfPart, type Part } from "./parts.ts";
import { Upload, type Whole } from "./upload.ts";

/** Parts on their way at once: with the one being cut, 80 MiB. */
const parallel = 4;

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * @param isNew only where there is none
 * @returns what was read from the chunks, and whether it was written
 * @throws what the chunks threw, then nothing is left behind; StoreError, then a large object's parts stay for the next attempt
 */
export async function writeObject(
  bucket: Bucket,
  key: string,
  chunks: Chunks,
  isNew: boolean,
): Promise<Whole & { written: boolean }> {
  const source = new Source(chunks);
  const lanes = new Lanes(parallel);
  let upload: Upload | undefined;
  try {
    for await (const part of cutParts(source.read(), (number) => lanes.buffer(sizeOfPart(number)))) {
      const hashed = hashPart(part);
      if (part.number === 1 && part.last) {
        const written = await bucket.put(key, hashed, isNew);
        return { ...source.whole(), written };
      }
      checkNumber(bucket.place(key), part.number);
      const to = (upload ??= await Upload.begin(bucket, key, hashed));
      lanes.run(part.buffer, () => to.add(part.number, hashed));
    }
    await lanes.finish();
    const whole = source.whole();
    return { ...whole, written: (await upload?.complete(whole, isNew)) ?? false };
  } catch (error) {
    await lanes.settle();
    if (source.failed) await upload?.abort().catch(() => {});
    throw error;
  }
}

function hashPart({ bytes }: Part): Hashed {
  return { bytes, sha256: hashOf("sha256", bytes, "base64") };
}

function checkNumber(place: string, number: number): void {
  if (number <= maxParts) return;
  throw new StoreError(
    "E_STORE_FULL",
    `${place} is larger than S3 takes in ${maxParts} parts. Train a smaller model, or use a directory store.`,
  );
}

/** The chunks on their way through: counted, hashed, and known to have failed if they do. */
class Source {
  failed = false;
  readonly #chunks: Chunks;
  readonly #hash = createHash("sha256");
  #bytes = 0;

  constructor(chunks: Chunks) {
    this.#chunks = chunks;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#chunks) {
        this.#hash.update(chunk);
        this.#bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  /** Once. */
  whole(): Whole {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}
