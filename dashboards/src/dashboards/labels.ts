/** Joins: what belongs to a study, and which run a GPU works for. */
import type { SeriesName } from "../kit/catalogue.ts";
import { by, series, type Where } from "../kit/query.ts";

type RunGauge = Extract<SeriesName, `plateau_run_${string}`>;

/** A gauge of each run in the chosen study, with its size: one series a run, whichever controller told it. */
export function ofStudy<N extends RunGauge>(name: N, where: Where<N> = {}): string {
  return `${by("max", ["kind", "run"], series(name, { namespace: "$namespace", ...where } as Where<N>))} ${inStudy}`;
}

/** To be appended to an expression with the labels kind and run: keeps those of the chosen study and gives them their size. */
export const inStudy = `* on (kind, run) group_left (size) ${by("max", ["kind", "run", "size"], series("plateau_run_info", { namespace: "$namespace", study: "$study" }))}`;

type GpuGauge = Extract<SeriesName, `DCGM_${string}`>;

const gpuLabels = ["Hostname", "gpu", "namespace", "pod"];

/**
 * A gauge of each GPU that a rank of the chosen runs has, with kind, run and rank. The exporter calls the pod that has the GPU
 * `pod`, or `exported_pod` if it is scraped without honorLabels.
 */
export function ofGpus<N extends GpuGauge>(name: N): string {
  const own = (label: "namespace" | "pod", expression: string): string =>
    `label_replace(${expression}, "${label}", "$1", "exported_${label}", "(.+)")`;
  const gpu = by("max", gpuLabels, own("pod", own("namespace", series(name))));
  const rank = by(
    "max",
    ["namespace", "pod", "kind", "run", "rank"],
    series("plateau_worker_info", {
      namespace: "$namespace",
      run: "~$run",
      pod: "!",
    } as Where<"plateau_worker_info">),
  );
  // A rank that has moved to another pod stays the same rank.
  return by(
    "max",
    ["kind", "run", "rank", "Hostname", "gpu"],
    `${gpu} * on (namespace, pod) group_left (kind, run, rank) ${rank}`,
  );
}
