/**
 * Bounds on any document before it is looked at more closely: depth, number of values, length of texts and names, whole size.
 * A schema walk over a hostile document could otherwise take minutes or print megabytes.
 */
import type { AdmissionIssue } from "./errors.ts";

export const bounds = {
  /** Nesting. The deepest field of our kinds lies 9 deep. */
  depth: 40,
  /** Values in one document. */
  values: 20_000,
  /** Characters of one text. */
  textLength: 65_536,
  /** Characters of one field name. */
  keyLength: 512,
  /** Characters of the whole document as JSON; etcd holds 1.5 MB per object. */
  documentLength: 1_000_000,
} as const;

/** The first thing that is out of bounds, or undefined. Never recurses, so cycles and deep nests cannot hurt it. */
export function outOfBounds(document: unknown): AdmissionIssue | undefined {
  const stack: { value: unknown; path: string; depth: number }[] = [{ value: document, path: "", depth: 0 }];
  let values = 0;
  let length = 0;
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, path, depth } = item;
    values++;
    length += scalarLength(value);
    const problem = tooMuch({ value, depth, length });
    if (problem) return complaint(path, problem);
    if (typeof value !== "object" || value === null) continue;
    const entries = Object.entries(value);
    const count = values + stack.length + entries.length;
    if (count > bounds.values) return tooMany(path, count);
    const badName = entries.map(([key]) => nameProblem(key)).find((found) => found !== undefined);
    if (badName) return complaint(path, badName);
    for (const [key, entry] of entries) {
      length += key.length + 4;
      stack.push({ value: entry, path: below(path, key, Array.isArray(value)), depth: depth + 1 });
    }
  }
  return undefined;
}

function complaint(path: string, problem: string): AdmissionIssue {
  const short = shortPath(path);
  return { path: short, message: `${short || "The document"} ${problem}.` };
}

function tooMany(path: string, count: number): AdmissionIssue {
  return complaint(path, `brings the document to ${count} values; at most ${bounds.values} are allowed`);
}

function nameProblem(key: string): string | undefined {
  if (key === "__proto__") return "has a field called __proto__; remove it";
  return key.length > bounds.keyLength
    ? `has a field name of ${key.length} characters; remove it`
    : undefined;
}

function below(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function scalarLength(value: unknown): number {
  return typeof value === "string" ? value.length + 2 : 8;
}

function tooMuch(seen: { value: unknown; depth: number; length: number }): string | undefined {
  const { value, depth, length } = seen;
  if (typeof value === "string" && value.length > bounds.textLength) {
    return `is a text of ${value.length} characters; at most ${bounds.textLength} are allowed anywhere`;
  }
  if (depth > bounds.depth) return `is nested more than ${bounds.depth} levels deep; flatten it`;
  if (length > bounds.documentLength) {
    return `is reached after more than ${bounds.documentLength} characters; a manifest has far fewer`;
  }
  return unwritable(value);
}

/** Values that JSON cannot hold: they would silently turn into null or vanish. */
function unwritable(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return `is ${value}, which is not a finite number (a number such as 1e400 is too large to be read); write a smaller one`;
  }
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") {
    return `is of type ${typeof value}, which a manifest cannot hold`;
  }
  return undefined;
}

/** Paths of hostile documents are long; people read the ends. */
export function shortPath(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 120)} … ${path.slice(-60)}`;
}
