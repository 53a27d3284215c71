/**
 * Learning-rate schedules as pure functions of the step (Hägele et al. 2024, official `optim/utils.py`).
 *
 * A plateau has no length: its factor at a step never depends on how long the run will be. That is what makes every
 * checkpoint of it reusable.
 */
export type CooldownShape = "linear" | "1-sqrt" | "cosine" | "mirror-cosine" | "square" | "exponential";

/** Structurally the same as the run config's schedule. */
export type Schedule =
  | { kind: "constant"; warmupSteps: number }
  | {
      kind: "cooldown";
      warmupSteps: number;
      totalSteps: number;
      cooldownSteps: number;
      shape: CooldownShape;
      finalFactor: number;
    }
  | { kind: "cosine"; warmupSteps: number; totalSteps: number; finalFactor: number };

/** The first step runs at this share of the peak rate. */
const startFactor = 0.01;

/**
 * Factor of the peak rate for update number `step` (0-based).
 *
 * A cooldown over n steps, the last n_d of them falling, has factor 1 at step h = n − n_d and `finalFactor` from step n on, so
 * the last executed update, n − 1, still runs slightly above it.
 */
export function learningRateFactor(step: number, schedule: Schedule): number {
  if (schedule.kind === "cosine") return cosineFactor(step, schedule);
  if (step < schedule.warmupSteps) {
    const share = step / schedule.warmupSteps;
    return share + (1 - share) * startFactor;
  }
  if (schedule.kind === "constant") return 1;
  const { totalSteps, cooldownSteps, shape, finalFactor } = schedule;
  const hold = totalSteps - cooldownSteps;
  if (step < hold) return 1;
  if (step >= totalSteps) return finalFactor;
  return decay(shape, (step - hold) / cooldownSteps, finalFactor);
}

/** Factor at the fraction u ∈ [0, 1) of the cooldown. */
function decay(shape: CooldownShape, u: number, f: number): number {
  switch (shape) {
    case "linear":
      return f + (1 - f) * (1 - u);
    case "1-sqrt":
      return f + (1 - f) * (1 - Math.sqrt(u));
    case "cosine":
      return cosine(u, f);
    case "mirror-cosine":
      return 2 * (f + (1 - f) * (1 - u)) - cosine(u, f);
    case "square":
      return f + (1 - f) * (1 - u * u);
    case "exponential":
      return f ** u;
  }
}

function cosine(u: number, f: number): number {
  return f + ((1 - f) * (1 + Math.cos(Math.PI * u))) / 2;
}

/** One cycle: cosine-shaped warm-up from 1 %, then a cosine down to `finalFactor` of the peak. */
function cosineFactor(step: number, schedule: Extract<Schedule, { kind: "cosine" }>): number {
  const { warmupSteps, totalSteps, finalFactor } = schedule;
  if (step < warmupSteps) return 1 - ((1 - startFactor) * (1 + Math.cos((Math.PI * step) / warmupSteps))) / 2;
  if (step >= totalSteps) return finalFactor;
  return cosine((step - warmupSteps) / (totalSteps - warmupSteps), finalFactor);
}
