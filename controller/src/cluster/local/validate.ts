/** Rules for every object, whatever its kind: identity, names, labels, size. Kinds have their own rules (`Admit`). */
import type { DesiredObject, KubeObject } from "../cluster.ts";
import { ClusterError } from "../errors.ts";

/**
 * Rules and defaults of kinds: returns the object with defaults filled in, or throws an error whose message names the field
 * and the remedy. Called for every create and for every apply, with the object as it would be stored.
 */
export type Admit = (object: DesiredObject, old?: KubeObject) => DesiredObject;

/** As etcd's limit on a request, so that what fits here fits on a cluster. */
const maxObjectBytes = 1_500_000;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** @throws ClusterError E_INVALID */
export function checkObject(object: DesiredObject): void {
  const { metadata } = object;
  for (const field of ["apiVersion", "kind"] as const) {
    if (typeof object[field] !== "string" || object[field] === "") invalid(field, "must be a non-empty text");
  }
  if (typeof metadata !== "object" || metadata === null) {
    invalid("metadata", "must be a map with name and namespace");
  }
  checkNames(metadata);
  checkLabels(metadata.labels);
  const bytes = Buffer.byteLength(JSON.stringify(object));
  if (bytes > maxObjectBytes) {
    invalid(
      "The object",
      `has ${bytes} bytes; at most ${maxObjectBytes} are stored. Keep large content in files`,
    );
  }
}

function checkNames({ name, namespace }: DesiredObject["metadata"]): void {
  if (typeof name !== "string" || name.length > 253 || !subdomain.test(name)) {
    invalid(
      "metadata.name",
      `is ${shown(name)}; write at most 253 small letters, digits, "-" and ".", starting and ending with a letter or digit`,
    );
  }
  if (typeof namespace !== "string" || namespace.length > 63 || !label.test(namespace)) {
    invalid(
      "metadata.namespace",
      `is ${shown(namespace)}; write at most 63 small letters, digits and "-" (such as "default")`,
    );
  }
}

function checkLabels(labels: unknown): void {
  if (labels === undefined) return;
  if (typeof labels !== "object" || labels === null || Array.isArray(labels)) {
    invalid("metadata.labels", "must be a map of texts");
  }
  for (const [key, value] of Object.entries(labels as Record<string, unknown>)) {
    if (typeof value !== "string" || value.length > 63 || !labelValue.test(value)) {
      invalid(
        `metadata.labels[${shown(key)}]`,
        `is ${shown(value)}; write at most 63 letters, digits, "-", "_" and "."`,
      );
    }
  }
}

/** A new finalizer on an object that is going would never be looked at. */
export function checkFinalizers(next: KubeObject, old: KubeObject | undefined): void {
  if (!old?.metadata.deletionTimestamp) return;
  const had = new Set(old.metadata.finalizers);
  const added = (next.metadata.finalizers ?? []).filter((finalizer) => !had.has(finalizer));
  if (added.length > 0) {
    invalid("metadata.finalizers", `cannot get ${added.join(", ")}: the object is being deleted`);
  }
}

function invalid(field: string, rest: string): never {
  throw new ClusterError("E_INVALID", `${field} ${rest}.`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
