/** Factor on the power over the run: constant, rising or stepped (Makkuva et al. 2024 compare the three). */
import type { ChannelConfig } from "@plateau/proto";

export type PowerSchedule = Extract<ChannelConfig, { name: "awgn" }>["schedule"];

export function powerFactor(schedule: PowerSchedule, step: number): number {
  switch (schedule.kind) {
    case "constant":
      return 1;
    case "rising": {
      const { from, steps } = schedule;
      // The last of `steps` steps has 2 − from, so that they average 1.
      const progress = steps === 1 ? 0.5 : Math.min(step, steps - 1) / (steps - 1);
      return from + progress * (2 - 2 * from);
    }
    case "stepped":
      return steppedFactor(schedule.entries, step);
  }
}

/** Entries may stand in any order; before the first of them the factor is 1. */
function steppedFactor(entries: readonly { step: number; factor: number }[], step: number): number {
  const reached = entries.filter((entry) => entry.step <= step);
  const last = reached.reduce((a, b) => (b.step >= a.step ? b : a), { step: -1, factor: 1 });
  return last.factor;
}
