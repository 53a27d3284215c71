/** Counts of the loop under the names that dashboards for Kubernetes controllers expect. */
export interface ReconcileCounts {
  /** `controller_runtime_reconcile_total{controller,result}` */
  total: Record<ReconcileResult, number>;
  /** `controller_runtime_reconcile_time_seconds` */
  seconds: { sum: number; count: number; max: number };
  /** Writes to the cluster, no-op applies included. */
  writes: number;
}
export type ReconcileResult = "success" | "requeue_after" | "conflict" | "error";

export class LoopMetrics {
  readonly #byController = new Map<string, ReconcileCounts>();

  of(controller: string): ReconcileCounts {
    let counts = this.#byController.get(controller);
    if (!counts) {
      counts = {
        total: { success: 0, requeue_after: 0, conflict: 0, error: 0 },
        seconds: { sum: 0, count: 0, max: 0 },
        writes: 0,
      };
      this.#byController.set(controller, counts);
    }
    return counts;
  }

  record(controller: string, result: ReconcileResult, seconds: number): void {
    const { total, seconds: time } = this.of(controller);
    total[result] += 1;
    time.sum += seconds;
    time.count += 1;
    time.max = Math.max(time.max, seconds);
  }
}
