/**
 * What a TrainingRun begins with: random weights, or those of the Checkpoint that its spec names, which may still come. Decided once, so
 * that every attempt begins with the same.
 */
import type { Checkpoint, TrainingRun, TrainingRunStatus } from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { isFinished } from "../conditions.ts";
import { ofKind } from "../observe.ts";

export type Beginning =
  /** Random weights, or decided already. */
  | { state: "Known" }
  | { state: "Found"; startedFrom: NonNullable<TrainingRunStatus["startedFrom"]>; message: string }
  | { state: "Waiting"; message: string };

export function beginningOf({ spec, status }: TrainingRun, related: readonly KubeObject[]): Beginning {
  const name = spec.startFrom?.checkpoint;
  if (name === undefined || status?.startedFrom) return { state: "Known" };
  const found = ofKind(related, "Checkpoint").find(({ metadata }) => metadata.name === name) as
    Checkpoint | undefined;
  if (!found)
    return {
      state: "Waiting",
      message: `There is no Checkpoint ${name} in this namespace (yet), whose weights it is to begin with.`,
    };
  if (found.metadata.deletionTimestamp)
    return {
      state: "Waiting",
      message: `Checkpoint ${name} is being deleted: wait for another, or name one.`,
    };
  const { step, manifest } = found.spec;
  return {
    state: "Found",
    startedFrom: { name, step, manifestUri: manifest.uri, sha256: manifest.sha256 },
    message: `Begins with the weights of Checkpoint ${name}.`,
  };
}

/** Whether a run needs a Checkpoint's weights, or may come to need them again: it must not be removed. */
export function beginsWith({ spec, status }: TrainingRun, checkpoint: Checkpoint): boolean {
  return spec.startFrom?.checkpoint === checkpoint.metadata.name && !isFinished(status);
}
