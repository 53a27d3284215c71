/** Environment of a Pod's process: a few variables of this machine, then the container's own, references resolved. */
import type { Cluster } from "../../../cluster.ts";
import { marks, type Container, type EnvEntry, type Pod } from "../kube.ts";
import { PodError } from "./errors.ts";
import { expand } from "./variables.ts";
import { contentOf, missing, translate, type Mounts } from "./volumes.ts";

/** What a program needs to run on this machine at all; nothing else of the controller's environment is handed on. */
const inherited: ReadonlySet<string> = new Set([
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TEMP",
  "SystemRoot",
  "LD_LIBRARY_PATH",
  // Where engines are installed, and on which devices they compute.
  "PLATEAU_CACHE",
  "PLATEAU_PJRT_PLUGIN",
  "CUDA_VISIBLE_DEVICES",
  // Whom a store's certificate is trusted from.
  "NODE_EXTRA_CA_CERTS",
]);

/** Keys, region and endpoint of an S3 store: here the worker is the user's own process; on Kubernetes they come from a Secret. */
const ofStore = /^AWS_/;

/** Set on every process of a node, so that a restarted controller finds what its predecessor started. */
export const nodeVariable = "PLATEAU_NODE";

export type Env = Readonly<Record<string, string>>;

export async function environmentOf(
  pod: Pod,
  parts: { container: Container; cluster: Cluster; mounts: Mounts; nodeId: string; nodeEnv: Env },
): Promise<Record<string, string>> {
  const { container, mounts, nodeId, nodeEnv } = parts;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && (inherited.has(name) || ofStore.test(name))) env[name] = value;
  const own: Record<string, string> = {};
  const index = pod.metadata.annotations?.[marks.index];
  if (index !== undefined) own.JOB_COMPLETION_INDEX = index;
  for (const entry of container.env ?? []) {
    const value = await valueOf(entry, pod, parts.cluster);
    if (value !== undefined) own[entry.name] = translate(expand(value, own), mounts);
  }
  return { ...env, ...nodeEnv, ...own, [nodeVariable]: nodeId };
}

async function valueOf(entry: EnvEntry, pod: Pod, cluster: Cluster): Promise<string | undefined> {
  const { valueFrom } = entry;
  if (!valueFrom) return entry.value ?? "";
  if (valueFrom.fieldRef) return field(entry.name, valueFrom.fieldRef.fieldPath, pod);
  const ref = valueFrom.secretKeyRef ?? valueFrom.configMapKeyRef;
  if (!ref) {
    throw new PodError(
      "CreateContainerConfigError",
      `The variable ${entry.name} takes its value from something that the embedded cluster does not have; use fieldRef, secretKeyRef or configMapKeyRef.`,
      { retry: false },
    );
  }
  const kind = valueFrom.secretKeyRef ? "Secret" : "ConfigMap";
  const optional = ref.optional ?? false;
  const value = (await contentOf(kind, ref.name, { pod, cluster, optional }))[ref.key];
  if (value === undefined && !optional) throw missing(`the key ${ref.key} of ${kind} ${ref.name}`);
  return value?.toString("utf8");
}

/** The downward API, as far as it makes sense for a process. */
function field(name: string, path: string, pod: Pod): string {
  const { metadata, spec, status } = pod;
  const entry = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (entry) return metadata[entry[1] as "labels" | "annotations"]?.[entry[2]!] ?? "";
  const values: Record<string, string> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace,
    "metadata.uid": metadata.uid,
    "spec.nodeName": spec.nodeName ?? "",
    "status.podIP": status?.podIP ?? "127.0.0.1",
    "status.hostIP": status?.hostIP ?? "127.0.0.1",
  };
  const value = values[path];
  if (value === undefined) {
    throw new PodError(
      "CreateContainerConfigError",
      `The variable ${name} refers to the field ${path}, which the embedded cluster does not have.`,
      { retry: false },
    );
  }
  return value;
}
