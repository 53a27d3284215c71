/** Pods and Jobs of our images for tests, as Pod Security restricted wants them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** As the bed and the chart name them. */
export const workerImage = `plateau/worker:${version}`;
export const controllerImage = `plateau/controller:${version}`;

export interface PodSpec {
  containers: Record<string, unknown>[];
  [field: string]: unknown;
}

/** Spec of a pod that runs one command of an image. */
export function container(image: string, command: string[]): PodSpec {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "main",
        image,
        imagePullPolicy: "IfNotPresent",
        command,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  };
}

export interface IndexedJob {
  name: string;
  namespace: string;
  completions: number;
  pod: PodSpec;
}

/** An Indexed Job and the headless Service that gives its pods names: NAME-INDEX.NAME. */
export function indexedJob({ name, namespace, completions, pod }: IndexedJob): object[] {
  const metadata = { name, namespace };
  const selector = { "batch.kubernetes.io/job-name": name };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      // Ranks look for each other while they start.
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector },
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata,
      spec: {
        completionMode: "Indexed",
        completions,
        parallelism: completions,
        backoffLimit: 0,
        template: { spec: { ...pod, subdomain: name, restartPolicy: "Never" } },
      },
    },
  ];
}
