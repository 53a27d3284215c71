/**
 * Admission: what an API server does with our CRDs, for the embedded cluster. Bounds, defaults, validation, immutability;
 * every mistake with the path of its field and the remedy, all of them at once.
 */
import type { z } from "zod";
import type { DesiredObject } from "../cluster/cluster.ts";
import { outOfBounds } from "./bounds.ts";
import { AdmissionError, type AdmissionIssue } from "./errors.ts";
import { explain, nearest, show } from "./explain.ts";
import { kinds, type KindName } from "./kinds.ts";
import { apiGroup, apiVersion, type KindDefinition } from "./kind.ts";
import { documentSchema, withoutServerFields } from "./metadata.ts";
import { isUnchanged } from "./schema/unchanged.ts";
import { unwrap } from "./schema/walk.ts";
import { isRecord } from "./schema/record.ts";

/** More are cut off: whoever has made so many mistakes starts with these. */
const maxIssues = 20;

const documentSchemas = Object.fromEntries(
  Object.entries(kinds).map(([kind, definition]) => [kind, documentSchema(definition.spec)]),
) as Record<KindName, z.ZodObject>;

/**
 * The object with its defaults filled in. Objects of other groups (Jobs, ConfigMaps) pass once they are within bounds.
 *
 * @param manifest any value at all, such as the content of a file
 * @param old      the object that it replaces, if there is one: fixed fields are compared with it
 * @returns a new object without status and without metadata that only a server sets; `manifest` is not changed
 * @throws AdmissionError E_INVALID with every issue found
 */
export function admit(manifest: unknown, old?: Readonly<Record<string, unknown>>): DesiredObject {
  const bound = outOfBounds(manifest);
  if (bound) throw new AdmissionError("The manifest", [bound]);
  if (!isRecord(manifest)) {
    throw new AdmissionError("The manifest", [
      {
        path: "",
        message: `The document must be a map with apiVersion, kind, metadata and spec; it is ${show(manifest)}.`,
      },
    ]);
  }
  const foreign = typeof manifest.apiVersion === "string" && !manifest.apiVersion.startsWith(`${apiGroup}/`);
  if (foreign && !(typeof manifest.kind === "string" && Object.hasOwn(kinds, manifest.kind))) {
    return manifest as unknown as DesiredObject;
  }
  const kind = kindOf(manifest);
  const document = withoutServerFields(manifest);
  const schema = documentSchemas[kind];
  const parsed = schema.safeParse(document);
  const subject = subjectOf(kind, manifest);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap((issue) => explain(issue, schema, document));
    throw new AdmissionError(subject, issues.slice(0, maxIssues));
  }
  const admitted = parsed.data as unknown as DesiredObject;
  const changed = old ? fixedFieldsChanged(kinds[kind], admitted.spec, old.spec) : [];
  if (changed.length > 0) throw new AdmissionError(subject, changed);
  return admitted;
}

/** Whether a kind is one of ours. */
export function isKind(kind: string): kind is KindName {
  return Object.hasOwn(kinds, kind);
}

function kindOf(manifest: Record<string, unknown>): KindName {
  const issues: AdmissionIssue[] = [];
  const { apiVersion: version, kind } = manifest;
  if (version !== apiVersion) {
    const now = version === undefined ? "is missing" : `is ${show(version)}`;
    issues.push({ path: "apiVersion", message: `apiVersion ${now}; write ${apiVersion}.` });
  }
  if (typeof kind !== "string" || !isKind(kind)) {
    const names = Object.keys(kinds);
    const near = typeof kind === "string" ? nearest(kind, names) : undefined;
    const now = kind === undefined ? "is missing" : `is ${show(kind)}`;
    issues.push({
      path: "kind",
      message: `kind ${now}; ${near ? `did you mean ${near}?` : `write one of ${names.join(", ")}.`}`,
    });
  }
  if (issues.length > 0) throw new AdmissionError("The manifest", issues);
  return kind as KindName;
}

/**
 * Fields directly under spec that differ although they may not.
 *
 * @param spec admitted
 * @param old  as stored, perhaps under an earlier schema
 */
function fixedFieldsChanged(definition: KindDefinition, spec: unknown, old: unknown): AdmissionIssue[] {
  if (!isRecord(spec) || !isRecord(old)) return [];
  return Object.entries((unwrap(definition.spec) as z.ZodObject).shape)
    .filter(([name]) => !definition.mutable.includes(name))
    .filter(([name, field]) => !isUnchanged(field as z.ZodType, spec[name], old[name]))
    .map(([name]) => ({ path: `spec.${name}`, message: `spec.${name} ${fixedMessage(definition)}.` }));
}

/** Completes "spec.<field> …"; the CRD's rule says the same. */
export function fixedMessage(definition: KindDefinition): string {
  return `cannot change after creation; make a new ${definition.kind}, or put the old value back`;
}

function subjectOf(kind: string, manifest: Record<string, unknown>): string {
  const name = isRecord(manifest.metadata) ? manifest.metadata.name : undefined;
  return typeof name === "string" && name.length <= 63 ? `${kind} "${name}"` : kind;
}
