/** What one gang of workers needs besides its Job: run config (ConfigMap), membership key (Secret), names (Service). */
import type { RunConfig } from "@plateau/proto";
import type { DesiredMeta, DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { annotations, labels } from "../labels.ts";
import type { Platform } from "../reconciler.ts";
import { ownerReference, ownName } from "./names.ts";

export interface GangNames {
  job: string;
  config: string;
  secret: string;
  service: string;
}

export function gangNames(owner: KubeObject, attempt: number): GangNames {
  const { metadata } = owner;
  return {
    job: ownName(metadata, String(attempt)),
    config: ownName(metadata, String(attempt)),
    secret: ownName(metadata, "key"),
    service: ownName(metadata, ""),
  };
}

export function gangLabels(owner: KubeObject): Record<string, string> {
  const { name, uid, labels: own } = owner.metadata;
  const study = own?.[labels.study];
  return {
    [labels.name]: "plateau-worker",
    [labels.instance]: name,
    [labels.component]: owner.kind === "Cooldown" ? "cooldown" : "training-run",
    [labels.managedBy]: "plateau",
    [labels.run]: name,
    [labels.runUid]: uid,
    ...(study ? { [labels.study]: study } : {}),
  };
}

export function childMeta(owner: KubeObject, name: string, more: Record<string, string> = {}): DesiredMeta {
  return {
    name,
    namespace: owner.metadata.namespace,
    labels: { ...gangLabels(owner), ...more },
    ownerReferences: [ownerReference(owner)],
  };
}

export interface AttemptNote {
  attempt: number;
  failures: number;
  notBeforeMs: number;
  because: string;
}

/** The config of one gang. It is also the lasting note that this attempt has begun, which is why it is written first. */
export function configMap(owner: KubeObject, config: RunConfig, note: AttemptNote): DesiredObject {
  const metadata = childMeta(owner, gangNames(owner, note.attempt).config, {
    [labels.attempt]: String(note.attempt),
  });
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      ...metadata,
      annotations: {
        [annotations.failures]: String(note.failures),
        [annotations.notBefore]: String(note.notBeforeMs),
        [annotations.because]: note.because.slice(0, 1024),
      },
    },
    data: { "run.json": JSON.stringify(config, null, 2) },
  };
}

export function membershipSecret(owner: KubeObject, platform: Platform): DesiredObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: childMeta(owner, gangNames(owner, 0).secret),
    data: {
      membershipKey: Buffer.from(platform.membershipKey(owner.metadata.uid), "utf8").toString("base64"),
    },
  };
}

/** Gives each rank a stable name; answers before the pods are ready, because ranks must find each other to become ready. */
export function headlessService(owner: KubeObject): DesiredObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: childMeta(owner, gangNames(owner, 0).service),
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: { [labels.runUid]: owner.metadata.uid },
      ports: [{ name: "mesh", port: 7070, protocol: "TCP" }],
    },
  };
}
