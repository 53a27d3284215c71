/**
 * A small world for property tests: objects, a clock, blobs, and an executor of decisions that can crash between any two
 * actions. It keeps Kubernetes' semantics where reconcilers can feel them: finalizers, garbage collection by owner,
 * admission of our kinds, generations. Synchronous and deterministic, so that thousands of lives fit into a second.
 */
import { admit, isKind } from "../../api/index.ts";
import type { DesiredObject, KubeObject, ObjectRef } from "../../cluster/cluster.ts";
import { reconcilers } from "../index.ts";
import type { Action, Decision, Platform, RunProgress, Snapshot } from "../reconciler.ts";
import { sameData } from "../../api/schema/same.ts";

export const testPlatform: Platform = {
  image: "plateau/worker:test",
  command: ["plateau-worker"],
  resolveUri: (uri) => (uri.startsWith("/") ? uri : `/home/${uri}`),
  peers: ({ uid }) => `unix:/tmp/${uid}/{rank}.sock`,
  membershipKey: (uid) => Buffer.from(`key of ${uid}`).toString("hex"),
};

export interface World {
  nowMs: number;
  objects: Map<string, KubeObject>;
  progress: Record<string, RunProgress>;
  computed: Record<string, unknown>;
  /** Manifest URIs of committed states. */
  blobs: Set<string>;
  events: { object: string; reason: string; message: string }[];
  counter: number;
  passes: number;
  platform: Platform;
  /** Called before an action takes effect: throws if it would break an invariant. */
  onAction: (world: World, action: Action, object: KubeObject) => void;
}

export function newWorld(onAction: World["onAction"] = () => undefined, platform = testPlatform): World {
  return {
    nowMs: Date.parse("2026-11-25T00:00:00Z"),
    objects: new Map(),
    progress: {},
    computed: {},
    blobs: new Set(),
    events: [],
    counter: 0,
    passes: 0,
    platform,
    onAction,
  };
}

export const keyOf = ({ kind, namespace, name }: Pick<ObjectRef, "kind" | "namespace" | "name">): string =>
  `${kind}/${namespace}/${name}`;
export const keyOfObject = ({ kind, metadata }: KubeObject | DesiredObject): string =>
  keyOf({ kind: String(kind), namespace: metadata.namespace, name: metadata.name });

export function all<T extends KubeObject = KubeObject>(world: World, kind: string): T[] {
  return [...world.objects.values()].filter((object) => object.kind === kind) as T[];
}

/** Create or replace, as an apply by the only field manager does. */
export function apply(world: World, desired: DesiredObject): KubeObject {
  const key = keyOfObject(desired);
  const old = world.objects.get(key);
  const admitted = isKind(String(desired.kind)) ? admit(desired, old) : desired;
  const changed = old !== undefined && !sameData(old.spec, admitted.spec);
  const created = {
    // Like a real one, it differs from others in its first digits.
    uid: `${(Math.imul(++world.counter, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0")}-0000-4000-8000-${String(world.counter).padStart(12, "0")}`,
    creationTimestamp: new Date(world.nowMs).toISOString(),
    generation: 1,
  };
  const object = structuredClone({
    ...admitted,
    metadata: {
      ...(old?.metadata ?? created),
      ...admitted.metadata,
      resourceVersion: String(world.counter),
      ...(changed ? { generation: old.metadata.generation + 1 } : {}),
    },
    ...(old?.status === undefined ? {} : { status: old.status }),
  }) as KubeObject;
  world.objects.set(key, object);
  return object;
}

export function remove(world: World, object: KubeObject): void {
  const { finalizers } = object.metadata;
  if (finalizers && finalizers.length > 0) {
    object.metadata.deletionTimestamp ??= new Date(world.nowMs).toISOString();
    return;
  }
  world.objects.delete(keyOfObject(object));
  for (const child of world.objects.values()) {
    // A pod of a Job that is gone stops in its own time: the node sees to it.
    const owned = child.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) ?? false;
    if (owned && child.kind !== "Pod") remove(world, child);
  }
}

