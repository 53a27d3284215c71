/** An installation as the installer leaves it, but for the size of its library. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { recipes, type InstallableName } from "../catalogue.ts";
import { engineFolder, filesFolder, recordFile } from "../installed.ts";

/** @returns the path of its library */
export async function pretendInstalled(name: InstallableName, cache: string): Promise<string> {
  const recipe = recipes[name];
  const folder = engineFolder(recipe, cache);
  const library = join(folder, filesFolder, recipe.library);
  await mkdir(dirname(library), { recursive: true });
  await writeFile(library, "library");
  const files = [{ path: recipe.library, bytes: 7 }];
  await writeFile(join(folder, recordFile), JSON.stringify({ name, version: recipe.version, files }));
  return library;
}
