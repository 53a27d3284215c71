/** A Kubernetes cluster for a person: what a kubeconfig and its context say, the Cluster, and the logs of pods. */
import { Connection } from "./connection.ts";
import { forwardService, type Forwarded, type ServicePort } from "./forward.ts";
import { loadKubeconfig, type KubeconfigChoice } from "./kubeconfig.ts";
import { KubernetesCluster, type KubernetesClusterOptions } from "./kubernetes-cluster.ts";
import { openPodLog, type PodLogRequest } from "./pod-log.ts";

export interface KubernetesAccess {
  cluster: KubernetesCluster;
  /** Name of the context, for people; that of a pod's own credentials is "inClusterContext". */
  context: string;
  server: string;
  /** That of the context; "default" if it names none. */
  namespace: string;
  openLog: (request: PodLogRequest) => Promise<AsyncIterable<string>>;
  /** A Service's port on loopback. @throws ClusterError E_FORBIDDEN, E_UNAVAILABLE */
  forward: (target: ServicePort) => Promise<Forwarded>;
  close(): Promise<void>;
}

/** A log that is followed may be silent for long, and its answer begins with its first line. */
const logTimeoutMs = 3_600_000;

/** Contacts nobody yet. @throws ClusterError E_KUBECONFIG */
export function accessKubernetes(
  choice: KubeconfigChoice,
  options: KubernetesClusterOptions = {},
): KubernetesAccess {
  const config = loadKubeconfig(choice);
  const cluster = new KubernetesCluster(config, options);
  const logs = new Connection(config, { ...options, timeoutMs: logTimeoutMs });
  const context = config.getCurrentContext();
  return {
    cluster,
    context,
    server: config.getCurrentCluster()?.server ?? "",
    namespace: config.getContextObject(context)?.namespace || "default",
    openLog: (request) => openPodLog(logs, request),
    forward: (target) => forwardService(config, target),
    close: async () => {
      logs.close();
      await cluster.close();
    },
  };
}
