/** Metadata of our objects as people write it, and as servers return it (their own fields are accepted and dropped). */
import { z } from "zod";
import { flag, list, object, stringMap, text } from "./schema/fields.ts";

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Longest name of our objects: it becomes the value of a label. */
export const nameMaxLength = 63;

const ownerReference = object("Owner.", {
  apiVersion: text("API version.", { min: 1, max: 128 }),
  kind: text("Kind.", { min: 1, max: 64 }),
  name: text("Name.", { min: 1, max: 253 }),
  uid: text("Uid.", { min: 1, max: 64 }),
  controller: flag("Whether it is the managing owner.").optional(),
  blockOwnerDeletion: flag("Whether the owner's foreground deletion waits for it.").optional(),
});

const set = { type: "set" } as const;

export const metadata = object("Name and labels.", {
  name: text("Name.", {
    min: 1,
    max: nameMaxLength,
    pattern: dnsLabel,
    expected: 'a name of small letters, digits and "-" that starts and ends with a letter or digit',
  }),
  namespace: text("Namespace.", {
    min: 1,
    max: 63,
    pattern: dnsLabel,
    expected: 'a name of small letters, digits and "-"',
  }).default("default"),
  labels: stringMap("Labels.").optional(),
  annotations: stringMap("Annotations.").optional(),
  finalizers: list("Finalizers.", text("Finalizer.", { min: 1, max: 316 }), {
    max: 16,
    list: set,
  }).optional(),
  ownerReferences: list("Owners.", ownerReference, {
    max: 16,
    list: { type: "map", keys: ["uid"] },
  }).optional(),
});

/** Set by a server; harmless in a manifest that was read back from one. */
const serverFields = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
] as const;

/** The same document without what only a server may set. The input is not changed. */
export function withoutServerFields(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { status: _status, ...rest } = document;
  const meta = rest.metadata;
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return rest;
  return {
    ...rest,
    metadata: Object.fromEntries(
      Object.entries(meta).filter(([name]) => !(serverFields as readonly string[]).includes(name)),
    ),
  };
}

/** Document of one of our kinds, without status. */
export function documentSchema(spec: z.ZodType): z.ZodObject {
  return object("Object.", {
    apiVersion: z.string(),
    kind: z.string(),
    metadata,
    spec,
  });
}
