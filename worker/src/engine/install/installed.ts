/**
 * Where installed engines lie: `engines/NAME-VERSION/` in the cache folder, unpacked wheels and a record of them. A folder is there
 * whole or not at all, as the record is written before the folder gets its name.
 */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { workerEnv } from "@plateau/proto";
import { z } from "zod";
import type { Recipe } from "./catalogue.ts";

export const recordFile = "engine.json";
/** Wheels are unpacked to this folder beside the record. */
export const filesFolder = "files";

const recordSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative() })),
});

export type InstallRecord = z.infer<typeof recordSchema>;

export interface InstalledEngine {
  name: string;
  version: string;
  folder: string;
  /** Path of its native library: a PJRT plugin's, say. */
  library: string;
}

/** Cache folder of Plateau, outside of any clone; PLATEAU_CACHE names another. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env[workerEnv.cache] || join(env["HOME"] ?? homedir(), ".cache", "plateau");
}

export function engineFolder({ name, version }: Pick<Recipe, "name" | "version">, cache: string): string {
  return join(cache, "engines", `${name}-${version}`);
}

/** The engine as it lies in the cache; undefined if it is not there or a file of it is missing or of another size. */
export async function findInstalled(recipe: Recipe, cache: string): Promise<InstalledEngine | undefined> {
  const folder = engineFolder(recipe, cache);
  const record = await readRecord(folder);
  if (!record) return undefined;
  const files = join(folder, filesFolder);
  const sizes = await Promise.all(
    record.files.map(({ path, bytes }) =>
      stat(join(files, path)).then(
        ({ size }) => size === bytes,
        () => false,
      ),
    ),
  );
  if (sizes.includes(false)) return undefined;
  return { name: recipe.name, version: recipe.version, folder, library: join(files, recipe.library) };
}

async function readRecord(folder: string): Promise<InstallRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(join(folder, recordFile), "utf8")));
  } catch {
    return undefined;
  }
}
