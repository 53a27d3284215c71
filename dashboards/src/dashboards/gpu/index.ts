/** GPU: what NVIDIA's DCGM exporter says of the GPUs that the ranks of a run have. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { annotation } from "../../kit/annotations.ts";
import { buildDashboard } from "../../kit/dashboard.ts";
import type { Row } from "../../kit/layout.ts";
import { bars, curves } from "../../kit/panels.ts";
import { unit } from "../../kit/units.ts";
import { dataSourceVariable, listVariable } from "../../kit/variables.ts";
import { ofGpus } from "../labels.ts";
import { xidErrors } from "../marks.ts";

const legend = "{{run}} rank {{rank}}, {{Hostname}} GPU {{gpu}}";

const work: Row = {
  title: "Work",
  height: 9,
  panels: [
    {
      width: 12,
      panel: curves({
        title: "Utilisation",
        description:
          "Share of time in which a kernel ran. Near 100 % says that the GPU is not idle, not that it is used well.",
        unit: unit.percent,
        min: 0,
        max: 100,
        queries: [{ expr: ofGpus("DCGM_FI_DEV_GPU_UTIL"), legend }],
        legendCalcs: ["mean", "lastNotNull"],
      }),
    },
    {
      width: 12,
      panel: curves({
        title: "Tensor cores",
        description:
          "Share of cycles in which a tensor pipe was busy: close to what the run makes of the GPU.",
        unit: unit.share,
        min: 0,
        max: 1,
        queries: [{ expr: ofGpus("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE"), legend }],
        legendCalcs: ["mean", "lastNotNull"],
      }),
    },
  ],
};

const memory: Row = {
  title: "Memory and clock",
  height: 8,
  panels: [
    {
      width: 8,
      panel: curves({
        title: "Memory used",
        description: "Frame buffer in use.",
        unit: unit.mebibytes,
        softMin: 0,
        queries: [{ expr: ofGpus("DCGM_FI_DEV_FB_USED"), legend }],
      }),
    },
    {
      width: 8,
      panel: bars({
        title: "Memory in use",
        description: "Frame buffer in use of what there is, now.",
        unit: unit.share,
        decimals: 0,
        max: 1,
        thresholds: [
          { from: 0.9, colour: "orange" },
          { from: 0.97, colour: "red" },
        ],
        query: {
          expr: `${ofGpus("DCGM_FI_DEV_FB_USED")} / (${ofGpus("DCGM_FI_DEV_FB_USED")} + ${ofGpus("DCGM_FI_DEV_FB_FREE")})`,
          legend,
        },
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Clock",
        description: "Clock of the multiprocessors. It falls when heat or the power limit slows the GPU.",
        unit: unit.hertz,
        queries: [{ expr: `${ofGpus("DCGM_FI_DEV_SM_CLOCK")} * 1e6`, legend }],
      }),
    },
  ],
};

const health: Row = {
  title: "Health",
  height: 8,
  panels: [
    {
      width: 8,
      panel: curves({
        title: "Power",
        description: "Power drawn.",
        unit: unit.watt,
        softMin: 0,
        queries: [{ expr: ofGpus("DCGM_FI_DEV_POWER_USAGE"), legend }],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Temperature",
        description: "Of the GPU. Most slow down somewhere above 85 °C.",
        unit: unit.celsius,
        base: "transparent",
        thresholds: [{ from: 85, colour: "red" }],
        thresholdLines: true,
        queries: [{ expr: ofGpus("DCGM_FI_DEV_GPU_TEMP"), legend }],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "XID errors",
        description:
          "Code of the last XID error, 0 if there was none. NVIDIA lists their meanings; 79 is a GPU that is gone from the bus.",
        unit: unit.none,
        decimals: 0,
        softMin: 0,
        steps: true,
        queries: [{ expr: ofGpus("DCGM_FI_DEV_XID_ERRORS"), legend }],
      }),
    },
  ],
};

export function gpuDashboard(): Dashboard {
  return buildDashboard({
    name: "gpu",
    title: "GPU",
    description: "GPUs of the ranks of a run, by NVIDIA's DCGM exporter, joined by namespace and pod.",
    from: "now-3h",
    variables: [
      dataSourceVariable(),
      listVariable({
        name: "namespace",
        label: "Namespace",
        metric: "plateau_worker_info",
        values: "namespace",
      }),
      listVariable({
        name: "run",
        label: "Run",
        metric: "plateau_worker_info",
        where: { namespace: "$namespace" },
        values: "run",
        all: true,
      }),
    ],
    annotations: [annotation(xidErrors(ofGpus("DCGM_FI_DEV_XID_ERRORS")))],
    rows: [work, memory, health],
  });
}
