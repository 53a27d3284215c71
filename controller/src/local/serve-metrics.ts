/** Metrics of a home's controller on the loopback, with the list of everything that a Prometheus on this machine is to scrape. */
import { metricsListener, serveMetrics, type ServedMetrics } from "@plateau/proto/metrics/serve.ts";
import type { ControllerMetrics } from "../telemetry/controller-metrics.ts";
import type { WorkerTargets } from "../telemetry/targets.ts";
import { HomeError } from "./errors.ts";

const host = "127.0.0.1";

/** @throws HomeError E_METRICS_PORT */
export async function serveHomeMetrics(
  port: number | undefined,
  metrics: ControllerMetrics,
  targets: WorkerTargets,
): Promise<ServedMetrics | undefined> {
  if (port === undefined) return undefined;
  const lists = { "/targets": () => targets.groups(`${host}:${port}`) };
  try {
    return await serveMetrics({ host, port }, metricsListener(metrics.exposition(), lists));
  } catch (cause) {
    throw new HomeError(
      "E_METRICS_PORT",
      `Metrics cannot be served at ${host}:${port}: ${(cause as Error).message}. Choose another port, or free this one.`,
      { cause },
    );
  }
}
