/** JSON lines: one object a line, one document each. */
import { DataError } from "../../../errors.ts";
import type { InputOptions, Piece, ReadInput } from "../input.ts";
import { decodeFile } from "../utf8.ts";

/** A longer line is no line but a file without line breaks. */
const maxLineLength = 2 ** 28;

export const readJsonl: ReadInput = async function* (file, options, onBytes) {
  let line = 0;
  for await (const text of lines(file.path, onBytes)) {
    line += 1;
    if (text.trim() === "") continue;
    yield pieceOf(text, { ...options, place: `${file.path} line ${line}`, domain: file.domain });
  }
};

async function* lines(path: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  let pending = "";
  for await (const text of decodeFile(path, onBytes)) {
    const parts = (pending + text).split("\n");
    pending = parts.pop() ?? "";
    yield* parts;
    if (pending.length > maxLineLength)
      throw new DataError(
        "E_INPUT",
        `${path} has a line of more than ${maxLineLength} characters; JSON lines have an object a line.`,
      );
  }
  yield pending;
}

function pieceOf(text: string, at: InputOptions & { place: string; domain: string }): Piece {
  const { place, textField, domainField } = at;
  let value: unknown;
  try {
    // A byte order mark may precede the first line.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new DataError(
      "E_INPUT",
      `${place} is not JSON: ${(cause as Error).message}. Correct or remove it.`,
      {
        cause,
      },
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new DataError("E_INPUT", `${place} is not a JSON object; each line must be one.`);
  const record = value as Record<string, unknown>;
  const document = stringField(record, textField, place);
  return {
    text: document,
    last: true,
    domain: domainField === undefined ? at.domain : stringField(record, domainField, place),
  };
}

function stringField(record: Record<string, unknown>, field: string, place: string): string {
  const value = Object.hasOwn(record, field) ? record[field] : undefined;
  if (typeof value === "string") return value;
  const found =
    value === undefined ? "is missing" : `is ${value === null ? "null" : typeof value}, not a string`;
  throw new DataError(
    "E_INPUT",
    `${place}: field "${field}" ${found}. Its fields are ${Object.keys(record).join(", ") || "none"}; name the right one.`,
  );
}
