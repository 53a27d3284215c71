/** Safetensors reader: a stream of chunks straight into the memory that the caller names for each tensor. */
import { headerLength, lengthBytes, parseHeader, type Header, type TensorEntry } from "./header.ts";

/** Where a tensor's bytes go; exactly as long as the tensor. */
export type Destination = (tensor: TensorEntry, header: Header) => Uint8Array;

/**
 * Takes the chunks of a file of known size in order.
 *
 * @throws HeaderError from `push` if the header cannot be true; what was copied by then is worthless
 */
export class SafetensorsReader {
  header: Header | undefined;
  readonly #fileBytes: number;
  readonly #destination: Destination;
  /** Bytes of length and header until they are complete. */
  #pending: Uint8Array = new Uint8Array(0);
  #targets: { begin: number; bytes: Uint8Array }[] = [];
  #current = 0;
  #position = 0;

  constructor(fileBytes: number, destination: Destination) {
    this.#fileBytes = fileBytes;
    this.#destination = destination;
  }

  push(chunk: Uint8Array): void {
    if (this.header) this.#copy(chunk);
    else this.#collectHeader(chunk);
  }

  /** Whether the header and all data have come. */
  get complete(): boolean {
    return this.header !== undefined && this.#position === (this.header.tensors.at(-1)?.end ?? 0);
  }

  #collectHeader(chunk: Uint8Array): void {
    const joined = new Uint8Array(this.#pending.length + chunk.length);
    joined.set(this.#pending);
    joined.set(chunk, this.#pending.length);
    this.#pending = joined;
    if (joined.length < lengthBytes) return;
    const length = headerLength(joined, this.#fileBytes);
    const dataStart = lengthBytes + length;
    if (joined.length < dataStart) return;
    const header = parseHeader(joined.subarray(lengthBytes, dataStart), this.#fileBytes - dataStart);
    this.#targets = header.tensors.map((tensor) => ({
      begin: tensor.begin,
      bytes: this.#destination(tensor, header),
    }));
    this.header = header;
    this.#pending = new Uint8Array(0);
    this.#copy(joined.subarray(dataStart));
  }

  #copy(chunk: Uint8Array): void {
    let done = 0;
    while (done < chunk.length) {
      const target = this.#targets[this.#current];
      // More bytes than tensors: the size check of the caller reports it.
      if (!target) return;
      const at = this.#position - target.begin;
      const here = Math.min(chunk.length - done, target.bytes.length - at);
      target.bytes.set(chunk.subarray(done, done + here), at);
      done += here;
      this.#position += here;
      if (at + here === target.bytes.length) this.#current += 1;
    }
  }
}
