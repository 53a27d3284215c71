/**
 * Cross-field rules, stated once and enforced twice: as CEL by an API server (`x-kubernetes-validations` of the CRD) and as
 * TypeScript by `admit`. A test evaluates both over generated objects and demands equal verdicts.
 */
import type { z } from "zod";

export interface Rule<T> {
  /** Expression over `self`, as a CRD validation rule. */
  cel: string;
  /** Completes "<path> …": what must hold. The same sentence for both enforcers. */
  message: string;
  holds(self: T): boolean;
  /** A better sentence that knows the values; `admit` only. */
  explain?(self: T): string;
  /** Field below `self` that the issue is reported at. */
  path?: string[];
}

/** What the CRD carries of a rule. */
export interface CelRule {
  rule: string;
  message: string;
}

export const rulesKey = "x-kubernetes-validations";

/** Attach rules to a schema; checked once the value has the right shape. */
export function withRules<S extends z.ZodType>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  const before = schema.meta();
  const checked = schema.superRefine((self, context) => {
    for (const rule of rules) {
      if (rule.holds(self)) continue;
      context.addIssue({
        code: "custom",
        path: rule.path ?? [],
        message: rule.explain?.(self) ?? rule.message,
      });
    }
  });
  const earlier = (before?.[rulesKey] as CelRule[] | undefined) ?? [];
  const cel = rules.map(({ cel: rule, message, path }) => ({
    rule,
    message: path?.length ? `${path.join(".")} ${message}` : message,
  }));
  return checked.meta({ ...before, [rulesKey]: [...earlier, ...cel] });
}

/** Exactly one of the optional fields is set. */
export function exactlyOne<T extends object>(fields: readonly (keyof T & string)[]): Rule<T> {
  const names = fields.map((field) => `"${field}"`).join(", ");
  return {
    cel: `[${fields.map((field) => `has(self.${field})`).join(", ")}].filter(x, x).size() == 1`,
    message: `must have exactly one of ${names}`,
    holds: (self) => fields.filter((field) => self[field] !== undefined).length === 1,
    explain: (self) => {
      const set = fields.filter((field) => self[field] !== undefined);
      return set.length === 0
        ? `must have one of ${names}; add one`
        : `must have exactly one of ${names}, but has ${set.join(" and ")}; remove all but one`;
    },
  };
}

/**
 * A member of a union may be set only under its discriminator: `{ adamW: … }` only with `name: AdamW`.
 *
 * @param options.optional the discriminator has no default and may be missing; then no member may be set
 */
export function memberOf<T extends object>(
  discriminator: keyof T & string,
  members: Readonly<Record<string, keyof T & string>>,
  { optional = false }: { optional?: boolean } = {},
): Rule<T>[] {
  const isSet = (value: string): string => {
    const equal = `self.${discriminator} == '${value}'`;
    return optional ? `(has(self.${discriminator}) && ${equal})` : equal;
  };
  return Object.entries(members).map(([value, member]) => ({
    cel: `!has(self.${member}) || ${isSet(value)}`,
    message: `may be set only when ${discriminator} is ${value}`,
    path: [member],
    holds: (self: T) => self[member] === undefined || self[discriminator] === value,
    explain: (self: T) =>
      self[discriminator] === undefined
        ? `may be set only when ${discriminator} is ${value}, which is left out; add ${discriminator}: ${value}`
        : `may be set only when ${discriminator} is ${value}, but it is ${String(self[discriminator])}; remove it`,
  }));
}

/** Decimal strings that differ in writing only ("400e3", "4e5") are the same number. */
export const distinctNumbers: Rule<string[]> = {
  cel: "self.all(a, self.exists_one(b, double(a) == double(b)))",
  message: "must hold each number once",
  holds: (self) => new Set(self.map(Number)).size === self.length,
  explain: (self) => {
    const numbers = self.map(Number);
    const index = numbers.findIndex((value, at) => numbers.indexOf(value) !== at);
    return `holds the number ${self[index]} twice (entries ${numbers.indexOf(numbers[index] ?? NaN)} and ${index}); remove one`;
  },
};
