/** What every process of Plateau tells of itself, under the names that dashboards for Node.js know. */
import type { Metrics } from "./definition.ts";

export const processMetrics = {
  process_cpu_seconds_total: {
    type: "counter",
    help: "CPU time that the process has used, all its threads",
    labels: [],
  },
  process_resident_memory_bytes: { type: "gauge", help: "Memory that the process holds", labels: [] },
  process_start_time_seconds: {
    type: "gauge",
    help: "When the process was started, seconds since 1970",
    labels: [],
  },
  nodejs_heap_size_used_bytes: { type: "gauge", help: "JavaScript heap of the main thread", labels: [] },
  nodejs_eventloop_lag_p99_seconds: {
    type: "gauge",
    help: "How late the main thread came to what was due, 99th percentile since the last scrape",
    labels: [],
  },
} as const satisfies Metrics;
