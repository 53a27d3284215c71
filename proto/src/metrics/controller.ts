/** Metrics of the controller's process, under the names of controller-runtime and client-go where these have one. */
import type { Metrics } from "./definition.ts";

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
const reconcileBuckets = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

export const controllerMetrics = {
  plateau_build_info: { type: "gauge", help: "1; version of the controller", labels: ["version"] },
  leader_election_master_status: { type: "gauge", help: "1 on the replica that leads", labels: ["name"] },
  controller_runtime_reconcile_total: {
    type: "counter",
    help: "Reconciles by kind and result: success, requeue_after, conflict or error",
    labels: ["controller", "result"],
  },
  controller_runtime_reconcile_errors_total: {
    type: "counter",
    help: "Reconciles that failed, by kind",
    labels: ["controller"],
  },
  controller_runtime_reconcile_time_seconds: {
    type: "histogram",
    help: "Time of a reconcile by kind",
    labels: ["controller"],
    buckets: reconcileBuckets,
  },
  workqueue_depth: { type: "gauge", help: "Objects that wait for their reconcile", labels: ["name"] },
  workqueue_adds_total: { type: "counter", help: "Objects that were put into the queue", labels: ["name"] },
  workqueue_retries_total: { type: "counter", help: "Objects put back after an error", labels: ["name"] },
  workqueue_queue_duration_seconds: {
    type: "histogram",
    help: "How long an object waited for its reconcile",
    labels: ["name"],
    buckets: requestBuckets,
  },
  rest_client_requests_total: {
    type: "counter",
    help: "Requests to the API server by method and status code",
    labels: ["code", "method"],
  },
  rest_client_request_duration_seconds: {
    type: "histogram",
    help: "Time of requests to the API server by verb, watches left out",
    labels: ["verb"],
    buckets: requestBuckets,
  },
  plateau_watch_restarts_total: {
    type: "counter",
    help: "Watches that broke off and were begun again",
    labels: [],
  },
  plateau_status_writes_total: {
    type: "counter",
    help: "Status writes by kind",
    labels: ["controller"],
  },
  plateau_progress_connections: {
    type: "gauge",
    help: "Ranks that tell their progress to this replica",
    labels: [],
  },
  plateau_progress_messages_total: {
    type: "counter",
    help: "Progress messages taken in, by type: step, evaluated, checkpoint or lifecycle",
    labels: ["type"],
  },
  plateau_run_failures_total: {
    type: "counter",
    help: "Lives of ranks and gangs that ended badly, by reason of the event",
    labels: ["reason"],
  },
  plateau_gang_ready_seconds: {
    type: "histogram",
    help: "From the start of a gang to all its ranks being in the group",
    labels: [],
    buckets: [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800],
  },
  plateau_events_connected: {
    type: "gauge",
    help: "1 while the event stream answers; absent without one",
    labels: [],
  },
  plateau_events_received_total: {
    type: "counter",
    help: "Events taken from the stream",
    labels: [],
  },
  plateau_events_pending: {
    type: "gauge",
    help: "Events in the stream that the controller has not taken yet",
    labels: [],
  },
  plateau_events_lost_total: {
    type: "counter",
    help: "Events that are missing in the stream: gaps in what a process numbered",
    labels: [],
  },
  plateau_events_lag_seconds: {
    type: "histogram",
    help: "From the sending of an event to its being taken in",
    labels: [],
    buckets: requestBuckets,
  },
} as const satisfies Metrics;
