/** Walks folders of this machine into entries of an image's layer. */
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TarEntry } from "./tar.ts";

/**
 * Entries of a folder and all below, without what `skip` names.
 *
 * @param at where the folder lies in the image, without a slash at either end
 * @param skip told the path relative to the folder, and the path's last part
 */
export function* walk(
  folder: string,
  at: string,
  skip: (path: string, name: string) => boolean,
): Generator<TarEntry> {
  function* below(path: string): Generator<TarEntry> {
    for (const name of readdirSync(join(folder, path)).sort()) {
      const inner = path === "" ? name : `${path}/${name}`;
      if (skip(inner, name)) continue;
      const entry = entryOf(join(folder, inner), `${at}/${inner}`);
      yield entry;
      if (entry.content.kind === "directory") yield* below(inner);
    }
  }
  yield* below("");
}

/** A file, link or folder under the name it has in the image. Executable if its owner may execute it. */
export function entryOf(path: string, name: string): TarEntry {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink())
    return { name, mode: 0o777, content: { kind: "link", target: readlinkSync(path) } };
  if (stat.isDirectory()) return folderEntry(name);
  const mode = (stat.mode & 0o100) === 0 ? 0o644 : 0o755;
  return { name, mode, content: { kind: "file", path, size: stat.size } };
}

export function folderEntry(name: string, mode = 0o755): TarEntry {
  return { name, mode, content: { kind: "directory" } };
}

/** The entries in order of name, with the folders that lead to them, each name once. */
export function complete(entries: Iterable<TarEntry>): TarEntry[] {
  const all = new Map<string, TarEntry>();
  for (const entry of entries) {
    all.set(entry.name, entry);
    for (let up = dirname(entry.name); up !== "."; up = dirname(up)) {
      if (!all.has(up)) all.set(up, folderEntry(up));
    }
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
