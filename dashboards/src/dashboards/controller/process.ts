/** The processes of the controller's replicas. */
import type { Row } from "../../kit/layout.ts";
import { curves } from "../../kit/panels.ts";
import { by, rate, replica, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { job } from "./selectors.ts";

const ofReplicas = (expression: string): string => by("max", ["replica"], replica(expression));

export const processes: Row = {
  title: "Processes",
  height: 8,
  panels: [
    {
      width: 8,
      panel: curves({
        title: "Memory",
        description: "Memory of each replica, and the part of it that is the heap in use.",
        unit: unit.bytes,
        softMin: 0,
        queries: [
          { expr: ofReplicas(series("process_resident_memory_bytes", job)), legend: "{{replica}}" },
          { expr: ofReplicas(series("nodejs_heap_size_used_bytes", job)), legend: "{{replica}} heap" },
        ],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "CPU",
        description: "Cores that each replica uses.",
        unit: unit.none,
        decimals: 2,
        softMin: 0,
        queries: [{ expr: ofReplicas(rate("process_cpu_seconds_total", job)), legend: "{{replica}}" }],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Delay of the event loop, 99 %",
        description: "How late a replica gets to what is due. Above a second, leases and watches suffer.",
        unit: unit.seconds,
        softMin: 0,
        base: "transparent",
        thresholds: [{ from: 1, colour: "red" }],
        thresholdLines: true,
        queries: [
          { expr: ofReplicas(series("nodejs_eventloop_lag_p99_seconds", job)), legend: "{{replica}}" },
        ],
      }),
    },
  ],
};
