/** Typed pieces of PromQL: selectors whose metric and labels are in the catalogue, and the few forms that many panels share. */
import type { HistogramName, LabelOf, SeriesName } from "./catalogue.ts";

/** `"x"` is equal to x, `"~x"` matches the expression x, `"!x"` differs from x. */
export type Where<N extends SeriesName> = Partial<Record<LabelOf<N>, string>>;

/** `series("plateau_run_loss", { run: "$run" })` is `plateau_run_loss{run="$run"}`. */
export function series<N extends SeriesName>(name: N, where: Where<N> = {}): string {
  const matchers = Object.entries<string | undefined>(where).map(([label, value = ""]) => {
    if (value.startsWith("~")) return `${label}=~"${value.slice(1)}"`;
    if (value.startsWith("!")) return `${label}!="${value.slice(1)}"`;
    return `${label}="${value}"`;
  });
  return matchers.length === 0 ? name : `${name}{${matchers.join(", ")}}`;
}

/** Increase a second of a counter. Grafana chooses a window that holds at least four scrapes. */
export function rate<N extends SeriesName>(name: N, where: Where<N> = {}): string {
  return `rate(${series(name, where)}[$__rate_interval])`;
}

type Aggregation = "sum" | "max" | "min" | "avg";

/** One series for each value of `labels`, whatever process told it. */
export function by(aggregation: Aggregation, labels: readonly string[], expression: string): string {
  const kept = labels.length === 0 ? "" : ` by (${labels.join(", ")})`;
  return `${aggregation}${kept} (${expression})`;
}

interface OfHistogram<N extends HistogramName> {
  where: Partial<Record<LabelOf<`${N}_sum`>, string>>;
  /** Labels to keep apart. */
  labels?: readonly string[];
}

/** A quantile (0 to 1) of what was observed lately. */
export function quantile<N extends HistogramName>(
  q: number,
  name: N,
  { where, labels = [] }: OfHistogram<N>,
): string {
  const bucket = `${name}_bucket` as const;
  return `histogram_quantile(${q}, ${by("sum", ["le", ...labels], rate(bucket, where as Where<typeof bucket>))})`;
}

/** The mean of what was observed lately. */
export function mean<N extends HistogramName>(name: N, { where, labels = [] }: OfHistogram<N>): string {
  const sum = `${name}_sum` as const;
  const count = `${name}_count` as const;
  return `${by("sum", labels, rate(sum, where as Where<typeof sum>))} / ${by("sum", labels, rate(count, where as Where<typeof count>))}`;
}

/** Who tells a series: its pod on a cluster, else its address. In the label `replica`. */
export function replica(expression: string): string {
  return `label_replace(label_replace(${expression}, "replica", "$1", "instance", "(.+)"), "replica", "$1", "pod", "(.+)")`;
}
