/**
 * Decimal strings: how a spec writes every number that is not a small whole one. `"4e-3"` means the same to every reader,
 * survives a round trip through any JSON library, and may exceed 2^53. This file knows their pattern and their value.
 */

/** One digit at least, no sign, exponent of at most three digits: in most places a negative number makes no sense. */
export const decimalPattern = /^(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$/;
/** For the few numbers that may be negative, such as decibels. */
export const signedDecimalPattern = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$/;
export const decimalMaxLength = 32;

/**
 * The number that a decimal string of a spec means.
 *
 * @throws RangeError if it is not one (admission has excluded that for objects read from a cluster)
 */
export function decimalValue(text: string): number {
  return valueOf(text, decimalPattern);
}

/** The number of a field that takes whole numbers as they are and decimals as text; either may be negative. */
export function signedValue(written: number | string): number {
  return typeof written === "number" ? written : valueOf(written, signedDecimalPattern);
}

function valueOf(text: string, pattern: RegExp): number {
  const value = pattern.test(text) && text.length <= decimalMaxLength ? Number(text) : NaN;
  if (!Number.isFinite(value))
    throw new RangeError(`"${text.slice(0, 40)}" is not a decimal number such as "4e-3".`);
  return value;
}

/** A decimal string for a number, as short as it can be read back exactly: 1600000 → "1600000", 1e21 → "1e+21". */
export function decimalText(value: number): string {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`${value} cannot be written as a decimal string.`);
  return String(value);
}
