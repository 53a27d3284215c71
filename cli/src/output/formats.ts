/** The `-o` option: which formats a command offers, and writing a value in one. */
import { Option } from "commander";
import { stringify } from "yaml";

export type StructuredFormat = "json" | "yaml";

/** `-o, --output`, restricted to what the command offers; without it, text for people. */
export function formatOption(formats: readonly string[]): Option {
  return new Option("-o, --output <format>", `instead of text: ${formats.join(", ")}`).choices(formats);
}

/** The value as a document; ends with a line break. */
export function formatStructured(value: unknown, format: StructuredFormat): string {
  return format === "json"
    ? `${JSON.stringify(value, null, 2)}\n`
    : stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
