/** From a zod issue to a sentence that names the field, says what it is now, and what to write instead. */
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import type { AdmissionIssue } from "./errors.ts";
import { schemaAt, walkSchema } from "./schema/walk.ts";

/** `["spec", "sizes", 2, "heads"]` → `spec.sizes[2].heads` */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? shorten(String(step), 60) : `.${shorten(String(step), 60)}`;
  }
  return text;
}

/**
 * Sentences for an issue; one per unknown field.
 *
 * @param schema   what the document was checked against
 * @param document the document, to show the value that stands there
 */
export function explain(issue: z.core.$ZodIssue, schema: z.ZodType, document: unknown): AdmissionIssue[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, 20).map((key) => {
      const at = formatPath([...issue.path, key]);
      return { path: at, message: `${at} is not a field; ${suggestion(schema, issue.path, key)}.` };
    });
  }
  const subject = path || "The document";
  if (issue.code === "custom") return [{ path, message: `${subject} ${issue.message}.` }];
  const value = valueAt(document, issue.path);
  if (value === undefined)
    return [{ path, message: `${subject} is missing; it ${lowerMust(issue.message)}.` }];
  return [
    { path, message: `${subject} ${lowerMust(issue.message)}; it is ${show(value)}${remedy(issue, value)}.` },
  ];
}

/** A number where a decimal string is wanted is the commonest slip: say exactly what to type. */
function remedy(issue: z.core.$ZodIssue, value: unknown): string {
  if (typeof value === "number") return wantsText(issue) ? `: write "${value}"` : "";
  if (issue.code !== "invalid_type") return "";
  if (
    (issue.expected === "int" || issue.expected === "number") &&
    typeof value === "string" &&
    /^\d{1,10}$/.test(value)
  )
    return `: write ${value}`;
  if (issue.expected === "boolean" && (value === "true" || value === "false")) return `: write ${value}`;
  return "";
}

/** Text is wanted, or as good as the whole number that this is not. */
function wantsText(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_union" || (issue.code === "invalid_type" && issue.expected === "string");
}

const lowerMust = (message: string): string =>
  message.startsWith("must") ? message : `is not valid (${message})`;

function suggestion(schema: z.ZodType, path: readonly PropertyKey[], key: string): string {
  const here = schemaAt(schema, path);
  const names = here instanceof z.ZodObject ? Object.keys(here.shape) : [];
  const near = nearest(key, names);
  if (near) return `did you mean "${near}"?`.slice(0, -1) + "? Otherwise remove it";
  const elsewhere = placesOf(schema, key);
  if (elsewhere.length > 0) return `it belongs to ${elsewhere.slice(0, 2).join(" or ")}`;
  return names.length > 0 && names.length <= 24 ? `the fields here are ${names.join(", ")}` : "remove it";
}

/** Closest of the names, if close enough to be meant. */
export function nearest(key: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || key.length > 64) return undefined;
  const same = names.find((name) => name.toLowerCase() === key.toLowerCase());
  if (same) return same;
  const candidate = closest(key, [...names]);
  return distance(key, candidate) <= Math.max(1, Math.min(3, Math.floor(key.length / 3)))
    ? candidate
    : undefined;
}

/** Parents of a field of this name anywhere in the schema. */
function placesOf(schema: z.ZodType, key: string): string[] {
  const places: string[] = [];
  for (const { path } of walkSchema(schema)) {
    if (path.at(-1) === key && path.length > 1)
      places.push(path.slice(0, -1).join(".").replaceAll(".[]", "[]"));
  }
  return places;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let here = document;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

/** A value for people, short. */
export function show(value: unknown): string {
  if (value === null) return "empty (null)";
  if (typeof value === "string") return `the text "${shorten(value, 60)}"`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return "a map of fields";
}

function shorten(text: string, length: number): string {
  // A name or value may hold line breaks or escape sequences: they must not reach a terminal.
  // oxlint-disable-next-line no-control-regex
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, "?");
  return clean.length <= length ? clean : `${clean.slice(0, length)}… (${text.length} characters)`;
}
