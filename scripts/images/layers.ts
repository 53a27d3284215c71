/**
 * The layers of an image, the least changed first: the system (glibc, Node), the packages, compiled code, the sources. Each is a list of
 * entries with a key that changes when the layer may.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { allSystems, home, images, unread, userId, type ImageName } from "./contents.ts";
import { productionPackages } from "./packages.ts";
import type { TarEntry } from "./tar.ts";
import { complete, entryOf, folderEntry, walk } from "./tree.ts";

export interface Layer {
  name: string;
  /** Of what the entries were made from; undefined: make it each time. */
  key: string | undefined;
  entries: () => TarEntry[];
}

const app = home.slice(1);

/** Shared by all images: Node, the libraries that it and the native packages load, and a user. */
export function systemLayer(root: string): Layer {
  const node = realpathSync(join(root, "node_modules", ".bin", "node"));
  const files = new Map([["usr/local/bin/node", node]]);
  for (const program of [node, ...nativeModules(root)]) {
    for (const library of librariesOf(program)) files.set(library.slice(1), realpathSync(library));
  }
  const text = (name: string, lines: string): TarEntry => ({
    name,
    mode: 0o644,
    content: { kind: "bytes", bytes: Buffer.from(lines) },
  });
  const entries = (): TarEntry[] =>
    complete([
      ...[...files].map(([name, path]) => entryOf(path, name)),
      text(
        "etc/passwd",
        `root:x:0:0::/root:/sbin/nologin\nnonroot:x:${userId}:${userId}::/tmp:/sbin/nologin\n`,
      ),
      text("etc/group", `root:x:0:\nnonroot:x:${userId}:\n`),
      text("etc/nsswitch.conf", "hosts: files dns\n"),
      folderEntry("tmp", 0o1777),
      folderEntry("root", 0o700),
    ]);
  const stats = [...files].map(([name, path]) => [name, path, statSync(path).size, statSync(path).mtimeMs]);
  return { name: "system", key: keyOf(JSON.stringify(stats)), entries };
}

/** Production packages of the image's program. */
export function packagesLayer(root: string, image: ImageName): Layer {
  const { workspaces } = images[image];
  const entries = (): TarEntry[] => {
    const { folders, links } = productionPackages(root, workspaces.at(-1)!);
    const all: TarEntry[] = [];
    for (const folder of folders)
      all.push(
        ...walk(join(root, folder), `${app}/${folder}`, (path, name) => isLeftOut(folder, path, name)),
      );
    for (const [link, target] of links) {
      const up = "../".repeat(link.split("/").length - 1);
      all.push({ name: `${app}/${link}`, mode: 0o777, content: { kind: "link", target: `${up}${target}` } });
    }
    return complete(all);
  };
  const key = keyOf(readFileSync(join(root, "package-lock.json"), "utf8"), image, process.arch);
  return { name: `${image}-packages`, key, entries };
}

/** Native code that was compiled on this machine. */
export function compiledLayer(files: readonly string[], folder: string): Layer {
  const entries = (): TarEntry[] =>
    complete(files.map((file) => entryOf(file, `${app}/${folder}/${basename(file)}`)));
  return { name: "compiled", key: keyOf(files.map((file) => basename(file)).join()), entries };
}

/** Sources of the image's workspaces, without what .dockerignore leaves out. */
export function sourcesLayer(root: string, image: ImageName): Layer {
  const ignored = readFileSync(join(root, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("**/"))
    .map((line) => new RegExp(`^${line.slice(3).replaceAll(".", "\\.").replaceAll("*", ".*")}$`));
  const skip = (_: string, name: string): boolean => ignored.some((pattern) => pattern.test(name));
  const entries = (): TarEntry[] =>
    complete([
      entryOf(join(root, "package.json"), `${app}/package.json`),
      entryOf(join(root, "package-lock.json"), `${app}/package-lock.json`),
      ...images[image].workspaces.flatMap((workspace) => [
        ...walk(join(root, workspace), `${app}/${workspace}`, skip),
      ]),
    ]);
  return { name: `${image}-sources`, key: undefined, entries };
}

/** A package's own node_modules are packages of their own; the rest is what nobody reads and what other systems run. */
function isLeftOut(folder: string, path: string, name: string): boolean {
  if (name === "node_modules" || unread.some((ending) => name.endsWith(ending))) return true;
  const whole = `${folder}/${path}`;
  return allSystems.some(({ folder: systems, depth }) => {
    if (!whole.startsWith(`${systems}/`)) return false;
    const parts = whole.slice(systems.length + 1).split("/");
    return parts.length === depth && !whole.endsWith(`/linux/${process.arch}`);
  });
}

/** Native code in production packages, whose libraries the system layer must have. */
function nativeModules(root: string): string[] {
  return allSystems.flatMap(({ folder }) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.includes(`linux/${process.arch}/`) && /\.(node|so)(\.|$)/.test(path))
      .map((path) => join(root, folder, path)),
  );
}

/** Shared libraries that the system's loader finds for a program; those beside the program are not the system's. */
function librariesOf(program: string): string[] {
  const found = execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(?:=> |^\s+)(\/[^ ]+) \(/gm);
  return [...found].map(([, path]) => path!).filter((path) => !path.includes("node_modules"));
}

/** Also of how layers are made: a change of this folder makes all layers anew. */
function keyOf(...parts: string[]): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(import.meta.dirname).sort()) {
    if (!file.endsWith(".test.ts")) hash.update(readFileSync(join(import.meta.dirname, file)));
  }
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
}
