/**
 * Building blocks of the kinds' schemas. Each gives a zod schema that carries everything that admission, the CRD and the
 * reference page need: bounds, default, description, list type, and a message that says what to write instead.
 */
import { z } from "zod";
import { decimalMaxLength, decimalPattern, signedDecimalPattern } from "./decimal.ts";
import { withRules } from "./rules.ts";

/** Largest whole number that a spec may hold: steps, seconds and counts stay far below it, and 2^31 fits any client. */
export const maxInteger = 2_147_483_647;

export interface IntegerOptions {
  min?: number;
  max?: number;
}

/** A whole number within bounds (default 1 to 2^31 − 1). */
export function integer(description: string, options: IntegerOptions = {}): z.ZodNumber {
  const { min = 1, max = maxInteger } = options;
  return z
    .int({ error: () => `must be a whole number from ${min} to ${max}, without quotes` })
    .min(min, { error: () => `must be at least ${min}` })
    .max(max, { error: () => `must be at most ${max}` })
    .meta({ description, format: max <= maxInteger ? "int32" : "int64" });
}

export interface DecimalOptions {
  /** Smallest value allowed. */
  min?: number;
  /** Smallest value, itself excluded. */
  above?: number;
  max?: number;
  /** Largest value, itself excluded. */
  below?: number;
  example: string;
}

/** A decimal string within bounds. `Infinity` cannot be written: too large an exponent is out of bounds like any other. */
export function decimal(description: string, options: DecimalOptions): z.ZodString {
  const { min = 0, above, max = 1e300, below, example } = options;
  const lower = above === undefined ? `at least ${min}` : `more than ${above}`;
  const upper = below === undefined ? `at most ${max}` : `less than ${below}`;
  const message = `must be ${lower} and ${upper}`;
  const shape = z
    .string({ error: () => `must be a decimal number in quotes, such as "${example}"` })
    .max(decimalMaxLength, {
      error: () => `must be a decimal number of at most ${decimalMaxLength} characters`,
    })
    .regex(decimalPattern, {
      error: () => `must be a decimal number without a sign, in quotes, such as "${example}"`,
    })
    .meta({ description });
  const low =
    above === undefined ? `double(self) >= ${celDouble(min)}` : `double(self) > ${celDouble(above)}`;
  const high =
    below === undefined ? `double(self) <= ${celDouble(max)}` : `double(self) < ${celDouble(below)}`;
  return withRules(shape, [
    {
      cel: `${low} && ${high}`,
      message,
      holds: (text) => {
        const value = Number(text);
        return (
          (above === undefined ? value >= min : value > above) &&
          (below === undefined ? value <= max : value < below)
        );
      },
    },
  ]);
}

/** Says in a schema's metadata, and to an API server, that a field takes a whole number as it is or a decimal as text. */
export const integerOrTextKey = "x-kubernetes-int-or-string";

export interface SignedOptions {
  min: number;
  max: number;
  example: string;
}

/** A number that may be negative: whole ones as they are, any as a decimal string. */
export function signedNumber(
  description: string,
  { min, max, example }: SignedOptions,
): z.ZodUnion<readonly [z.ZodInt, z.ZodString]> {
  const decimalShape = z
    .string()
    .max(decimalMaxLength, {
      error: () => `must be a decimal number of at most ${decimalMaxLength} characters`,
    })
    .regex(signedDecimalPattern, { error: () => `must be a decimal number, such as "${example}"` });
  const shape = z
    .union([z.int(), decimalShape], {
      error: () => `must be a whole number, or a decimal number in quotes such as "${example}"`,
    })
    .meta({ description, [integerOrTextKey]: true });
  return withRules(shape, [
    {
      cel: `double(self) >= ${celDouble(min)} && double(self) <= ${celDouble(max)}`,
      message: `must be at least ${min} and at most ${max}`,
      holds: (written) => Number(written) >= min && Number(written) <= max,
    },
  ]);
}

