/**
 * Which cluster a person means: kubeconfig files as kubectl finds and merges them, one of their contexts, or the pod that this
 * runs in. The client package would take http://localhost:8080 where there is nothing, and throw where two files name the same.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { ClusterError } from "../errors.ts";

export interface KubeconfigChoice {
  /** Path of one file: nothing else is looked at. */
  kubeconfig?: string;
  /** Default: the current one. */
  context?: string;
  /** `KUBECONFIG` may hold several paths. */
  env: Readonly<Record<string, string | undefined>>;
  /** Default: that of the user. */
  homeFolder?: string;
}

/** A pod's own credentials. */
const tokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** @throws ClusterError E_KUBECONFIG: no file, one that cannot be read, or a context that is not in it; says what there is */
export function loadKubeconfig(choice: KubeconfigChoice): KubeConfig {
  const files = filesOf(choice);
  const config = files.length > 0 ? merged(files) : inPod(choice);
  choose(config, choice.context, files);
  return config;
}

function filesOf({ kubeconfig, env, homeFolder = homedir() }: KubeconfigChoice): string[] {
  if (kubeconfig !== undefined) {
    if (existsSync(kubeconfig)) return [kubeconfig];
    throw new ClusterError("E_KUBECONFIG", `There is no kubeconfig at ${kubeconfig}; correct the path.`);
  }
  const named = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  if (named.length === 0) return [join(homeFolder, ".kube", "config")].filter((path) => existsSync(path));
  const there = named.filter((path) => existsSync(path));
  if (there.length > 0) return there;
  throw new ClusterError(
    "E_KUBECONFIG",
    `KUBECONFIG names ${named.join(" and ")}, which does not exist; correct it, or name a file with --kubeconfig.`,
  );
}

/** The first file that names a cluster, user, context or the current context decides it. */
function merged(files: readonly string[]): KubeConfig {
  const [config = new KubeConfig(), ...others] = files.map(read);
  for (const other of others) {
    config.clusters = union(config.clusters, other.clusters);
    config.users = union(config.users, other.users);
    config.contexts = union(config.contexts, other.contexts);
    if (!config.currentContext) config.setCurrentContext(other.currentContext);
  }
  return config;
}

function read(file: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ClusterError("E_KUBECONFIG", `The kubeconfig ${file} cannot be read: ${why}`, { cause });
  }
  return config;
}

function union<T extends { name: string }>(first: readonly T[] = [], more: readonly T[] = []): T[] {
  const names = new Set(first.map(({ name }) => name));
  return [...first, ...more.filter(({ name }) => !names.has(name))];
}

function inPod({ env }: KubeconfigChoice): KubeConfig {
  if (env.KUBERNETES_SERVICE_HOST && existsSync(tokenFile)) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  }
  throw new ClusterError(
    "E_KUBECONFIG",
    "There is no kubeconfig: KUBECONFIG is not set and ~/.kube/config does not exist. Name a file with --kubeconfig.",
  );
}

function choose(config: KubeConfig, wanted: string | undefined, files: readonly string[]): void {
  const names = config.contexts.map(({ name }) => name);
  const there = names.length > 0 ? `There are: ${names.join(", ")}.` : "It holds no context.";
  const where = files.join(" and ");
  const context = wanted ?? config.currentContext;
  if (!context) {
    throw new ClusterError(
      "E_KUBECONFIG",
      `${where} has no current context. Choose one with --context or "kubectl config use-context". ${there}`,
    );
  }
  const found = config.getContextObject(context);
  if (!found) {
    throw new ClusterError("E_KUBECONFIG", `${where} has no context "${context}". ${there}`);
  }
  if (!config.getCluster(found.cluster)) {
    throw new ClusterError(
      "E_KUBECONFIG",
      `The context "${context}" of ${where} names the cluster "${found.cluster}", which is not there.`,
    );
  }
  config.setCurrentContext(context);
}
