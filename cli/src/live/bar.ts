/** A progress bar of an exact width, in eighths of a character. */

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** @param share 0 … 1; a bar is full only at 1 */
export function drawBar(share: number, width: number): string {
  const parts = Math.floor(Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * width * 8);
  const full = Math.floor(parts / 8);
  const rest = eighths[parts % 8] ?? "";
  return "█".repeat(full) + rest + "░".repeat(Math.max(0, width - full - (rest === "" ? 0 : 1)));
}
