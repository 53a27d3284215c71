/** Checkpoint objects for committed states that are to be kept: fork points and final states. */
import type { CheckpointEvent } from "@plateau/proto";
import { apiVersion, type Checkpoint, type CheckpointSpec, type TrainingRunSpec } from "../../api/index.ts";
import type { DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { announce } from "../events.ts";
import { blobFinalizer, labels } from "../labels.ts";
import { ofKind } from "../observe.ts";
import type { Action } from "../reconciler.ts";
import { childName, shortHash } from "./names.ts";

export type CommittedState = CheckpointEvent["checkpoint"];

/** Not owned by the run: it outlives it, for as long as anything refers to it. */
export function checkpointObject(
  producer: KubeObject,
  state: CommittedState,
  of: { recipe: TrainingRunSpec; phase: CheckpointSpec["phase"] },
): DesiredObject {
  const { name, namespace, uid, labels: own } = producer.metadata;
  const study = own?.[labels.study];
  const spec: CheckpointSpec = {
    manifest: { uri: state.manifestUri, sha256: state.sha256, bytes: String(state.bytes) },
    step: state.step,
    tokens: String(state.tokens),
    flops: state.flops,
    producedBy: { kind: producer.kind as "TrainingRun" | "Cooldown", name, uid },
    phase: of.phase,
    parents: state.parents
      .slice(0, 16)
      .map(({ manifestUri, sha256, relation }) => ({ manifestUri, sha256, relation })),
    holds: state.holds as CheckpointSpec["holds"],
    recipe: of.recipe,
  };
  return {
    apiVersion,
    kind: "Checkpoint",
    metadata: {
      name: checkpointName(producer, state.step),
      namespace,
      finalizers: [blobFinalizer],
      labels: {
        [labels.managedBy]: "plateau",
        [labels.run]: name,
        [labels.runUid]: uid,
        ...(study ? { [labels.study]: study } : {}),
        ...(own?.[labels.studyUid] ? { [labels.studyUid]: own[labels.studyUid] } : {}),
      },
    },
    spec,
  };
}

export function checkpointName(producer: KubeObject, step: number): string {
  return childName(
    producer.metadata.name,
    `${shortHash(producer.metadata.uid)}-s${String(step).padStart(6, "0")}`,
    63,
  );
}

/** Records for those of the committed states that are to be kept and have none yet. */
export function recordCheckpoints(
  producer: KubeObject,
  states: readonly CommittedState[],
  of: { recipe: TrainingRunSpec; phase: CheckpointSpec["phase"]; related: readonly KubeObject[] },
): Action[] {
  const known = new Set(ofKind(of.related, "Checkpoint").map((object) => object.metadata.name));
  return states
    .filter((state) => !known.has(checkpointName(producer, state.step)))
    .flatMap((state) => [
      {
        kind: "Apply",
        object: checkpointObject(producer, state, of),
        reason: "RecordCheckpoint",
      } satisfies Action,
      announce("CheckpointRecorded", `The state at step ${state.step} is committed.`),
    ]);
}

export function checkpointsOf(related: readonly KubeObject[], producerUid: string): Checkpoint[] {
  return ofKind(related, "Checkpoint").filter(
    (object) => (object as Checkpoint).spec.producedBy.uid === producerUid,
  ) as Checkpoint[];
}
