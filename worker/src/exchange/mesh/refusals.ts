/** Refusals: a stranger who knocks twenty times a second must not fill the log. */

/** How often the same refusal is told. */
const quietMs = 60_000;
/** Reasons remembered; they hold what the stranger says of itself, so there may be many. */
const maxReasons = 100;

export class Refusals {
  readonly #seen = new Map<string, { toldMs: number; untold: number }>();

  /** @returns how many refusals of this reason to tell of now, this one included; 0 = keep quiet */
  count(reason: string, nowMs: number): number {
    const seen = this.#seen.get(reason);
    if (seen && nowMs - seen.toldMs < quietMs) {
      seen.untold += 1;
      return 0;
    }
    if (!seen && this.#seen.size >= maxReasons) this.#seen.clear();
    this.#seen.set(reason, { toldMs: nowMs, untold: 0 });
    return 1 + (seen?.untold ?? 0);
  }
}
