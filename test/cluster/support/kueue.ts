/** Kueue on a bed, by its own chart, with one queue that has room for so many pods; its objects as a platform team would write them. */
import { join } from "node:path";
import { moduleFolder } from "../../tools/index.ts";
import type { Bed } from "../bed/index.ts";
import { kueueArchive, kueueImage } from "./program-image.ts";

const system = "kueue-system";
const config = {
  apiVersion: "config.kueue.x-k8s.io/v1beta2",
  kind: "Configuration",
  health: { healthProbeBindAddress: ":8081" },
  metrics: { bindAddress: ":8443" },
  webhook: { port: 9443 },
  leaderElection: { leaderElect: false },
  controller: { groupKindConcurrency: { "Job.batch": 2, "Workload.kueue.x-k8s.io": 2 } },
  integrations: { frameworks: ["batch/job"] },
};

/** Installs it and waits until its webhooks answer. */
export async function installKueue(bed: Bed): Promise<void> {
  await bed.loadImage(await kueueArchive());
  await bed.helmInstall("kueue", {
    namespace: system,
    chart: join(await moduleFolder("kueue"), "charts", "kueue"),
    values: {
      controllerManager: {
        manager: {
          image: { ...kueueImage, pullPolicy: "IfNotPresent" },
          resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { cpu: "2", memory: "512Mi" } },
        },
        readinessProbe: { initialDelaySeconds: 1 },
      },
      managerConfig: { controllerManagerConfigYaml: JSON.stringify(config) },
    },
  });
  // It makes its certificate itself and looks for it in its volume at intervals that double; a new pod finds it at once.
  const secret = ["wait", "secret/kueue-webhook-server-cert", "-n", system];
  await bed.kubectl([...secret, "--for=jsonpath={.data.ca\\.crt}", "--timeout=120s"]);
  await bed.kubectl(["rollout", "restart", "deployment", "-n", system]);
  await bed.kubectl(["rollout", "status", "deployment", "-n", system, "--timeout=180s"]);
}

export interface Queue {
  namespace: string;
  /** Of the LocalQueue, and of what is behind it. */
  name: string;
  /** CPU of all pods that it lets in at once. */
  cpu: string;
}

/** A queue that lets who is more important push out who is less, and the two classes `low` and `high`. */
export async function makeQueue(bed: Bed, { namespace, name, cpu }: Queue): Promise<void> {
  const apiVersion = "kueue.x-k8s.io/v1beta2";
  await bed.apply([
    { apiVersion, kind: "ResourceFlavor", metadata: { name: "any" } },
    {
      apiVersion,
      kind: "ClusterQueue",
      metadata: { name },
      spec: {
        namespaceSelector: {},
        preemption: { withinClusterQueue: "LowerPriority" },
        resourceGroups: [
          {
            coveredResources: ["cpu"],
            flavors: [{ name: "any", resources: [{ name: "cpu", nominalQuota: cpu }] }],
          },
        ],
      },
    },
    { apiVersion, kind: "LocalQueue", metadata: { name, namespace }, spec: { clusterQueue: name } },
    ...Object.entries({ low: 1, high: 1_000 }).map(([metadataName, value]) => ({
      apiVersion,
      kind: "WorkloadPriorityClass",
      metadata: { name: metadataName },
      value,
    })),
  ]);
}
