/** Which objects a reconciler gathers, and which objects wake it. */
import { apiVersion } from "../api/index.ts";
import type { KubeObject, ObjectRef } from "../cluster/cluster.ts";
import { labels } from "./labels.ts";
import type { Reconciler } from "./reconciler.ts";

type Query = ReturnType<Reconciler["relatedQueries"]>[number];
type Watch = Reconciler["watches"][number];

/** Not among them: the Secret with the run's key. It is written at every start and never read, so that no right to read Secrets is needed. */
const gangKinds = [
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "ConfigMap" },
  { apiVersion: "v1", kind: "Service" },
] as const;

/** Everything that carries the object's uid as run label. */
export function gangQueries(object: KubeObject): Query[] {
  const mine = { [labels.runUid]: object.metadata.uid };
  return [...gangKinds, { apiVersion, kind: "Checkpoint" }].map((kind) => ({ ...kind, labels: mine }));
}

/** Jobs and Pods wake their run; the rest only matters when it is looked at anyway. */
export function gangWatches(kind: "TrainingRun" | "Cooldown"): Watch[] {
  return [
    { apiVersion: "batch/v1", kind: "Job", toKeys: (object) => keysByRunLabel(object, kind) },
    { apiVersion: "v1", kind: "Pod", toKeys: (object) => keysByRunLabel(object, kind) },
  ];
}

const components = { TrainingRun: "training-run", Cooldown: "cooldown" } as const;

/** The run of that kind whose label the object carries. */
export function keysByRunLabel(object: KubeObject, kind: "TrainingRun" | "Cooldown"): ObjectRef[] {
  const name = object.metadata.labels?.[labels.run];
  const component = object.metadata.labels?.[labels.component];
  if (!name || (component !== undefined && component !== components[kind])) return [];
  return [{ apiVersion, kind, namespace: object.metadata.namespace, name }];
}

/** The owner of that kind. */
export function keysByOwner(object: KubeObject, kind: string): ObjectRef[] {
  return (object.metadata.ownerReferences ?? [])
    .filter((owner) => owner.kind === kind)
    .map(({ name }) => ({ apiVersion, kind, namespace: object.metadata.namespace, name }));
}
