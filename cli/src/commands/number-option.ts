/** Options that are numbers: checked when they are read, with a sentence that says what is allowed. */
import { InvalidArgumentError, Option } from "commander";

export interface NumberOption {
  flags: string;
  description: string;
  /** Allowed; both ends excluded unless whole. */
  above?: number;
  below?: number;
  whole?: boolean;
}

export function numberOption({
  flags,
  description,
  above = 0,
  below = Infinity,
  whole = false,
}: NumberOption): Option {
  return new Option(flags, description).argParser((text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    const allowed =
      Number.isFinite(value) && value > above && value < below && (!whole || Number.isSafeInteger(value));
    if (!allowed) {
      const upper = Number.isFinite(below) ? ` and below ${below}` : "";
      throw new InvalidArgumentError(`Use a ${whole ? "whole " : ""}number above ${above}${upper}.`);
    }
    return value;
  });
}
