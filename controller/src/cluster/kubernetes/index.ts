/** A Kubernetes cluster as a Cluster: from a kubeconfig, or from inside a pod. */
import { KubeConfig } from "@kubernetes/client-node";
import { KubernetesCluster, type KubernetesClusterOptions } from "./kubernetes-cluster.ts";

export interface OpenKubernetesOptions extends KubernetesClusterOptions {
  /** Path of a kubeconfig; default: `KUBECONFIG`, `~/.kube/config`, then the pod's service account. */
  kubeconfig?: string;
}

export function openKubernetes({ kubeconfig, ...options }: OpenKubernetesOptions = {}): KubernetesCluster {
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  return new KubernetesCluster(config, options);
}

export { KubernetesCluster, type KubernetesClusterOptions } from "./kubernetes-cluster.ts";
export { accessKubernetes, type KubernetesAccess } from "./access.ts";
export type { KubeconfigChoice } from "./kubeconfig.ts";
export type { PodLogRequest } from "./pod-log.ts";
