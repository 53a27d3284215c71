/** Values that every rank contributes under a label; all ranks get all of them, in the order of the ranks. */
import { PeerLostError } from "../errors.ts";

/** Labels that wait for a value at the same time: peers are at most a few calls apart. */
const maxWaiting = 64;

interface Gathering {
  /** By place. */
  values: (Uint8Array | undefined)[];
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
    this.#arrived(gathering, place, value);
    const values = await gathering.complete.promise;
    this.#waiting.delete(label);
    return values;
  }

  /** @returns a complaint if it cannot be right */
  receive(place: number, label: string, value: Uint8Array): string | undefined {
    if (!this.#waiting.has(label) && this.#waiting.size >= maxWaiting)
      return `a value for "${label.slice(0, 100)}", while ${maxWaiting} others are waiting`;
    this.#arrived(this.#of(label), place, value);
    return undefined;
  }

  break(reason: string): void {
    this.#broken ??= reason;
    for (const { complete } of this.#waiting.values()) complete.reject(new PeerLostError(reason));
  }

  #of(label: string): Gathering {
    let gathering = this.#waiting.get(label);
    if (!gathering) {
      const values = Array.from({ length: this.#worldSize }, () => undefined);
      gathering = { values, complete: Promise.withResolvers() };
      // Peers' values may be here before anybody waits.
      gathering.complete.promise.catch(() => {});
      this.#waiting.set(label, gathering);
    }
    return gathering;
  }

  #arrived({ values, complete }: Gathering, place: number, value: Uint8Array): void {
    values[place] = value;
    if (!values.includes(undefined)) complete.resolve(values as Uint8Array[]);
  }
}
