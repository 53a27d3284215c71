/** TrainingRuns and Cooldowns of a study, from its templates. */
import {
  apiVersion,
  type Checkpoint,
  type Cooldown,
  type ScalingStudy,
  type TrainingRun,
} from "../../api/index.ts";
import type { DesiredObject } from "../../cluster/cluster.ts";
import { ownerReference } from "../children/names.ts";
import { labels } from "../labels.ts";
import { modelOf, type BranchPlan, type SizePlan } from "./plan.ts";

/** A constant rate up to the largest fork point; complete states at all of them. */
export function runObject(
  study: ScalingStudy,
  { size, runName, planned, branches }: SizePlan,
): DesiredObject {
  const { metadata, spec: template } = study.spec.runTemplate;
  return {
    apiVersion,
    kind: "TrainingRun",
    metadata: childMeta(study, { name: runName, template: metadata, more: { [labels.size]: size.name } }),
    spec: {
      ...template,
      model: modelOf(study.spec, size),
      optimizer: {
        ...template.optimizer,
        learningRate: size.learningRate ?? template.optimizer.learningRate,
      },
      checkpoints: {
        ...template.checkpoints,
        forkAt: { steps: [...new Set(branches.map(({ horizon }) => horizon.forkStep))] },
      },
      stopAt: { steps: planned.trunkSteps },
      suspend: study.spec.suspend,
    },
  };
}

/** Branches off one Checkpoint by name, over an exact number of steps: nothing is left to rounding. */
export function cooldownObject(
  study: ScalingStudy,
  { size, branch, checkpoint }: { size: SizePlan; branch: BranchPlan; checkpoint: Checkpoint },
): DesiredObject {
  const { metadata, spec: template } = study.spec.cooldownTemplate;
  const { length: _length, ...rest } = template;
  return {
    apiVersion,
    kind: "Cooldown",
    metadata: childMeta(study, {
      name: branch.name,
      template: metadata,
      more: { [labels.size]: size.size.name, [labels.horizon]: String(branch.horizon.totalSteps) },
    }),
    spec: {
      ...rest,
      from: { checkpoint: checkpoint.metadata.name },
      length: { steps: branch.horizon.cooldownSteps },
      suspend: study.spec.suspend,
    },
  };
}

/** The child as it is, except for `suspend`. Whole, because an apply drops the fields that it leaves out. */
export function withSuspend(study: ScalingStudy, child: TrainingRun | Cooldown): DesiredObject {
  const { name, namespace, labels: own, annotations, ownerReferences } = child.metadata;
  return {
    apiVersion,
    kind: child.kind,
    metadata: {
      name,
      namespace,
      ...(own ? { labels: own } : {}),
      ...(annotations ? { annotations } : {}),
      ...(ownerReferences ? { ownerReferences } : {}),
    },
    spec: { ...child.spec, suspend: study.spec.suspend },
  };
}

interface TemplateMeta {
  labels?: Record<string, string> | undefined;
  annotations?: Record<string, string> | undefined;
}

function childMeta(
  study: ScalingStudy,
  {
    name,
    template,
    more,
  }: { name: string; template: TemplateMeta | undefined; more: Record<string, string> },
): DesiredObject["metadata"] {
  return {
    name,
    namespace: study.metadata.namespace,
    labels: {
      ...template?.labels,
      [labels.managedBy]: "plateau",
      [labels.study]: study.metadata.name,
      [labels.studyUid]: study.metadata.uid,
      ...more,
    },
    ...(template?.annotations ? { annotations: template.annotations } : {}),
    ownerReferences: [ownerReference(study)],
  };
}
