/** What a metric is: the contract between the processes that tell it and the rules, dashboards and documents that ask for it. */

export interface MetricDefinition {
  type: "counter" | "gauge" | "histogram";
  /** One line, without a full stop. */
  help: string;
  /** Beside those that Prometheus gives the target. Each is bounded: by the objects that exist, or by a list in the source. */
  labels: readonly string[];
  /** Upper bounds of a histogram, ascending, in the unit of its name. */
  buckets?: readonly number[];
}

export type Metrics = Readonly<Record<string, MetricDefinition>>;

/** From 1 ms to 2 minutes: a step of a toy model and of one that fills a node. */
export const stepBuckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120,
] as const;
