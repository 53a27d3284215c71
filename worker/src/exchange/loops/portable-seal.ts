/** Seal by node:crypto, which makes a buffer for everything that it gives. */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { tagBytes, type Seal } from "./seal.ts";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const options = { authTagLength: tagBytes };

export function createPortableSeal(key: Uint8Array): Seal {
  // The caller may clear its own.
  const own = Buffer.from(key);
  return {
    seal(counter, plain, sealed, tag) {
      const cipher = createCipheriv(algorithm, own, nonceOf(counter), options);
      sealed.set(cipher.update(plain));
      cipher.final();
      tag.set(cipher.getAuthTag());
    },
    open(counter, data, tag) {
      const decipher = createDecipheriv(algorithm, own, nonceOf(counter), options);
      decipher.setAuthTag(tag);
      const plain = decipher.update(data);
      try {
        decipher.final();
      } catch {
        return false;
      }
      data.set(plain);
      return true;
    },
  };
}

/** Big-endian, as in worker/native/exchange/seal.cc. */
function nonceOf(counter: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeBigUInt64BE(BigInt(counter), nonceBytes - 8);
  return nonce;
}
