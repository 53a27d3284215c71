/** Serves a rank's metrics, if it was told where. Training does not depend on it: a port that is taken is said and done without. */
import { workerEnv, type MetricsAddress } from "@plateau/proto";
import { metricsListener, serveMetrics, type ServedMetrics } from "@plateau/proto/metrics/serve.ts";
import { splitHostPort } from "../config/host-port.ts";
import type { RankMetrics } from "./rank-metrics.ts";

export interface ServingOptions {
  /** `host:port`; port 0 = any free one. */
  address: string;
  metrics: RankMetrics;
  log: (message: string, fields: Record<string, unknown>) => void;
  /** Tells the supervisor where, which chose no port. */
  announce: (message: MetricsAddress) => void;
}

/** @returns undefined if the port cannot be had */
export async function serveRankMetrics(options: ServingOptions): Promise<ServedMetrics | undefined> {
  const { address, metrics, log, announce } = options;
  try {
    const served = await serveMetrics(splitHostPort(address), metricsListener(metrics.exposition()));
    announce({ kind: "metrics", address: served.address });
    return served;
  } catch (error) {
    log(`metrics cannot be served; training goes on without. Free the port, or set ${workerEnv.metrics}`, {
      address,
      reason: String(error),
    });
    return undefined;
  }
}
