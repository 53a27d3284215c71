/** What can go wrong while a dashboard is drawn. */

/** Prometheus did not answer, or refused a query. */
export class PrometheusError extends Error {
  readonly code = "E_PROMETHEUS";
}

/** Something was asked for that is not there: a dashboard, a variable's value, a time. */
export class DrawingError extends Error {
  readonly code = "E_DRAWING";
}
