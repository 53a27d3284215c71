/** Metrics of the controller's process, under the names that dashboards for Kubernetes controllers know. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { ControlLoop } from "../loop/control-loop.ts";

export interface Measured {
  loop(): ControlLoop | undefined;
  kinds: readonly string[];
  isLeader(): boolean;
  /** Ranks that tell their progress. */
  progressConnections(): number;
}

export function controllerMetrics(measured: Measured): { registry: Registry; watchRestarts: Counter } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "leader_election_master_status",
    help: "1 on the replica that leads",
    labelNames: ["name"],
    registers,
    collect() {
      this.set({ name: "plateau-controller" }, measured.isLeader() ? 1 : 0);
    },
  });
  new Counter({
    name: "controller_runtime_reconcile_total",
    help: "Reconciles by kind and result",
    labelNames: ["controller", "result"],
    registers,
    collect() {
      this.reset();
      const loop = measured.loop();
      for (const controller of measured.kinds) {
        for (const [result, count] of Object.entries(loop?.metrics.of(controller).total ?? {})) {
          this.inc({ controller, result }, count);
        }
      }
    },
  });
  new Counter({
    name: "controller_runtime_reconcile_time_seconds_total",
    help: "Time spent in reconciles by kind",
    labelNames: ["controller"],
    registers,
    collect() {
      this.reset();
      for (const controller of measured.kinds) {
        this.inc({ controller }, measured.loop()?.metrics.of(controller).seconds.sum ?? 0);
      }
    },
  });
  new Gauge({
    name: "workqueue_depth",
    help: "Objects that wait for their reconcile",
    labelNames: ["name"],
    registers,
    collect() {
      for (const name of measured.kinds) this.set({ name }, measured.loop()?.queueDepth(name) ?? 0);
    },
  });
  new Gauge({
    name: "plateau_progress_connections",
    help: "Ranks that tell their progress to this replica",
    registers,
    collect() {
      this.set(measured.progressConnections());
    },
  });
  const watchRestarts = new Counter({
    name: "plateau_watch_restarts_total",
    help: "Watches that broke off and were begun again",
    registers,
  });
  return { registry, watchRestarts };
}
