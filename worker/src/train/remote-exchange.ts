/**
 * The mesh as the training thread sees it: it lives on the main thread, which answers heartbeats while this one computes.
 * Vectors lie on shared memory, so a call carries a few numbers only.
 */
import {
  noWishes,
  type Membership,
  type PayloadCall,
  type PayloadExchange,
  type PayloadResult,
} from "../exchange/exchange.ts";
import type { MainCalls } from "./messages.ts";

export class RemoteExchange implements PayloadExchange {
  readonly membership: Membership;
  /** The step just reduced was the last of this group, by agreement. */
  isOver = false;
  /** What all ranks do after the step just reduced. */
  agreed = noWishes;
  readonly #main: MainCalls;

  constructor(membership: Membership, main: MainCalls) {
    this.membership = membership;
    this.#main = main;
  }

  async reducePayloads(call: PayloadCall): Promise<PayloadResult> {
    // A step that fails in between agrees on nothing: it is asked for again with the next.
    this.agreed = noWishes;
    const { result, isOver, agreed } = await this.#main.reducePayloads(call);
    this.isOver = isOver;
    this.agreed = agreed;
    return result;
  }

  /** Every rank's value, in rank order. */
  gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    return this.#main.gather({ label, value });
  }
}
