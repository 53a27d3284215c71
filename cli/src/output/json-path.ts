/** The JSONPath subset of printer columns: `.a.b` and `.a[?(@.key=="value")].b`. */

/** What the path leads to, or undefined. */
export function readPath(object: unknown, path: string): unknown {
  let here = object;
  for (const [, name, key, value] of path.matchAll(/\.([A-Za-z_]\w*)|\[\?\(@\.(\w+)=="([^"]*)"\)\]/g)) {
    if (name !== undefined) here = isRecord(here) ? here[name] : undefined;
    else
      here = Array.isArray(here)
        ? here.find((item) => isRecord(item) && item[key ?? ""] === value)
        : undefined;
  }
  return here;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as one line of text; what has fields is shown as JSON. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  return value === undefined ? "" : JSON.stringify(value);
}
