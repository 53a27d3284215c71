/**
 * Every metric that a dashboard may ask for, with its labels: Plateau's own (proto/src/metrics), those of the Node client library,
 * and NVIDIA's exporter. A name or label that is not here does not compile, and in strings it fails the tests.
 */
import {
  allMetrics,
  type Metrics,
  type controllerMetrics,
  type runMetrics,
  type studyMetrics,
  type workerMetrics,
} from "@plateau/proto/metrics/index.ts";

/** What Prometheus gives the series of a target, on a cluster or from a file. */
export const targetLabels = [
  "instance",
  "job",
  "namespace",
  "pod",
  "container",
  "endpoint",
  "service",
  "node",
] as const;

/** prom-client's own, of the controller's process. */
const processMetrics = {
  process_resident_memory_bytes: { type: "gauge", help: "Memory of the process", labels: [] },
  nodejs_heap_size_used_bytes: { type: "gauge", help: "Heap in use", labels: [] },
  process_cpu_seconds_total: { type: "counter", help: "CPU time of the process", labels: [] },
  nodejs_eventloop_lag_p99_seconds: { type: "gauge", help: "99 % of the event loop's delays", labels: [] },
} as const satisfies Metrics;

/**
 * NVIDIA's DCGM exporter. Without honorLabels the pod that uses the GPU is in exported_pod and exported_namespace; labels.ts
 * brings both forms to one.
 */
const dcgmLabels = ["gpu", "UUID", "Hostname", "modelName", "exported_pod", "exported_namespace"] as const;
const dcgmMetrics = {
  DCGM_FI_DEV_GPU_UTIL: { type: "gauge", help: "Time with a kernel running, %", labels: dcgmLabels },
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: {
    type: "gauge",
    help: "Share of cycles with a busy tensor pipe",
    labels: dcgmLabels,
  },
  DCGM_FI_DEV_FB_USED: { type: "gauge", help: "Memory used, MiB", labels: dcgmLabels },
  DCGM_FI_DEV_FB_FREE: { type: "gauge", help: "Memory free, MiB", labels: dcgmLabels },
  DCGM_FI_DEV_POWER_USAGE: { type: "gauge", help: "Power, W", labels: dcgmLabels },
  DCGM_FI_DEV_SM_CLOCK: { type: "gauge", help: "Clock of the multiprocessors, MHz", labels: dcgmLabels },
  DCGM_FI_DEV_GPU_TEMP: { type: "gauge", help: "Temperature, °C", labels: dcgmLabels },
  DCGM_FI_DEV_XID_ERRORS: { type: "gauge", help: "Code of the last XID error", labels: dcgmLabels },
} as const satisfies Metrics;

type Catalogue = typeof controllerMetrics &
  typeof runMetrics &
  typeof studyMetrics &
  typeof workerMetrics &
  typeof processMetrics &
  typeof dcgmMetrics;

type Names = { [N in keyof Catalogue]: Catalogue[N]["type"] extends "histogram" ? never : N };
export type PlainName = Names[keyof Names];
export type HistogramName = Exclude<keyof Catalogue, PlainName>;
export type SeriesName = PlainName | `${HistogramName}_${"bucket" | "sum" | "count"}`;

type Base<N extends SeriesName> = N extends keyof Catalogue
  ? N
  : N extends `${infer H}_${"bucket" | "sum" | "count"}`
    ? H extends keyof Catalogue
      ? H
      : never
    : never;

export type LabelOf<N extends SeriesName> =
  Catalogue[Base<N>]["labels"][number] | (typeof targetLabels)[number];

const everything: Metrics = { ...allMetrics, ...processMetrics, ...dcgmMetrics };

/** Labels by the name of a series as it stands in PromQL, `le` of buckets included. */
export const labelsOfSeries: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(everything).flatMap(([name, definition]): [string, ReadonlySet<string>][] => {
    const labels: string[] = [...definition.labels, ...targetLabels];
    if (definition.type !== "histogram") return [[name, new Set(labels)]];
    return [
      [`${name}_bucket`, new Set([...labels, "le"])],
      [`${name}_sum`, new Set(labels)],
      [`${name}_count`, new Set(labels)],
    ];
  }),
);
