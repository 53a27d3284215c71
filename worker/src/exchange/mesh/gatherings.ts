/** Values that every rank contributes under a label; all ranks get all of them, in the order of the ranks. A value comes in parts. */
import type { messages } from "@plateau/proto";
import { PeerLostError } from "../errors.ts";

/** Labels that wait for a value at the same time: peers are at most a few calls apart. */
const maxWaiting = 64;
/** Of one rank's value: what is told of thousands of ranks and their files is less. */
export const maxValueBytes = 16 * 1024 * 1024;

interface Gathering {
  /** By place; what has come of it. */
  parts: Uint8Array[][];
  isWhole: boolean[];
  complete: PromiseWithResolvers<Uint8Array[]>;
}

export class Gatherings {
  readonly #worldSize: number;
  readonly #waiting = new Map<string, Gathering>();
  #broken: string | undefined;

  constructor(worldSize: number) {
    this.#worldSize = worldSize;
  }

  /** @throws PeerLostError if the group breaks */
  async gather(label: string, place: number, value: Uint8Array): Promise<Uint8Array[]> {
    if (this.#broken !== undefined) throw new PeerLostError(this.#broken);
    const gathering = this.#of(label);
    arrived(gathering, place, value);
    const values = await gathering.complete.promise;
    this.#waiting.delete(label);
    return values;
  }

  /** @returns a complaint if it cannot be right */
  receive(place: number, { label, value, more }: messages.v1.IBarrier): string | undefined {
    const name = label ?? "";
    const what = `a value for "${name.slice(0, 100)}"`;
    if (!this.#waiting.has(name) && this.#waiting.size >= maxWaiting)
      return `${what}, while ${maxWaiting} others are waiting`;
    const gathering = this.#of(name);
    if (gathering.isWhole[place]) return `${what} twice`;
    const part = value ?? new Uint8Array();
    const bytes = gathering.parts[place]!.reduce((sum, { length }) => sum + length, part.length);
    if (bytes > maxValueBytes) return `${what} of more than ${maxValueBytes} bytes`;
    if (more) gathering.parts[place]!.push(part);
    else arrived(gathering, place, part);
    return undefined;
  }

  break(reason: string): void {
    this.#broken ??= reason;
    for (const { complete } of this.#waiting.values()) complete.reject(new PeerLostError(reason));
  }

  #of(label: string): Gathering {
    let gathering = this.#waiting.get(label);
    if (!gathering) {
      const parts = Array.from({ length: this.#worldSize }, () => []);
      const isWhole = Array.from({ length: this.#worldSize }, () => false);
      gathering = { parts, isWhole, complete: Promise.withResolvers() };
      // Peers' values may be here before anybody waits.
      gathering.complete.promise.catch(() => {});
      this.#waiting.set(label, gathering);
    }
    return gathering;
  }
}

/** The last part of a value, or all of it. */
function arrived({ parts, isWhole, complete }: Gathering, place: number, part: Uint8Array): void {
  parts[place]!.push(part);
  isWhole[place] = true;
  if (!isWhole.includes(false))
    complete.resolve(parts.map((each) => (each.length === 1 ? each[0]! : Buffer.concat(each))));
}
