/** What admission says of a document, and documents with one thing changed. */
import { admit, AdmissionError, type AdmissionIssue } from "../index.ts";

/** Issues of a refused document; [] = it was admitted. */
export function issuesOf(document: unknown, old?: Record<string, unknown>): readonly AdmissionIssue[] {
  try {
    admit(document, old);
    return [];
  } catch (error) {
    if (error instanceof AdmissionError) return error.issues;
    throw error;
  }
}

/** A copy with the value at a dotted path replaced, or removed when it is undefined. */
export function changed(document: object, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let here = copy;
  for (const step of steps) here = (here[step] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete here[last];
  else here[last] = value;
  return copy;
}

/** The value at a dotted path; undefined if the path ends before. */
export function at(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((here, step) => (here as Record<string, unknown> | undefined)?.[step], document);
}
