/**
 * From zod to the structural OpenAPI schema of a CRD: bounds, defaults, list types and CEL rules; nothing that an API server
 * refuses (additionalProperties beside properties, const, numeric exclusiveMinimum, …).
 */
import { z } from "zod";
import { integerOrTextKey } from "../schema/fields.ts";
import { walkSchema } from "../schema/walk.ts";

export type JsonSchema = { [field: string]: unknown };

/** @throws Error if the schema uses something that a structural schema cannot say */
export function structuralSchema(schema: z.ZodType): JsonSchema {
  return clean(
    z.toJSONSchema(schema, {
      io: "input",
      target: "openapi-3.0",
      unrepresentable: "throw",
      reused: "inline",
    }) as JsonSchema,
  );
}

const copied = [
  "description",
  "type",
  "format",
  "default",
  "enum",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "maxProperties",
  "required",
  integerOrTextKey,
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
] as const;

/** Read elsewhere, or of no meaning for a server. */
const dropped = new Set([
  "$schema",
  "id",
  "additionalProperties",
  "properties",
  "items",
  "allOf",
  "anyOf",
  "propertyNames",
]);

function clean(schema: JsonSchema): JsonSchema {
  refuseStrange(schema);
  const out: JsonSchema = {};
  for (const key of copied) if (schema[key] !== undefined) out[key] = schema[key];
  if (schema[integerOrTextKey]) Object.assign(out, integerOrText(schema));
  const properties = schema.properties as Record<string, JsonSchema> | undefined;
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  if (properties && !preserves) {
    out.properties = Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, clean(field)]),
    );
  }
  if (out.properties && isMap(out.default)) out.default = filled(out.default, out.properties as Fields);
  if (schema.items) out.items = clean(schema.items as JsonSchema);
  if (!properties && isSchema(schema.additionalProperties))
    out.additionalProperties = clean(schema.additionalProperties);
  return out;
}

function refuseStrange(schema: JsonSchema): void {
  const strange = Object.keys(schema).filter(
    (key) => !dropped.has(key) && !(copied as readonly string[]).includes(key),
  );
  if (schema.anyOf && !schema[integerOrTextKey]) strange.push("a union");
  if (strange.length > 0) throw new Error(`a structural schema cannot hold ${strange.join(", ")}`);
  // A map of text: zod's pattern is split over allOf only when several are given, which our fields never do.
  if (schema.allOf) throw new Error("a field has two patterns; join them into one");
}

/** A server wants these two types in this form; what bounds the text stands beside them and does not touch a number. */
function integerOrText({ anyOf }: JsonSchema): JsonSchema {
  const text = (anyOf as JsonSchema[]).find(({ type }) => type === "string");
  return {
    anyOf: [{ type: "integer" }, { type: "string" }],
    maxLength: text?.maxLength,
    pattern: text?.pattern,
  };
}

type Fields = Record<string, JsonSchema>;

/**
 * A default with the defaults of the fields below it: a server holds a default against the rules as it stands, before the
 * fields below have theirs, and refuses the whole definition when a rule names a field that is not there yet.
 */
function filled(value: JsonSchema, fields: Fields): JsonSchema {
  const out = { ...value };
  for (const [name, field] of Object.entries(fields)) {
    const below = out[name] ?? field.default;
    if (below === undefined) continue;
    out[name] = isMap(below) && field.properties ? filled(below, field.properties as Fields) : below;
  }
  return out;
}

function isMap(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** Rules that compare with the old object: fields directly under spec that may not change. */
export function fixedFieldRules(
  spec: z.ZodType,
  mutable: readonly string[],
  message: string,
): { rule: string; message: string }[] {
  const rules: { rule: string; message: string }[] = [];
  for (const { path, schema } of walkSchema(spec)) {
    const [name, ...deeper] = path;
    if (name === undefined || deeper.length > 0 || mutable.includes(name)) continue;
    // Fields with a default are always there by the time rules run.
    const optional = schema instanceof z.ZodOptional;
    rules.push({
      rule: optional
        ? `has(self.${name}) == has(oldSelf.${name}) && (!has(self.${name}) || self.${name} == oldSelf.${name})`
        : `self.${name} == oldSelf.${name}`,
      message: `${name} ${message}`,
    });
  }
  return rules;
}
