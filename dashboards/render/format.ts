/** Numbers in the units of panels, as Grafana writes them. */

const si = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];
const siSmall = ["", "m", "µ", "n", "p"];
const decimal = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
const binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
const shortNames = ["", " K", " Mil", " Bil", " Tri", " Quadr", " Quint"];
const times: readonly [number, string][] = [
  [86_400 * 7, "weeks"],
  [86_400, "days"],
  [3600, "hours"],
  [60, "mins"],
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
  [1e-9, "ns"],
];

/** `1.23 MiB/s`. Without `decimals`, as many as three digits ask for. */
export function formatValue(value: number | undefined, unit: string, decimals?: number): string {
  if (value === undefined) return "";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
  const [kind, rest = ""] = unit.split(/:(.*)/s);
  return (formats[kind ?? ""] ?? plain)(value, rest, decimals);
}

type Format = (value: number, rest: string, decimals: number | undefined) => string;

const plain: Format = (value, _, decimals) => digits(value, decimals);
const fixed =
  (suffix: string): Format =>
  (value, _, decimals) =>
    `${digits(value, decimals)}${suffix}`;

const formats: Readonly<Record<string, Format>> = {
  none: plain,
  short: (value, _, decimals) => scaled(value, { base: 1000, names: shortNames, decimals, join: "" }),
  percent: fixed("%"),
  percentunit: (value, _, decimals) => `${digits(value * 100, decimals)}%`,
  suffix: (value, rest, decimals) => `${digits(value, decimals)} ${rest}`,
  si: (value, rest, decimals) =>
    `${scaled(value, { base: 1000, names: si, small: siSmall, decimals, join: " " })}${rest}`,
  bytes: (value, _, decimals) => scaled(value, { base: 1024, names: binary, decimals, join: " " }),
  mbytes: (value, _, decimals) => scaled(value * 2 ** 20, { base: 1024, names: binary, decimals, join: " " }),
  Bps: (value, _, decimals) => `${scaled(value, { base: 1000, names: decimal, decimals, join: " " })}/s`,
  flops: (value, _, decimals) => `${scaled(value, { base: 1000, names: si, decimals, join: " " })}FLOP/s`,
  hertz: (value, _, decimals) => `${scaled(value, { base: 1000, names: si, decimals, join: " " })}Hz`,
  watt: (value, _, decimals) => `${scaled(value, { base: 1000, names: si, decimals, join: " " })}W`,
  celsius: fixed(" °C"),
  dB: fixed(" dB"),
  cps: fixed(" c/s"),
  s: (value, _, decimals) => seconds(value, decimals),
};

function seconds(value: number, decimals: number | undefined): string {
  if (value === 0) return "0 s";
  const [size, name] = times.find(([each]) => Math.abs(value) >= each) ?? [1e-9, "ns"];
  return `${digits(value / size, decimals)} ${name}`;
}

interface Scaling {
  base: number;
  names: readonly string[];
  small?: readonly string[];
  decimals: number | undefined;
  join: string;
}

function scaled(value: number, { base, names, small, decimals, join }: Scaling): string {
  if (value === 0) return `0${join}${names[0]}`;
  const power = Math.floor(Math.log(Math.abs(value)) / Math.log(base) + 1e-9);
  if (power < 0 && small) {
    const step = Math.min(-power, small.length - 1);
    return `${digits(value * base ** step, decimals)}${join}${small[step]}`;
  }
  const step = Math.max(0, Math.min(power, names.length - 1));
  return `${digits(value / base ** step, decimals)}${join}${names[step]}`;
}

function digits(value: number, decimals: number | undefined): string {
  if (decimals !== undefined) return value.toFixed(decimals);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) return value.toExponential(2).replace(/\.?0+e/, "e");
  return String(Number(value.toPrecision(size >= 1000 ? 4 : 3)));
}
