/** Options that are numbers: checked when they are read, with a sentence that says what is allowed. */
import { InvalidArgumentError, Option } from "commander";

export interface NumberOption {
  flags: string;
  description: string;
  /** Allowed; both ends excluded, unless they are `included`. */
  above?: number;
  below?: number;
  included?: boolean;
  whole?: boolean;
}

export function numberOption({
  flags,
  description,
  above = 0,
  below = Infinity,
  included = false,
  whole = false,
}: NumberOption): Option {
  return new Option(flags, description).argParser((text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    const isWithin = included ? value >= above && value <= below : value > above && value < below;
    if (!isWithin || (whole && !Number.isSafeInteger(value))) {
      const kind = whole ? "whole number" : "number";
      const [lower, upper] = included ? ["of at least", "at most"] : ["above", "below"];
      const end = Number.isFinite(below) ? ` and ${upper} ${below}` : "";
      throw new InvalidArgumentError(`Use a ${kind} ${lower} ${above}${end}.`);
    }
    return value;
  });
}
