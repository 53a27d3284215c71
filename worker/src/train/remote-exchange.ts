/**
 * The exchange as the training thread sees it: the mesh lives on the main thread, which answers heartbeats while this one
 * computes. Vectors lie on shared memory, so a call carries a few numbers only.
 */
import type { Exchange, Membership, ReduceResult } from "../exchange/exchange.ts";
import type { MainCalls } from "./messages.ts";

export interface GatheringExchange extends Exchange {
  /** Every rank's value, in rank order. */
  gather(label: string, value: Uint8Array): Promise<Uint8Array[]>;
}

export class RemoteExchange implements GatheringExchange {
  readonly membership: Membership;
  /** The step just reduced was the last of this group, by agreement. */
  isOver = false;
  readonly #main: MainCalls;

  constructor(membership: Membership, main: MainCalls) {
    this.membership = membership;
    this.#main = main;
  }

  async reduce(
    step: number,
    contributions: readonly { loss: number; gradient: Float32Array }[],
    mean: Float32Array,
  ): Promise<ReduceResult> {
    const { result, isOver } = await this.#main.reduce({ step, contributions: [...contributions], mean });
    this.isOver = isOver;
    return result;
  }

  async barrier(label: string): Promise<void> {
    await this.gather(label, new Uint8Array());
  }

  gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    return this.#main.gather({ label, value });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
