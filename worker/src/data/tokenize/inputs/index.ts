/** Input formats by name, and the files that a list of paths stands for. */
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { DataError } from "../../errors.ts";
import { brownFile, readBrown } from "./brown/brown.ts";
import type { InputFile, ReadInput } from "./input.ts";
import { readJsonl } from "./jsonl/jsonl.ts";
import { readParquet } from "./parquet/parquet.ts";
import { readText } from "./text/text.ts";

export type InputFormat = "text" | "jsonl" | "parquet" | "brown";

/** Each name is a folder beside this file. */
export const formats: Readonly<Record<InputFormat, ReadInput>> = {
  text: readText,
  jsonl: readJsonl,
  parquet: readParquet,
  brown: readBrown,
};

const byExtension: Readonly<Record<string, InputFormat>> = {
  ".txt": "text",
  ".text": "text",
  ".md": "text",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".parquet": "parquet",
};

export interface PlannedInput extends InputFile {
  format: InputFormat;
}

/**
 * Files to read, in a fixed order: paths as given, directories by name within. A file below a directory has its first folder as
 * domain (`corpus/law/a.txt` → law).
 *
 * @param format for every file; left out = by extension
 * @throws DataError E_INPUT if a path is missing, nothing fits, or an extension is unknown
 */
export async function planInputs(paths: readonly string[], format?: InputFormat): Promise<PlannedInput[]> {
  const planned: PlannedInput[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((cause: unknown) => {
      throw new DataError("E_INPUT", `${path} cannot be read; check the path.`, { cause });
    });
    if (info.isDirectory()) planned.push(...(await planDirectory(path, format)));
    else planned.push({ path, bytes: info.size, domain: "", format: format ?? formatOf(path) });
  }
  return planned;
}

async function planDirectory(directory: string, format: InputFormat | undefined): Promise<PlannedInput[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile() && fits(entry.name, format))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0) {
    const wanted =
      format === undefined ? `a name in ${Object.keys(byExtension).join(", ")}` : `format ${format}`;
    throw new DataError("E_INPUT", `${directory} holds no file of ${wanted}; name the format or the files.`);
  }
  return Promise.all(
    paths.map(async (path) => {
      const folders = relative(directory, path).split(sep);
      const domain = folders.length > 1 ? (folders[0] ?? "") : "";
      return { path, bytes: (await stat(path)).size, domain, format: format ?? formatOf(path) };
    }),
  );
}

function fits(name: string, format: InputFormat | undefined): boolean {
  if (name.startsWith(".")) return false;
  if (format === "brown") return brownFile.test(name);
  const found = byExtension[extname(name).toLowerCase()];
  // Any file may be text when text is asked for.
  return format === undefined ? found !== undefined : found === format || format === "text";
}

function formatOf(path: string): InputFormat {
  const found = byExtension[extname(path).toLowerCase()];
  if (found) return found;
  throw new DataError(
    "E_INPUT",
    `The format of ${basename(path)} is not known by its name; name it (${Object.keys(formats).join(", ")}).`,
  );
}
