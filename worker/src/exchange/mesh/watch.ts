/**
 * Watch over one round: a peer that answers heartbeats and has come to the round, but reads nothing or sends nothing, is given up
 * after the timeout. Before all have come to the round nobody is: computing may take its time.
 */
import type { Membership } from "../exchange.ts";
import type { RoundState } from "./round-state.ts";
import type { Wire } from "./wire.ts";

export interface WatchOptions {
  membership: Membership;
  wire: Wire;
  state: RoundState;
  timeoutMs: number;
  step: number;
}

export class Watch {
  readonly #options: WatchOptions;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    if (options.membership.worldSize === 1) return;
    this.#timer = setInterval(() => this.#look(), Math.max(20, options.timeoutMs / 5));
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { membership, wire, state, timeoutMs, step } = this.#options;
    if (!state.isTold) return;
    for (const rank of membership.ranks) {
      const stuckMs = wire.stuckMs(rank);
      if (stuckMs > timeoutMs) return wire.drop(rank, `it has read nothing for ${Math.round(stuckMs)} ms`);
    }
    const silentMs = performance.now() - Math.max(state.toldAtMs, state.arrivedAtMs);
    // Whose mean is missing may itself be waiting for somebody: that one is found first.
    const silent = state.lacksPayload() ?? (silentMs > 2 * timeoutMs ? state.lacksMean : undefined);
    if (silent !== undefined && silentMs > timeoutMs)
      wire.drop(
        membership.ranks[silent]!,
        `it has sent nothing of step ${step} for ${Math.round(silentMs)} ms`,
      );
  }
}
