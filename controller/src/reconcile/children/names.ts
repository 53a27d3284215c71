/** Names of children: deterministic, so that a create that crashed half-way is found again rather than doubled. */
import { createHash } from "node:crypto";
import type { KubeObject, OwnerReference } from "../../cluster/cluster.ts";

/** Room for the index and the random tail that Kubernetes adds to pod names of a Job. */
const maxChildName = 52;

export function shortHash(text: string, digits = 6): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** `<parent>-<suffix>`, with the parent cut (and a hash in its place) where that would be too long. */
export function childName(parent: string, suffix: string, max: number = maxChildName): string {
  const whole = `${parent}-${suffix}`;
  if (whole.length <= max) return whole;
  const room = Math.max(1, max - suffix.length - 8);
  return `${parent.slice(0, room).replace(/-+$/, "")}-${shortHash(parent)}-${suffix}`.slice(0, max);
}

/** Name that no later object of the same parent name can share: the uid's hash is part of it. */
export function ownName(parent: { name: string; uid: string }, suffix: string): string {
  return childName(parent.name, `${shortHash(parent.uid)}${suffix === "" ? "" : `-${suffix}`}`);
}

export function ownerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
