/**
 * What an API server makes of an object under one of our CRDs, read from the CRD alone: unknown fields, defaults, OpenAPI
 * bounds, list types, CEL rules. Test support: `admit` and this must agree on every object.
 */
import { isCelError, parse, plan, celEnv, type CelInput } from "@bufbuild/cel";
import type { JsonSchema } from "../generate/structural.ts";
import { sameData } from "../schema/same.ts";

interface Rule {
  rule: string;
  message: string;
}

/** Complaints about `spec` (new object, or update of `oldSpec`); none = admitted. */
export function serverVerdict(crd: JsonSchema, spec: unknown, oldSpec?: unknown): string[] {
  const schema = specSchema(crd);
  const value = withDefaults(schema, structuredClone(spec));
  const complaints = structure(schema, value, "spec");
  if (complaints.length > 0) return complaints;
  return rules(schema, value, {
    path: "spec",
    old: oldSpec === undefined ? undefined : withDefaults(schema, structuredClone(oldSpec)),
  });
}

/** `spec` with the defaults that the CRD gives it. */
export function serverDefaults(crd: JsonSchema, spec: unknown): unknown {
  return withDefaults(specSchema(crd), structuredClone(spec));
}

function specSchema(crd: JsonSchema): JsonSchema {
  const { versions } = crd.spec as {
    versions: { schema: { openAPIV3Schema: { properties: { spec: JsonSchema } } } }[];
  };
  const schema = versions[0]?.schema.openAPIV3Schema.properties.spec;
  if (!schema) throw new Error("the CRD has no version");
  return schema;
}

type Fields = Record<string, JsonSchema>;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Defaults of missing fields, from the outside in: a defaulted object then gets the defaults of its fields. */
function withDefaults(schema: JsonSchema, value: unknown): unknown {
  if (isRecord(value) && schema.properties) {
    for (const [name, field] of Object.entries(schema.properties as Fields)) {
      if (value[name] === undefined && field.default !== undefined)
        value[name] = structuredClone(field.default);
      if (value[name] !== undefined) value[name] = withDefaults(field, value[name]);
    }
  }
  if (Array.isArray(value) && schema.items)
    return value.map((entry) => withDefaults(schema.items as JsonSchema, entry));
  return value;
}

function structure(schema: JsonSchema, value: unknown, path: string): string[] {
  const types = schema["x-kubernetes-int-or-string"] ? ["integer", "string"] : [schema.type as string];
  if (!types.some((type) => hasType(type, value))) return [`${path}: must be ${types.join(" or ")}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${path}: unsupported value`];
  if (typeof value === "string") return stringBounds(schema, value, path);
  if (typeof value === "number") return numberBounds(schema, value, path);
  if (Array.isArray(value)) return listStructure(schema, value as unknown[], path);
  return isRecord(value) ? objectStructure(schema, value, path) : [];
}

function hasType(type: string, value: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isRecord(value);
  return typeof value === type;
}

function numberBounds(schema: JsonSchema, value: number, path: string): string[] {
  const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  return value < minimum || value > maximum ? [`${path}: out of range`] : [];
}

function stringBounds(schema: JsonSchema, value: string, path: string): string[] {
  if (value.length > ((schema.maxLength as number | undefined) ?? Infinity)) return [`${path}: too long`];
  if (value.length < ((schema.minLength as number | undefined) ?? 0)) return [`${path}: too short`];
  return schema.pattern !== undefined && !new RegExp(schema.pattern as string).test(value)
    ? [`${path}: pattern`]
    : [];
}

function listStructure(schema: JsonSchema, value: unknown[], path: string): string[] {
  const { minItems = 0, maxItems = Infinity } = schema as { minItems?: number; maxItems?: number };
  if (value.length < minItems || value.length > maxItems) return [`${path}: length`];
  const complaints = value.flatMap((entry, index) =>
    structure(schema.items as JsonSchema, entry, `${path}[${index}]`),
  );
  const type = schema["x-kubernetes-list-type"];
  if (complaints.length > 0 || type === "atomic") return complaints;
  const keys = schema["x-kubernetes-list-map-keys"] as string[] | undefined;
  const ids = value.map((entry) =>
    keys ? keys.map((key) => (entry as Record<string, unknown>)[key]) : entry,
  );
  return ids.some((id, index) => ids.findIndex((other) => sameData(other, id)) !== index)
    ? [`${path}: duplicate`]
    : [];
}

function objectStructure(schema: JsonSchema, value: Record<string, unknown>, path: string): string[] {
  if (schema["x-kubernetes-preserve-unknown-fields"]) return [];
  const fields = (schema.properties as Fields | undefined) ?? {};
  const values = schema.additionalProperties as JsonSchema | undefined;
  const missing = ((schema.required as string[] | undefined) ?? []).filter(
    (name) => value[name] === undefined,
  );
  return [
    ...missing.map((name) => `${path}.${name}: required`),
    ...Object.entries(value).flatMap(([name, entry]) => {
      const field = fields[name] ?? values;
      return field ? structure(field, entry, `${path}.${name}`) : [`${path}.${name}: unknown field`];
    }),
  ];
}

function rules(schema: JsonSchema, value: unknown, at: { path: string; old: unknown }): string[] {
  const complaints = ((schema["x-kubernetes-validations"] as Rule[] | undefined) ?? []).flatMap(
    ({ rule, message }) => {
      // Rules over oldSelf do not run on creation.
      if (rule.includes("oldSelf") && at.old === undefined) return [];
      const result = evaluate(rule, {
        self: celValue(value),
        ...(at.old === undefined ? {} : { oldSelf: celValue(at.old) }),
      });
      return result === true ? [] : [`${at.path}: ${message}`];
    },
  );
  if (Array.isArray(value) && schema.items) {
    return [
      ...complaints,
      ...value.flatMap((entry, index) =>
        rules(schema.items as JsonSchema, entry, { path: `${at.path}[${index}]`, old: undefined }),
      ),
    ];
  }
  if (!isRecord(value)) return complaints;
  const fields = (schema.properties as Fields | undefined) ?? {};
  return [
    ...complaints,
    ...Object.entries(fields).flatMap(([name, field]) =>
      value[name] === undefined
        ? []
        : rules(field, value[name], {
            path: `${at.path}.${name}`,
            old: isRecord(at.old) ? at.old[name] : undefined,
          }),
    ),
  ];
}

const environment = celEnv();
const programs = new Map<string, (bindings: Record<string, CelInput>) => unknown>();

/** True, false, or an error's text; a rule that fails to evaluate refuses, as on a server. */
function evaluate(rule: string, bindings: Record<string, CelInput>): unknown {
  let program = programs.get(rule);
  if (!program) {
    program = plan(environment, parse(rule)) as (bindings: Record<string, CelInput>) => unknown;
    programs.set(rule, program);
  }
  const result = program(bindings);
  return isCelError(result) ? String(result) : result;
}

/** Integers are CEL ints, objects CEL maps. No field of a spec is a float. */
function celValue(value: unknown): CelInput {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(celValue);
  if (isRecord(value)) return new Map(Object.entries(value).map(([name, entry]) => [name, celValue(entry)]));
  return value as CelInput;
}
