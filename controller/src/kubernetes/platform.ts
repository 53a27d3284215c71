/** What a Kubernetes installation adds to Pods: image, names of peers, where progress goes, the volume or the store's credentials. */
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { workerEnv } from "@plateau/proto";
import type { EventAccess, Platform } from "../reconcile/reconciler.ts";
import { ControllerError } from "./errors.ts";

export interface KubernetesPlatformOptions {
  workerImage: string;
  /** `host:port` at which the controller that leads takes progress. */
  progressAddress: string;
  /** Where relative URIs of specs lie: `file:///…` or `s3://bucket/prefix`. */
  baseUri: string;
  /** PersistentVolumeClaim of each run's namespace, mounted at the path of a file base URI. */
  baseClaim: string | undefined;
  /** Secret of each run's namespace whose keys become the worker's environment. */
  storeSecret: string | undefined;
  /** Key of the installation, from which each run's key is derived. */
  key: Uint8Array;
  /** Where workers tell their events besides. */
  events?: EventAccess | undefined;
}

const meshPort = 7070;
const metricsPort = 9464;
/** The user that the images run as; volumes that have owners are given to its group. */
const group = 65532;

/** @throws ControllerError E_OPTION */
export function kubernetesPlatform(options: KubernetesPlatformOptions): Platform {
  const { workerImage, progressAddress, baseUri, key } = options;
  const base = baseUri.replace(/\/+$/, "");
  if (!/^(file:\/\/\/|s3:\/\/[a-z0-9])/.test(base)) {
    throw new ControllerError(
      "E_OPTION",
      `The base URI is "${baseUri}"; give file:///path or s3://bucket/prefix.`,
    );
  }
  if (options.baseClaim !== undefined && !base.startsWith("file:///")) {
    throw new ControllerError(
      "E_OPTION",
      `A claim (${options.baseClaim}) is mounted at a file: base URI, and the base URI is "${baseUri}". Leave one of them out.`,
    );
  }
  return {
    image: workerImage,
    command: ["node", "worker/src/main.ts"],
    resolveUri: (uri) => resolveUri(base, uri),
    peers: ({ namespace, job, service }) => `${job}-{rank}.${service}.${namespace}.svc:${meshPort}`,
    membershipKey: (runUid) => createHmac("sha256", key).update(runUid).digest("hex"),
    pod: podAdditions(options, base),
    ...(options.events ? { events: options.events } : {}),
    metricsPort,
    trainingEnv: [
      { name: workerEnv.metrics, value: `0.0.0.0:${metricsPort}` },
      { name: workerEnv.listen, value: `0.0.0.0:${meshPort}` },
      { name: workerEnv.progress, value: progressAddress },
      { name: workerEnv.podUid, valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
    ],
  };
}

/** Relative URIs are meant from the base; all others stay. */
function resolveUri(base: string, uri: string): string {
  const relative = /^file:(?!\/)(.*)$/.exec(uri)?.[1] ?? uri;
  if (/^[a-z][a-z0-9+.-]*:/i.test(relative)) return relative;
  return relative.startsWith("/") ? `file://${relative}` : `${base}/${relative.replace(/^\.\//, "")}`;
}

function podAdditions(
  { baseClaim, storeSecret }: KubernetesPlatformOptions,
  base: string,
): NonNullable<Platform["pod"]> {
  const volumes: Record<string, unknown>[] = [{ name: "tmp", emptyDir: {} }];
  const volumeMounts: Record<string, unknown>[] = [{ name: "tmp", mountPath: "/tmp" }];
  if (baseClaim !== undefined) {
    volumes.push({ name: "store", persistentVolumeClaim: { claimName: baseClaim } });
    volumeMounts.push({ name: "store", mountPath: fileURLToPath(base) });
  }
  return {
    volumes,
    volumeMounts,
    envFrom: storeSecret === undefined ? [] : [{ secretRef: { name: storeSecret } }],
    securityContext: { fsGroup: group, fsGroupChangePolicy: "OnRootMismatch" },
  };
}
