/** Equality of plain data (what JSON can hold). Unlike node's deep equality it asks for values only, not for prototypes. */

/** Whether two values are the same document; a member that is undefined counts as missing. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = members(a);
  const others = members(b);
  if (names.length !== others.length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(b, name) &&
      sameData((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}

function members(value: object): string[] {
  return Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined);
}
