/** Which of our files a program loads, by what they import from each other. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { repository } from "./render.ts";

const imported = /(?:\bfrom|\bimport|\bimport\()\s*"([^"]+)"/g;
/** Types are not loaded. */
const typesOnly = /^(?:import|export) type [^;]*;/gm;

/** Paths in the repository of all that `entry` imports, itself included. */
export function loadedFiles(entry: string): Set<string> {
  const found = new Set<string>();
  const left = [entry];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(join(repository, file), "utf8").replaceAll(typesOnly, "");
    for (const [, name] of text.matchAll(imported)) {
      const path = pathOf(name!, file);
      if (path !== undefined) left.push(path);
    }
  }
  return found;
}

/** Undefined for a package of others. */
function pathOf(name: string, from: string): string | undefined {
  if (name.startsWith(".")) return posix.join(posix.dirname(from), name);
  const [, workspace, rest] = /^@plateau\/([^/]+)(?:\/(.+))?$/.exec(name) ?? [];
  if (workspace === undefined) return undefined;
  const path = `${workspace}/src/${rest ?? "index.ts"}`;
  return existsSync(join(repository, path)) ? path : undefined;
}
