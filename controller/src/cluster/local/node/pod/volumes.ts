/** Volumes of a Pod as folders: content of ConfigMaps and Secrets as files, empty folders, folders of the machine. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, normalize, sep } from "node:path";
import type { Cluster } from "../../../cluster.ts";
import type { Pod, Volume } from "../kube.ts";
import { PodError } from "./errors.ts";

/** Paths inside the container and the folders that stand for them, longest first. */
export type Mounts = readonly { mountPath: string; folder: string }[];

/** @param folder of the Pod's volumes; emptied first @throws PodError */
export async function makeVolumes(pod: Pod, folder: string, cluster: Cluster): Promise<Mounts> {
  rmSync(folder, { recursive: true, force: true });
  const container = pod.spec.containers![0]!;
  const folders = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) {
    folders.set(volume.name, await makeVolume(volume, { pod, folder, cluster }));
  }
  return (container.volumeMounts ?? [])
    .map(({ name, mountPath, subPath }) => {
      const at = folders.get(name);
      if (at === undefined) {
        throw new PodError(
          "InvalidVolumeMount",
          `volumeMounts names the volume ${name}, which spec.volumes lacks.`,
          {
            retry: false,
          },
        );
      }
      return { mountPath: mountPath.replace(/\/+$/, ""), folder: subPath ? within(at, subPath) : at };
    })
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
}

/** A path inside the container as a path on this machine; other texts stay as they are. */
export function translate(text: string, mounts: Mounts): string {
  const mount = mounts.find(({ mountPath }) => text === mountPath || text.startsWith(`${mountPath}/`));
  return mount ? mount.folder + text.slice(mount.mountPath.length) : text;
}

async function makeVolume(
  volume: Volume,
  { pod, folder, cluster }: { pod: Pod; folder: string; cluster: Cluster },
): Promise<string> {
  const at = within(folder, volume.name);
  if (volume.hostPath) return volume.hostPath.path;
  mkdirSync(at, { recursive: true, mode: 0o700 });
  if (volume.emptyDir) return at;
  const source = volume.configMap
    ? { kind: "ConfigMap", name: volume.configMap.name, ...only(volume.configMap) }
    : volume.secret
      ? { kind: "Secret", name: volume.secret.secretName, ...only(volume.secret) }
      : undefined;
  if (!source) {
    throw new PodError(
      "UnsupportedVolume",
      `The volume ${volume.name} is of a kind that the embedded cluster does not have; use configMap, secret, emptyDir or hostPath.`,
      { retry: false },
    );
  }
  const content = await contentOf(source.kind, source.name, { pod, cluster, optional: source.optional });
  const files = source.items ?? Object.keys(content).map((key) => ({ key, path: key }));
  for (const { key, path } of files) {
    const bytes = content[key];
    if (bytes === undefined) {
      if (source.optional) continue;
      throw missing(`the key ${key} of ${source.kind} ${source.name}`);
    }
    const file = within(at, path);
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    writeFileSync(file, bytes, { mode: 0o600 });
  }
  return at;
}

function only({ items, optional }: { items?: { key: string; path: string }[]; optional?: boolean }): {
  items: { key: string; path: string }[] | undefined;
  optional: boolean;
} {
  return { items, optional: optional ?? false };
}

/** Content of a ConfigMap or Secret by key. @throws PodError if it is not there and not optional */
export async function contentOf(
  kind: string,
  name: string,
  { pod, cluster, optional }: { pod: Pod; cluster: Cluster; optional: boolean },
): Promise<Record<string, Buffer>> {
  const { namespace } = pod.metadata;
  const object = await cluster.get({ apiVersion: "v1", kind, namespace, name });
  if (!object) {
    if (optional) return {};
    throw missing(`${kind} ${namespace}/${name}`);
  }
  const secret = kind === "Secret";
  const entries = (part: unknown, encoding: BufferEncoding): [string, Buffer][] =>
    Object.entries((part ?? {}) as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, encoding),
    ]);
  return Object.fromEntries([
    ...entries(object.binaryData, "base64"),
    ...entries(object.data, secret ? "base64" : "utf8"),
    ...entries(object.stringData, "utf8"),
  ]);
}

export function missing(what: string): PodError {
  return new PodError("CreateContainerConfigError", `Waiting for ${what}: it is not there.`, { retry: true });
}

/** @throws PodError if the path leads out of the folder */
function within(folder: string, path: string): string {
  const joined = normalize(join(folder, path));
  if (isAbsolute(path) || !joined.startsWith(folder + sep)) {
    throw new PodError("InvalidVolume", `The path ${path} leads out of its volume.`, { retry: false });
  }
  return joined;
}
