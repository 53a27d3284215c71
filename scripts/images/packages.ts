/** Production packages of a workspace, by the lock file: what `npm ci --omit=dev --omit=optional --workspace …` would install. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface LockEntry {
  dependencies?: Record<string, string>;
  /** Of a workspace: its folder. */
  resolved?: string;
  link?: boolean;
}

/**
 * Folders of the packages, relative to the root of the repository, sorted; workspaces as their links in node_modules.
 *
 * @throws Error if a package in the lock file needs one that is not in it
 */
export function productionPackages(
  root: string,
  workspace: string,
): { folders: string[]; links: Map<string, string> } {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockEntry>;
  };
  const folders = new Set<string>();
  const links = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const name of Object.keys(lock.packages[folder]!.dependencies ?? {})) {
      const found = resolve(lock.packages, folder, name);
      if (folders.has(found) || links.has(found)) continue;
      const { link, resolved } = lock.packages[found]!;
      if (link) links.set(found, resolved!);
      else folders.add(found);
      visit(link ? resolved! : found);
    }
  };
  visit(workspace);
  return { folders: [...folders].sort(), links };
}

/** As Node finds a package: in node_modules beside who asks, then further up. */
function resolve(packages: Record<string, LockEntry>, from: string, name: string): string {
  for (let folder = from; ;) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (folder === "")
      throw new Error(`package-lock.json has no ${name}, which ${from} depends on; run npm install.`);
    const at = folder.lastIndexOf("/node_modules/");
    folder = at >= 0 ? folder.slice(0, at) : "";
  }
}
