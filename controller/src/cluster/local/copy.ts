/**
 * Copies of plain data by way of JSON: what is compared is what would be stored (no members that are undefined). Not
 * `structuredClone`, whose results belong to another realm inside a test sandbox and so are never strictly equal.
 */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
