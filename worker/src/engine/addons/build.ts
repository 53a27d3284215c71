/**
 * Build: where a compiled addon lies, and compiling it.
 *
 * Images bring it in the folder `prebuilt` beside its sources; elsewhere it is compiled on first use into the cache. Its name says what it
 * was made from, so a change of the sources makes a new one. A compiler is called directly: node-gyp would need Python and make for the
 * same one command, and Node-API needs no other headers than the ones that Node itself brings.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { EngineError } from "../errors.ts";
import { withLock } from "../install/lock.ts";
import { flagsOfUnit } from "./units.ts";

export interface NativeAddon {
  /** Start of its file's name. */
  name: string;
  /** Of its sources, below worker/native. */
  folder: string;
  /** What it belongs to, for messages: "the pjrt engine". */
  owner: string;
  /** What to do if it cannot be had; default: choose another engine. */
  instead?: string;
  /** Flags for the compiler besides those of all. */
  flags?: readonly string[];
  /** What of others it is made from, where it is not ours alone; images do not bring it then. */
  others?: {
    version: string;
    /** Folders with headers. */
    headers: readonly string[];
    /** Arguments for the linker. */
    link: readonly string[];
  };
}

const otherEngine = "choose the engine onnxruntime";

const native = fileURLToPath(new URL("../../../native/", import.meta.url));

const sourcesOf = ({ folder }: NativeAddon): string => join(native, folder);

/** Between a file's name and what is random in that of the folder in which it is made. */
const scratchEnd = ".new-";

/** In the order in which they are tried. */
const compilers = ["c++", "g++", "clang++"];

const flags = ["-std=c++17", "-O2", "-fPIC", "-Wall", "-pthread", "-DNAPI_VERSION=8"];

// Undefined names are Node's own. On Linux the C++ library comes along, so that the file runs on machines with an older one.
const linkFlags =
  process.platform === "darwin"
    ? ["-bundle", "-undefined", "dynamic_lookup"]
    : ["-shared", "-static-libstdc++", "-static-libgcc", "-pthread"];

/**
 * Of several processes that need it, one compiles it and the others wait.
 *
 * @param compiles told if it has to be compiled, before that begins
 * @param tried    as `buildNative`
 * @returns the addon's path; it is there
 */
export async function ensureNative(
  addon: NativeAddon,
  cache: string,
  compiles?: () => void,
  tried: readonly string[] = compilers,
): Promise<string> {
  const name = await fileName(addon);
  const folder = join(cache, "native");
  const path = join(folder, name);
  for (const there of [join(native, "prebuilt", name), path]) if (await isThere(there)) return there;
  compiles?.();
  return withLock(`${path}.lock`, async () => {
    if (await isThere(path)) return path;
    await removeScratch(folder, name);
    return buildNative(addon, folder, tried);
  });
}

/** What compilers left that were killed. */
async function removeScratch(folder: string, name: string): Promise<void> {
  const left = (await readdir(folder)).filter((entry) => entry.startsWith(`${name}${scratchEnd}`));
  await Promise.all(left.map((entry) => rm(join(folder, entry), { recursive: true, force: true })));
}

/**
 * Compiles the addon into a folder. Processes that do so at the same time do not disturb each other.
 *
 * @param tried commands of the C++ compilers to try, the first that exists is used
 * @throws EngineError E_NATIVE without a compiler or Node's headers, or with the compiler's message
 */
