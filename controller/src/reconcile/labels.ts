/** Labels on what the reconcilers create. Spelled once; selectors and queries use the same constants. */
export const labels = {
  name: "app.kubernetes.io/name",
  instance: "app.kubernetes.io/instance",
  component: "app.kubernetes.io/component",
  managedBy: "app.kubernetes.io/managed-by",
  /** Name of the TrainingRun or Cooldown whose workers these are. */
  run: "plateau.dev/run",
  runUid: "plateau.dev/run-uid",
  /** Gang number; the first is 1. */
  attempt: "plateau.dev/attempt",
  study: "plateau.dev/study",
  studyUid: "plateau.dev/study-uid",
  size: "plateau.dev/size",
  horizon: "plateau.dev/horizon",
  /** On a removal Job: the Checkpoint whose blob it removes. */
  checkpointUid: "plateau.dev/checkpoint-uid",
  /** Kubernetes' own: which rank a pod of an Indexed Job is. */
  completionIndex: "batch.kubernetes.io/job-completion-index",
} as const;

export const annotations = {
  /** On the run config of a gang: gangs lost before it to failures of the machinery. */
  failures: "plateau.dev/failures",
  /** On the run config of a gang: do not start it before this time (milliseconds since 1970). */
  notBefore: "plateau.dev/not-before-ms",
  /** On the run config of a gang: why the one before it ended. */
  because: "plateau.dev/because",
  /** On the run config of a gang: its workers' credentials for the event stream hold until then (milliseconds since 1970). */
  eventsUntil: "plateau.dev/events-until-ms",
  /** On the run config of a gang: of its text as we wrote it, so that an edit by hand is seen. */
  configSha256: "plateau.dev/config-sha256",
} as const;

/** Removes the blob before a Checkpoint may go. */
export const blobFinalizer = "plateau.dev/blob";
