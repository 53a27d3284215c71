/** The parts of Job and Pod that the node reads and writes, and the marks that it puts on its Pods. */
import type { KubeObject } from "../../cluster.ts";

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastProbeTime?: string;
}

export interface FailureRule {
  action: "FailJob" | "FailIndex" | "Ignore" | "Count";
  onExitCodes?: { containerName?: string | null; operator: "In" | "NotIn"; values: number[] };
  onPodConditions?: { type: string; status?: string }[];
}

export interface JobSpec {
  completionMode: "Indexed" | "NonIndexed";
  completions: number;
  parallelism: number;
  backoffLimit: number;
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  suspend: boolean;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  podFailurePolicy?: { rules: FailureRule[] };
  template: {
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    spec?: PodSpec;
  };
}

export interface JobStatus {
  active: number;
  ready: number;
  terminating: number;
  succeeded: number;
  failed: number;
  completedIndexes?: string;
  failedIndexes?: string;
  startTime?: string;
  completionTime?: string;
  conditions?: Condition[];
}

export interface EnvEntry {
  name: string;
  value?: string;
  valueFrom?: {
    fieldRef?: { fieldPath: string };
    secretKeyRef?: { name: string; key: string; optional?: boolean };
    configMapKeyRef?: { name: string; key: string; optional?: boolean };
  };
}

export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  workingDir?: string;
  env?: EnvEntry[];
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
  resources?: { limits?: Record<string, string | number>; requests?: Record<string, string | number> };
  terminationMessagePath?: string;
}

export interface Volume {
  name: string;
  configMap?: { name: string; items?: { key: string; path: string }[]; optional?: boolean };
  secret?: { secretName: string; items?: { key: string; path: string }[]; optional?: boolean };
  emptyDir?: object;
  hostPath?: { path: string };
}

export interface PodSpec {
  containers?: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  terminationGracePeriodSeconds?: number;
  nodeName?: string;
  [field: string]: unknown;
}

export interface Terminated {
  exitCode: number;
  signal?: number;
  reason: string;
  message?: string;
  startedAt?: string;
  finishedAt: string;
}

export interface PodStatus {
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  reason?: string;
  message?: string;
  startTime?: string;
  hostIP?: string;
  podIP?: string;
  conditions?: Condition[];
  containerStatuses?: {
    name: string;
    image: string;
    ready: boolean;
    started: boolean;
    restartCount: number;
    state: {
      waiting?: { reason: string; message: string };
      running?: { startedAt: string };
      terminated?: Terminated;
    };
  }[];
}

export type Job = KubeObject & { spec: JobSpec; status?: JobStatus };
export type Pod = KubeObject & { spec: PodSpec; status?: PodStatus };

export const marks = {
  /** Kubernetes' own. */
  jobName: "batch.kubernetes.io/job-name",
  jobUid: "batch.kubernetes.io/controller-uid",
  index: "batch.kubernetes.io/job-completion-index",
  failures: "batch.kubernetes.io/job-index-failure-count",
  ignored: "batch.kubernetes.io/job-index-ignored-failure-count",
  /** Place among the pods of its Job, for Jobs without indexes too. */
  slot: "node.plateau.dev/slot",
  /** 0 for the first pod of a slot, 1 for its replacement, and so on. */
  ordinal: "node.plateau.dev/ordinal",
  /** On a Pod as long as its process may be alive. */
  processFinalizer: "node.plateau.dev/process",
} as const;

/** Reasons of a DisruptionTarget condition that this node sets: the Pod ended through no fault of its own. */
export const disruptions = {
  controllerRestarted: "ControllerRestarted",
  nodeShutdown: "NodeShutdown",
} as const;

export function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === "True";
}

export function isOver(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}
