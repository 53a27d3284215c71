/** Numbers for people: counts, FLOPs, losses, times. One style everywhere. */

/** B, not G: parameters and tokens are counted in billions everywhere. */
const prefixes = ["", "k", "M", "B", "T"];

/** 1 234 567 → "1.23M"; below 1000 whole. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "?";
  if (Math.abs(value) < 1000) return String(Number(value.toPrecision(3)));
  let power = Math.min(Math.floor(Math.log10(Math.abs(value)) / 3), prefixes.length - 1);
  let scaled = Number((value / 1000 ** power).toPrecision(3));
  // 999 999 is 1.00M, not 1000k.
  if (Math.abs(scaled) >= 1000 && power < prefixes.length - 1)
    scaled = Number((value / 1000 ** ++power).toPrecision(3));
  return Math.abs(scaled) >= 1000 ? value.toExponential(2) : `${scaled}${prefixes[power]}`;
}

/** "3.53e14": FLOPs span too many powers of ten for prefixes. */
export function formatFlops(value: number): string {
  if (!Number.isFinite(value)) return "?";
  return value === 0 ? "0" : value.toExponential(2).replace("e+", "e");
}

/** A constant or loss with about four significant digits. */
export function formatValue(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(digits - 1).replace("e+", "e");
  return size >= 10 ** digits ? String(Math.round(value)) : value.toPrecision(digits);
}

/** Loss in nats per token: always three decimals, so that columns line up. */
export function formatLoss(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(3);
}

export function formatPercent(share: number, decimals = 0): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(decimals)} %` : "?";
}

/** Kubernetes' short ages: 42s, 5m10s, 3h12m, 2d4h. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "?";
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}m${seconds % 60 === 0 ? "" : `${seconds % 60}s`}`;
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h${minutes % 60 === 0 ? "" : `${minutes % 60}m`}`;
  return `${Math.floor(hours / 24)}d${hours % 24 === 0 ? "" : `${hours % 24}h`}`;
}

export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${units[power]}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
