/**
 * Whether a stored value still says what an admitted one says. Objects outlive the schema that they were written under: fields
 * with defaults are added, others go. As an API server does on reading, the stored value is first brought under the present schema.
 */
import { z } from "zod";
import { sameData } from "./same.ts";
import { unwrap } from "./walk.ts";
import { isRecord } from "./record.ts";

/**
 * @param schema the field's present schema
 * @param value  what it gave for the new object, defaults included
 * @param stored the field as some earlier version of the schema left it; undefined = it was not written
 * @returns true also where `stored` lacks a field that `value` leaves at its default, or holds one that no longer exists
 */
export function isUnchanged(schema: z.ZodType, value: unknown, stored: unknown): boolean {
  const parsed = schema.safeParse(stored);
  if (parsed.success) return sameData(value, parsed.data);
  // Something in it is not valid any more; what is can still be compared.
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject && isRecord(value) && isRecord(stored)) {
    return Object.entries(inner.shape as Record<string, z.ZodType>).every(([name, field]) =>
      isUnchanged(field, value[name], stored[name]),
    );
  }
  if (inner instanceof z.ZodArray && Array.isArray(value) && Array.isArray(stored)) {
    return (
      value.length === stored.length &&
      value.every((entry, index) => isUnchanged(inner.element as z.ZodType, entry, stored[index]))
    );
  }
  return sameData(value, stored);
}
