/** JSON schemas of chart values in a few words each: a description and a default are always given. */

export interface ValueSchema {
  description: string;
  default?: unknown;
  type: "object" | "array" | "string" | "integer" | "boolean";
  properties?: Record<string, ValueSchema>;
  [keyword: string]: unknown;
}

/** A map with named fields; any other field is refused. */
export function group(description: string, properties: Record<string, ValueSchema>): ValueSchema {
  return { description, type: "object", additionalProperties: false, properties };
}

export function text(description: string, value: string, more: Record<string, unknown> = {}): ValueSchema {
  return { description, type: "string", default: value, ...more };
}

export function flag(description: string, value: boolean): ValueSchema {
  return { description, type: "boolean", default: value };
}

export function count(description: string, value: number, minimum: number): ValueSchema {
  return { description, type: "integer", default: value, minimum };
}

export function list(
  description: string,
  items: Record<string, unknown>,
  value: unknown[] = [],
): ValueSchema {
  return { description, type: "array", default: value, items };
}

/** Passed on as it is: Kubernetes checks it. */
export function passed(description: string, value: Record<string, unknown> = {}): ValueSchema {
  return { description, type: "object", default: value };
}

/** Texts by name, such as labels. */
export function texts(description: string, value: Record<string, string> = {}): ValueSchema {
  return { description, type: "object", default: value, additionalProperties: { type: "string" } };
}
