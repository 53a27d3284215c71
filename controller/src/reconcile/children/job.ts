/** Jobs: an Indexed Job per gang, one pod a rank; a plain one to remove a blob. */
import { exitCodes, workerEnv } from "@plateau/proto";
import type { DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { labels } from "../labels.ts";
import { workerContainerName } from "../observe.ts";
import type { EventAccess, Platform } from "../reconciler.ts";
import { childMeta, gangLabels, gangNames, secretKeys } from "./gang.ts";
import { ownerReference } from "./names.ts";
import { mergePodTemplate, type PodTemplate } from "./pod-template.ts";

const configFolder = "/etc/plateau";
const credentials = "events-credentials";
const credentialsFolder = "/etc/plateau-events";
const credentialsFile = "worker.creds";
/** Kueue's: `queue-name`, `priority-class`. */
const queuePrefix = "kueue.x-k8s.io/";
const terminationPath = "/dev/termination-log";

/** Restarts of one rank before its gang is given up and a new one made. */
const restartsPerRank = 4;

export interface GangJobOptions {
  attempt: number;
  ranks: number;
  /** Ranks below which the run waits. */
  min: number;
  podTemplate: PodTemplate | undefined;
  platform: Platform;
}

export function gangJob(owner: KubeObject, options: GangJobOptions): DesiredObject {
  const { attempt, ranks, min, platform } = options;
  const names = gangNames(owner, attempt);
  const more = { [labels.attempt]: String(attempt) };
  const { namespace, uid } = owner.metadata;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: childMeta(owner, names.job, { ...queueLabels(owner), ...more }),
    spec: {
      completionMode: "Indexed",
      completions: ranks,
      parallelism: ranks,
      backoffLimitPerIndex: restartsPerRank,
      // Ranks that cannot be had are done without down to the minimum; below it no step is complete.
      maxFailedIndexes: Math.max(0, ranks - min),
      podReplacementPolicy: "Failed",
      podFailurePolicy: {
        rules: [
          { action: "FailJob", onExitCodes: { operator: "In", values: [exitCodes.badConfig] } },
          // Asked to stop: it has left in good order, or had not begun.
          {
            action: "Ignore",
            onExitCodes: { operator: "In", values: [exitCodes.interrupted, exitCodes.terminated] },
          },
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
        ],
      },
      template: mergePodTemplate(options.podTemplate, {
        metadata: { labels: { ...gangLabels(owner), ...more } },
        spec: {
          ...restrictedPod(platform),
          subdomain: names.service,
          terminationGracePeriodSeconds: 60,
          // A node that has gone keeps its pods for 300 s otherwise.
          tolerations: ["not-ready", "unreachable"].map((state) => ({
            key: `node.kubernetes.io/${state}`,
            operator: "Exists",
            effect: "NoExecute",
            tolerationSeconds: 30,
          })),
          containers: [
            {
              ...workerContainer(platform, "train"),
              env: [
                { name: workerEnv.runConfig, value: `${configFolder}/run.json` },
                {
                  name: workerEnv.rank,
                  valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${labels.completionIndex}']` } },
                },
                {
                  name: workerEnv.peers,
                  value: platform.peers({ namespace, uid, job: names.job, service: names.service }),
                },
                { name: workerEnv.terminationLog, value: terminationPath },
                {
                  name: workerEnv.membershipKey,
                  valueFrom: { secretKeyRef: { name: names.secret, key: secretKeys.membership } },
                },
                ...(platform.events ? eventsEnv(platform.events) : []),
                ...(platform.trainingEnv ?? []),
              ],
              ...(platform.metricsPort === undefined
                ? {}
                : { ports: [{ name: "metrics", containerPort: platform.metricsPort, protocol: "TCP" }] }),
              volumeMounts: [
                { name: "run-config", mountPath: configFolder, readOnly: true },
                ...(platform.events
                  ? [{ name: credentials, mountPath: credentialsFolder, readOnly: true }]
                  : []),
                ...(platform.pod?.volumeMounts ?? []),
              ],
            },
          ],
          volumes: [
            { name: "run-config", configMap: { name: names.config } },
            ...(platform.events ? [credentialsVolume(names.secret)] : []),
            ...(platform.pod?.volumes ?? []),
          ],
        },
      }),
    },
  };
}

function eventsEnv({ url }: EventAccess): { name: string; value: string }[] {
  return [
    { name: workerEnv.events, value: url },
    { name: workerEnv.eventsCredentials, value: `${credentialsFolder}/${credentialsFile}` },
  ];
}

/** A whole folder: kubelet brings a Secret's changes there, not into a variable or a single file that is mounted. */
function credentialsVolume(secretName: string): { name: string; secret: object } {
  const items = [{ key: secretKeys.eventsCredentials, path: credentialsFile }];
  // Training does not depend on it, so neither does the start of a pod.
  return { name: credentials, secret: { secretName, items, optional: true } };
}

/** A queue takes Jobs in by their labels. */
function queueLabels({ metadata }: KubeObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata.labels ?? {}).filter(([name]) => name.startsWith(queuePrefix)),
  );
}

/** Removes one checkpoint: manifest first, then the files, so that a half-removed one does not exist. */
export function removalJob(
  owner: KubeObject,
  options: { name: string; manifestUri: string; platform: Platform },
): DesiredObject {
  const marks = {
    [labels.name]: "plateau-worker",
    [labels.component]: "remove-checkpoint",
    [labels.managedBy]: "plateau",
    [labels.checkpointUid]: owner.metadata.uid,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: options.name,
      namespace: owner.metadata.namespace,
      labels: marks,
      ownerReferences: [ownerReference(owner)],
    },
    spec: {
      completions: 1,
      parallelism: 1,
      backoffLimit: 2,
      template: {
        metadata: { labels: marks },
        spec: {
          ...restrictedPod(options.platform),
          containers: [
            {
              ...workerContainer(options.platform, "remove-checkpoint"),
              env: [
                { name: workerEnv.checkpointUri, value: options.manifestUri },
                { name: workerEnv.terminationLog, value: terminationPath },
              ],
              ...(options.platform.pod ? { volumeMounts: options.platform.pod.volumeMounts } : {}),
            },
          ],
          ...(options.platform.pod ? { volumes: options.platform.pod.volumes } : {}),
        },
      },
    },
  };
}

/** What the "restricted" Pod Security level asks for; workers get no rights in the cluster. */
function restrictedPod({ pod }: Platform) {
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A process that is the first of its namespace ignores SIGTERM until it has a handler: one that is told to stop while Node starts
    // would train on to the end of the grace period.
    shareProcessNamespace: true,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
      ...pod?.securityContext,
    },
  };
}

function workerContainer(platform: Platform, command: "train" | "remove-checkpoint") {
  return {
    name: workerContainerName,
    image: platform.image,
    command: platform.command,
    args: [command],
    ...(platform.pod && platform.pod.envFrom.length > 0 ? { envFrom: platform.pod.envFrom } : {}),
    terminationMessagePath: terminationPath,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}
