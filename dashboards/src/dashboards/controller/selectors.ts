/** The chosen installation: all replicas that Prometheus finds under one job. */
export const job = { job: "$job" } as const;