export function snapshotOf(world: World, object: KubeObject): Snapshot {
  const reconciler = reconcilers[object.kind as keyof typeof reconcilers];
  const queries = reconciler.relatedQueries(object);
  const related = [...world.objects.values()].filter((candidate) =>
    queries.some(
      ({ kind, name, labels }) =>
        candidate.kind === kind &&
        candidate.metadata.namespace === object.metadata.namespace &&
        (name === undefined || candidate.metadata.name === name) &&
        Object.entries(labels ?? {}).every(([label, value]) => candidate.metadata.labels?.[label] === value),
    ),
  );
  const { nowMs, computed, platform } = world;
  const mine = world.progress[object.metadata.uid];
  const progress = mine ? { [object.metadata.uid]: mine } : {};
  return { nowMs, object, related, progress, computed, platform, namespaceEnding: false };
}

/**
 * One pass over one object: decide twice (the verdicts must be equal), carry out, write the status.
 *
 * @param crashAfter stop after so many actions; the status is not written then
 * @returns whether anything changed
 */
export function reconcileOnce(world: World, object: KubeObject, crashAfter = Infinity): boolean {
  const snapshot = snapshotOf(world, object);
  const reconciler = reconcilers[object.kind as keyof typeof reconcilers];
  const decision = reconciler.reconcile(snapshot);
  // Copies are dear: every sixteenth pass checks that nothing was changed and that the same snapshot gives the same decision.
  if (++world.passes % 16 === 0) {
    const { platform, ...data } = snapshot;
    const again = reconciler.reconcile({ ...deepFreeze(structuredClone(data)), platform });
    if (!sameData(decision, again)) {
      throw new Error(`two decisions on one snapshot of ${keyOfObject(object)} differ`);
    }
  }
  return carryOut(world, { object, decision, crashAfter });
}

function carryOut(
  world: World,
  { object, decision, crashAfter }: { object: KubeObject; decision: Decision; crashAfter: number },
): boolean {
  let done = 0;
  for (const action of inSomeOrder(decision.actions, world.passes)) {
    if (done++ >= crashAfter) return true;
    world.onAction(world, action, object);
    perform(world, action, object);
  }
  if (done >= crashAfter) return true;
  const present = world.objects.get(keyOfObject(object));
  const changed =
    present !== undefined && decision.status !== undefined && !sameData(present.status, decision.status);
  if (changed) present.status = structuredClone(decision.status);
  return changed || decision.actions.length > 0;
}

/** Those that may go beside each other begin with another one each time. */
function inSomeOrder(actions: readonly Action[], turn: number): Action[] {
  const isBeside = (action: Action): boolean => action.kind === "Apply" && action.beside === true;
  const first = actions.findIndex(isBeside);
  if (first < 0) return [...actions];
  const after = actions.findIndex((action, index) => index > first && !isBeside(action));
  const end = after < 0 ? actions.length : after;
  const beside = actions.slice(first, end);
  const shift = turn % beside.length;
  return [
    ...actions.slice(0, first),
    ...beside.slice(shift),
    ...beside.slice(0, shift),
    ...actions.slice(end),
  ];
}

function perform(world: World, action: Action, object: KubeObject): void {
  switch (action.kind) {
    case "Apply":
      return void apply(world, action.object);
    case "Delete": {
      const target = world.objects.get(keyOf(action.ref));
      if (target && (action.uid === undefined || target.metadata.uid === action.uid)) remove(world, target);
      return;
    }
    case "SetFinalizer":
      return setFinalizer(world, action);
    case "Compute":
      world.computed[action.key] = fakeFit(action.computation.input);
      return;
    case "Announce":
      world.events.push({ object: keyOfObject(object), reason: action.reason, message: action.message });
  }
}

function setFinalizer(world: World, action: Action & { kind: "SetFinalizer" }): void {
  const target = world.objects.get(keyOf(action.ref));
  if (!target) return;
  const others = (target.metadata.finalizers ?? []).filter((name) => name !== action.finalizer);
  target.metadata.finalizers = action.present ? [...others, action.finalizer] : others;
  if (target.metadata.deletionTimestamp) remove(world, target);
}

/** Shape of a fit's result; its numbers are none of the reconcilers' business. */
function fakeFit(input: unknown): unknown {
  const { points } = input as { points: unknown[] };
  if (points.length < 5)
    return {
      identified: false,
      reason: `${points.length} points cannot tell five constants apart.`,
      parameters: [],
    };
  return {
    identified: true,
    parameters: [{ name: "alpha", value: 0.34, low: 0.31, high: 0.37 }],
    next: { N: 1e6, D: 1e7, flops: 6e13, value: 2, low: 1.9, high: 2.1 },
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const entry of Object.values(value)) deepFreeze(entry);
  }
  return value;
}
