/** What one gang of workers needs besides its Job: run config (ConfigMap), membership key (Secret), names (Service). */
import { createHash } from "node:crypto";
import type { RunConfig } from "@plateau/proto";
import { sameData } from "../../api/schema/same.ts";
import type { DesiredMeta, DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { annotations, labels } from "../labels.ts";
import type { EventAccess, Platform } from "../reconciler.ts";
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
  /** Until when the credentials for the event stream hold that the run's Secret has, as far as it is known. */
  eventsUntilMs?: number | undefined;
}

/** The config of one gang. It is also the lasting note that this attempt has begun, which is why it is written first. */
export function configMap(owner: KubeObject, config: RunConfig, note: AttemptNote): DesiredObject {
  return configMapOf(owner, JSON.stringify(config, null, 2), note);
}

/** The same config with another note. */
export function configMapOf(owner: KubeObject, config: string, note: AttemptNote): DesiredObject {
  const metadata = childMeta(owner, gangNames(owner, note.attempt).config, {
    [labels.attempt]: String(note.attempt),
  });
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      ...metadata,
      annotations: {
        [annotations.configSha256]: sha256Of(config),
        [annotations.failures]: String(note.failures),
        [annotations.notBefore]: String(note.notBeforeMs),
        [annotations.because]: note.because.slice(0, 1024),
        ...(note.eventsUntilMs === undefined
          ? {}
          : { [annotations.eventsUntil]: String(note.eventsUntilMs) }),
      },
    },
    data: { [configFile]: config },
  };
}

const configFile = "run.json";

/**
 * Whether a gang's config is what we wrote: a rank that starts later would train by another one beside the rest. Those of earlier versions
 * have no note of their sum and are taken as they are.
 */
export function isConfigAsWritten({ metadata, ...map }: KubeObject): boolean {
  const sum = metadata.annotations?.[annotations.configSha256];
  const text = (map["data"] as Record<string, string> | undefined)?.[configFile];
  return sum === undefined || (text !== undefined && sha256Of(text) === sum);
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Keys of the Secrets, as workers and readers find them. */
export const secretKeys = {
  membership: "membershipKey",
  eventsCredentials: "eventsCredentials",
  eventsUrl: "eventsUrl",
} as const;

export function membershipSecret(owner: KubeObject, platform: Platform, nowMs: number): DesiredObject {
  const { uid, namespace } = owner.metadata;
  const { events } = platform;
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: childMeta(owner, gangNames(owner, 0).secret),
    data: {
      [secretKeys.membership]: base64(platform.membershipKey(uid)),
      ...(events
        ? { [secretKeys.eventsCredentials]: base64(events.worker({ namespace, runUid: uid }, nowMs)) }
        : {}),
    },
  };
}

/** Whoever may read Secrets of the namespace may read the events of its runs, and command them. It belongs to no single run. */
export function readerSecret(namespace: string, events: EventAccess, nowMs: number): DesiredObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: {
      name: readerSecretName,
      namespace,
      labels: { [labels.name]: "plateau-events-reader", [labels.managedBy]: "plateau" },
    },
    data: {
      [secretKeys.eventsCredentials]: base64(events.reader(namespace, nowMs)),
      [secretKeys.eventsUrl]: base64(events.url),
    },
  };
}

export const readerSecretName = "plateau-events-reader";

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
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
      selector: selectorOf(owner.metadata.uid),
      ports: [{ name: "mesh", port: 7070, protocol: "TCP" }],
    },
  };
}

const selectorOf = (uid: string): Record<string, string> => ({ [labels.runUid]: uid });

/** Whether a Service names this run's ranks and nobody else: with another selector they do not find each other. */
export function selectsRanksOf(uid: string, service: KubeObject): boolean {
  return sameData((service.spec as { selector?: unknown } | undefined)?.selector, selectorOf(uid));
}
