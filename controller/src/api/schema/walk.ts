/** Walking a zod schema: what stands at a path, and where a field name occurs. For messages, generators and tests. */
import { z } from "zod";

/** The schema without optional, default and prefault around it. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodNullable
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

/** The schema of the value at a path, or undefined if the path leaves the schema. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let here: z.ZodType | undefined = unwrap(schema);
  for (const step of path) {
    if (here instanceof z.ZodObject) here = (here.shape as Record<PropertyKey, z.ZodType>)[step];
    else if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.ZodType;
    else return undefined;
    if (!here) return undefined;
    here = unwrap(here);
  }
  return here;
}

export interface SchemaNode {
  /** Field names; `[]` stands for the entries of a list, `*` for the values of a map. */
  path: string[];
  /** As written, wrappers included. */
  schema: z.ZodType;
  /** Without wrappers. */
  inner: z.ZodType;
}

/** Every node of a schema, parents first, in the order of their declaration. */
export function* walkSchema(schema: z.ZodType, path: string[] = []): Generator<SchemaNode> {
  const inner = unwrap(schema);
  yield { path, schema, inner };
  if (inner instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(inner.shape as Record<string, z.ZodType>)) {
      yield* walkSchema(field, [...path, name]);
    }
  } else if (inner instanceof z.ZodArray) {
    yield* walkSchema(inner.element as z.ZodType, [...path, "[]"]);
  } else if (inner instanceof z.ZodRecord) {
    yield* walkSchema(inner.valueType as z.ZodType, [...path, "*"]);
  }
}