/** CEL tells doubles from ints by the point or exponent. */
function celDouble(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

export interface TextOptions {
  min?: number;
  max: number;
  pattern?: RegExp;
  /** Completes "must be …" when the pattern does not match. */
  expected?: string;
}

/** A string of bounded length. */
export function text(description: string, options: TextOptions): z.ZodString {
  const { min = 0, max, pattern, expected = `text that matches ${String(pattern)}` } = options;
  let schema = z
    .string({ error: () => "must be text" })
    .max(max, { error: () => `must have at most ${max} characters` });
  if (min > 0) schema = schema.min(min, { error: () => "must not be empty" });
  if (pattern) schema = schema.regex(pattern, { error: () => `must be ${expected}` });
  return schema.meta({ description });
}

/** Name of another object in the same namespace: a DNS subdomain, as Kubernetes wants it. */
export function objectName(description: string): z.ZodString {
  return text(description, {
    min: 1,
    max: 253,
    pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    expected: 'a name of small letters, digits, "-" and "."',
  });
}

/** Short name used as a part of child names. */
export function label(description: string): z.ZodString {
  return text(description, {
    min: 1,
    max: 24,
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    expected: 'a name of small letters, digits and "-"',
  });
}

/** Path or URI. Relative ones are resolved against the home of the embedded cluster. */
export function uri(description: string): z.ZodString {
  return text(description, {
    min: 1,
    max: 1024,
    // Control characters and spaces at the ends never belong to a path. (Written so that Go reads the pattern too.)
    // oxlint-disable-next-line no-control-regex
    pattern: /^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$/,
    expected: "a path or URI without control characters or spaces at its ends",
  });
}

/** One of a few PascalCase words. */
export function choice<const T extends readonly [string, ...string[]]>(
  description: string,
  values: T,
): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(values, { error: () => `must be ${oneOf(values)}` }).meta({ description });
}

export function flag(description: string): z.ZodBoolean {
  return z.boolean({ error: () => "must be true or false, without quotes" }).meta({ description });
}

export type ListType = { type: "atomic" | "set" } | { type: "map"; keys: string[] };

export interface ListOptions {
  min?: number;
  max: number;
  list: ListType;
}

/** A list of bounded length; sets and maps refuse duplicates. */
export function list<T extends z.ZodType>(description: string, item: T, options: ListOptions): z.ZodArray<T> {
  const { min = 0, max, list: kind } = options;
  let schema = z
    .array(item, { error: () => "must be a list" })
    .max(max, { error: () => `must have at most ${max} entries` });
  if (min > 0)
    schema = schema.min(min, { error: () => `must have at least ${min} ${min === 1 ? "entry" : "entries"}` });
  if (kind.type !== "atomic") {
    const keys = kind.type === "map" ? kind.keys : undefined;
    schema = schema.superRefine((entries, context) => {
      const seen = new Map<string, number>();
      entries.forEach((entry, index) => {
        const key = JSON.stringify(
          keys ? keys.map((name) => (entry as Record<string, unknown>)[name]) : entry,
        );
        const first = seen.get(key);
        if (first === undefined) return void seen.set(key, index);
        const what = keys
          ? `the same ${keys.join(", ")} as entry ${first}`
          : `the same value as entry ${first}`;
        context.addIssue({
          code: "custom",
          path: [index, ...(keys?.slice(0, 1) ?? [])],
          message: `has ${what}; each may stand there once`,
        });
      });
    });
  }
  return schema.meta({
    description,
    "x-kubernetes-list-type": kind.type,
    ...(kind.type === "map" ? { "x-kubernetes-list-map-keys": kind.keys } : {}),
  });
}

/** An object; unknown fields are refused. */
export function object<S extends z.core.$ZodLooseShape>(
  description: string,
  shape: S,
): z.ZodObject<S, z.core.$strict> {
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === "invalid_type" ? "must be a map of fields" : undefined),
    })
    .meta({ description });
}

/** String → string map of bounded size. */
export function stringMap(description: string): z.ZodRecord<z.ZodString, z.ZodString> {
  return z
    .record(z.string().max(316), z.string({ error: () => "must be text" }).max(4096), {
      error: () => "must be a map of text to text",
    })
    .meta({ description, maxProperties: 64 });
}

export function oneOf(values: readonly string[]): string {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
