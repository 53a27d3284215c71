/** Alerts about the controller and the way of the news. */
import type { Alert } from "../rule.ts";

export const controllerAlerts: readonly Alert[] = [
  {
    alert: "PlateauControllerDown",
    expr: "absent(plateau_build_info)",
    for: "5m",
    severity: "critical",
    summary: "No controller of Plateau has answered for five minutes",
    description:
      "Runs that train go on; nothing new starts, no rank that is lost comes back, and status stands still. Look at the pods of the controller's Deployment, and whether Prometheus may reach them (networkPolicy.metricsFrom).",
  },
  {
    alert: "PlateauNoLeader",
    expr: "sum by (namespace, name) (leader_election_master_status) == 0",
    for: "2m",
    severity: "critical",
    summary: "No replica of Plateau's controller leads",
    description:
      "Nothing is reconciled. Look at the Lease (kubectl describe lease plateau-controller) and at the controllers' logs: the API server may be slow or refuse the Lease.",
  },
  {
    alert: "PlateauTwoLeaders",
    expr: "sum by (namespace, name) (leader_election_master_status) > 1",
    for: "1m",
    severity: "critical",
    summary: "{{ $value }} replicas of Plateau's controller say that they lead",
    description:
      "A clock or a process was stopped for longer than the Lease lasts. Writes carry versions, so objects stay whole; delete the pods of the controller but one.",
  },
  {
    alert: "PlateauReconcileErrors",
    expr: "sum by (namespace, controller) (increase(controller_runtime_reconcile_errors_total[15m])) > 5",
    for: "5m",
    severity: "warning",
    summary: "Reconciling of {{ $labels.controller }} objects fails again and again",
    description:
      'The controller\'s log names the object and the cause ("a reconcile failed"). Usual causes: rights that a change of the chart took away, a quota, an admission webhook that refuses.',
  },
  {
    alert: "PlateauEventsDisconnected",
    expr: "plateau_events_connected == 0",
    for: "5m",
    severity: "warning",
    summary: "The controller has no connection to the event stream",
    description:
      "Training and reconciling go on; what workers tell the stream is kept by them within bounds and comes later. Look at the NATS servers and the credentials.",
  },
  {
    alert: "PlateauEventsBehind",
    expr: "plateau_events_pending > 10000",
    for: "10m",
    severity: "warning",
    summary: "The controller is {{ $value }} events behind the stream",
    description:
      "Status and curves are late. It catches up by itself unless more comes than it can take: look at its CPU and at plateau_events_lag_seconds.",
  },
  {
    alert: "PlateauEventsLost",
    expr: "sum by (namespace) (increase(plateau_events_lost_total[15m])) > 0 or sum by (namespace, kind, run) (increase(plateau_worker_progress_dropped_total[15m])) > 0",
    for: "0m",
    severity: "warning",
    summary:
      "News of {{ with $labels.run }}{{ . }}{{ else }}some runs{{ end }} was lost: {{ $value | humanize }} messages",
    description:
      "Curves have a gap; training and checkpoints are not affected. The receiver was away for longer than the buffers hold.",
  },
];