export async function buildNative(
  addon: NativeAddon,
  folder: string,
  tried: readonly string[] = compilers,
): Promise<string> {
  const path = join(folder, await fileName(addon));
  const headers = await nodeHeaders(addon);
  await mkdir(folder, { recursive: true });
  // On the same file system: others see the whole file or none.
  const scratch = await mkdtemp(`${path}${scratchEnd}`);
  try {
    const compiler = await findCompiler(addon, tried);
    const output = join(scratch, "addon.node");
    const objects = await compileUnits(addon, compiler, { headers, scratch });
    await callCompiler(addon, compiler, [
      ...linkFlags,
      ...objects,
      ...(addon.others?.link ?? []),
      "-o",
      output,
    ]);
    await rename(output, path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return path;
}

async function sourceFiles(addon: NativeAddon): Promise<string[]> {
  return (await readdir(sourcesOf(addon))).filter((file) => /\.(cc|h)$/.test(file)).sort();
}

/** By a hash over all that decides the bytes but the compiler. */
async function fileName(addon: NativeAddon): Promise<string> {
  const hash = createHash("sha256")
    .update([...flags, ...linkFlags, ...(addon.flags ?? [])].join(" "))
    .update(addon.others?.version ?? "");
  for (const file of await sourceFiles(addon))
    hash.update(file).update(await readFile(join(sourcesOf(addon), file)));
  return `${addon.name}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}.node`;
}

/** Folder with node_api.h: beside the running Node, or the system's. */
async function nodeHeaders({ owner, instead = otherEngine }: NativeAddon): Promise<string> {
  const beside = join(dirname(await realpath(process.execPath)), "..", "include", "node");
  for (const folder of [beside, "/usr/include/node", "/usr/local/include/node"]) {
    if (await isThere(join(folder, "node_api.h"))) return folder;
  }
  throw new EngineError(
    "E_NATIVE",
    `The native part of ${owner} has to be compiled once, and Node's headers are missing: there is no ${join(beside, "node_api.h")}. Use a Node that brings them, as the one of "npm run setup" does, or ${instead}.`,
  );
}

/** Objects of all source files, as many at a time as there are processors. */
async function compileUnits(
  addon: NativeAddon,
  compiler: string,
  { headers, scratch }: { headers: string; scratch: string },
): Promise<string[]> {
  const common = [
    ...flags,
    ...(addon.flags ?? []),
    "-I",
    headers,
    ...(addon.others?.headers ?? []).flatMap((folder) => ["-isystem", folder]),
  ];
  const units = (await sourceFiles(addon)).flatMap((file) => {
    const own = file.endsWith(".cc") ? flagsOfUnit(file, process.arch) : undefined;
    return own === undefined ? [] : [{ file, own, object: join(scratch, `${file}.o`) }];
  });
  const waiting = [...units];
  const compileNext = async (): Promise<void> => {
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      const { file, own, object } = unit;
      const source = join(sourcesOf(addon), file);
      await callCompiler(addon, compiler, [...common, ...own, "-c", source, "-o", object]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, compileNext));
  return units.map(({ object }) => object);
}

/** The first that there is. */
async function findCompiler(
  { owner, instead = otherEngine, others }: NativeAddon,
  tried: readonly string[],
): Promise<string> {
  for (const compiler of tried) {
    const isHere = await promisify(execFile)(compiler, ["--version"]).then(
      () => true,
      (error: { code?: unknown }) => error.code !== "ENOENT",
    );
    if (isHere) return compiler;
  }
  throw new EngineError(
    "E_NATIVE",
    `The native part of ${owner} has to be compiled once, and there is no C++ compiler here (${tried.join(", ")}). Install one (Debian and Ubuntu: apt-get install g++), ${others ? "" : "use the worker image, which brings it compiled, "}or ${instead}.`,
  );
}

async function callCompiler({ owner }: NativeAddon, compiler: string, args: string[]): Promise<void> {
  try {
    await promisify(execFile)(compiler, args);
  } catch (error) {
    const { signal, stderr = "" } = error as { signal?: string; stderr?: string };
    const reason = signal ? `it was ended by ${signal}` : firstError(stderr);
    throw new EngineError(
      "E_NATIVE",
      `The native part of ${owner} could not be compiled with ${compiler}: ${reason}`,
      { cause: error },
    );
  }
}

function firstError(output: string): string {
  const lines = output.trim().split("\n");
  return lines.find((line) => line.includes("error")) ?? lines[0] ?? "";
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
