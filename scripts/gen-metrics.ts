/** The page about metrics, from the catalogue. */
import {
  controllerMetrics,
  processMetrics,
  runMetrics,
  studyMetrics,
  workerMetrics,
  type Metrics,
} from "../proto/src/metrics/index.ts";

const chapters: { title: string; about: string; metrics: Metrics }[] = [
  {
    title: "Of a rank",
    about: "Each worker serves its own (`PLATEAU_METRICS`). They go with its process.",
    metrics: workerMetrics,
  },
  {
    title: "Of a run",
    about:
      "A TrainingRun or a Cooldown. The controller that leads tells them, as long as the object exists. What is not known has no series.",
    metrics: runMetrics,
  },
  { title: "Of a study", about: "The same for ScalingStudies.", metrics: studyMetrics },
  {
    title: "Of the controller",
    about:
      "Each replica tells its own, under the names of controller-runtime and client-go where these have one.",
    metrics: controllerMetrics,
  },
  { title: "Of every process", about: "Workers and controller alike.", metrics: processMetrics },
];

/** Path in the repository → content. */
export function metricsFiles(): Map<string, string> {
  const parts = chapters.map(({ title, about, metrics }) =>
    [`## ${title}`, about, table(metrics)].join("\n\n"),
  );
  const head =
    "Made from `proto/src/metrics`. How to scrape them: [monitoring](../monitoring.md). Times are in seconds, sizes in bytes, losses in nats per token.";
  return new Map([["docs/reference/metrics.md", ["# Metrics", head, ...parts].join("\n\n")]]);
}

function table(metrics: Metrics): string {
  const rows = Object.entries(metrics).map(
    ([name, { type, labels, help }]) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help.replaceAll("|", "\\|")} |`,
  );
  return ["| Metric | Type | Labels | What |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
