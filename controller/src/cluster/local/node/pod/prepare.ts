/** Everything that a Pod's process needs before it starts: folder, volumes, environment, command, limits. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../../cluster.ts";
import type { Container, Pod } from "../kube.ts";
import { LimitError, readLimits, type Limits } from "../process/limits.ts";
import { environmentOf, type Env } from "./environment.ts";
import { PodError } from "./errors.ts";
import { expand } from "./variables.ts";
import { makeVolumes, translate } from "./volumes.ts";

export interface PreparedPod {
  command: string[];
  cwd: string;
  env: Record<string, string>;
  limits: Limits;
  files: PodFiles;
}

export interface PodFiles {
  folder: string;
  volumes: string;
  log: string;
  termination: string;
  /** Labels and annotations, so that logs can be found after the Pod is gone. */
  about: string;
}

const defaultTerminationPath = "/dev/termination-log";

export function podFiles(podsFolder: string, podName: string): PodFiles {
  const folder = join(podsFolder, podName);
  return {
    folder,
    volumes: join(folder, "volumes"),
    log: join(folder, "worker.log"),
    termination: join(folder, "termination-log"),
    about: join(folder, "pod.json"),
  };
}

/** @throws PodError what is missing or not supported */
export async function preparePod(
  pod: Pod,
  parts: { podsFolder: string; cluster: Cluster; nodeId: string; nodeEnv: Env },
): Promise<PreparedPod> {
  const { podsFolder, cluster } = parts;
  const container = onlyContainer(pod);
  const files = podFiles(podsFolder, pod.metadata.name);
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  rmSync(files.termination, { force: true });
  const { name, namespace, uid, labels, annotations, creationTimestamp } = pod.metadata;
  writeFileSync(
    files.about,
    JSON.stringify({ name, namespace, uid, labels, annotations, creationTimestamp }, null, 2),
  );
  const volumes = await makeVolumes(pod, files.volumes, cluster);
  const mounts = [
    ...volumes,
    {
      mountPath: container.terminationMessagePath ?? defaultTerminationPath,
      folder: files.termination,
    },
  ];
  const env = await environmentOf(pod, { ...parts, container, mounts });
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  return {
    command: words.map((word) => translate(expand(word, env), mounts)),
    cwd: container.workingDir ?? process.cwd(),
    env,
    limits: limitsOf(container),
    files,
  };
}

/** Secrets do not stay on disk longer than the process. */
export function removeVolumes(files: PodFiles): void {
  rmSync(files.volumes, { recursive: true, force: true });
}

function onlyContainer(pod: Pod): Container {
  const { containers = [], initContainers = [] } = pod.spec;
  const [container] = containers;
  if (!container || containers.length > 1 || initContainers.length > 0) {
    throw new PodError(
      "UnsupportedPod",
      `The embedded cluster runs one process a pod; this one has ${containers.length} containers and ${initContainers.length} init containers. Leave one, or use a Kubernetes cluster.`,
      { retry: false },
    );
  }
  if ((container.command ?? []).length === 0) {
    throw new PodError(
      "UnsupportedPod",
      `The container ${container.name} has no command; the embedded cluster runs programs, not images. Set command.`,
      { retry: false },
    );
  }
  return container;
}

function limitsOf({ resources }: Container): Limits {
  try {
    return readLimits(resources?.limits);
  } catch (error) {
    if (error instanceof LimitError) throw new PodError("InvalidLimits", error.message, { retry: false });
    throw error;
  }
}
