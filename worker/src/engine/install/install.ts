/**
 * Installs an engine: its wheels from files or an index, checked, unpacked beside the cache's place for it, moved there at the end.
 * Ended at any moment it leaves at most wheels that the next installation goes on with.
 */
import { mkdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Recipe, Wheel } from "./catalogue.ts";
import { download, sha256Of } from "./download.ts";
import { InstallError } from "./errors.ts";
import {
  engineFolder,
  filesFolder,
  findInstalled,
  recordFile,
  type InstalledEngine,
  type InstallRecord,
} from "./installed.ts";
import { withLock } from "./lock.ts";
import { platformMissing, type Machine } from "./machine.ts";
import { fetchPackage } from "./npm-package.ts";
import { unpackTar } from "./tar.ts";
import { findWheel } from "./wheel-index.ts";
import { unpack, type UnpackedFile } from "./zip/unpack.ts";

export interface InstallRequest {
  recipe: Recipe;
  cache: string;
  machine: Machine;
  /** Wheels that are here already, in any order; the others come from the index. */
  wheels: readonly string[];
  /** Asked for only if a wheel is missing. */
  index: () => Promise<string | undefined>;
  onProgress: (progress: InstallProgress) => void;
  /** Another process is installing the same engine. */
  waiting: () => void;
  signal?: AbortSignal;
}

export interface InstallProgress {
  stage: "fetching" | "unpacking";
  /** Bytes fetched and unpacked, and of both how many there are. */
  done: number;
  total: number;
  wheel: string;
}

export interface InstallResult extends InstalledEngine {
  /** Whether it was there before. */
  wasThere: boolean;
}

/** @throws InstallError; the signal's reason */
export async function install(request: InstallRequest): Promise<InstallResult> {
  const { recipe, cache, machine, waiting, signal } = request;
  const reason = platformMissing(recipe, machine);
  if (reason !== undefined) {
    throw new InstallError("E_INSTALL_PLATFORM", `${recipe.name} cannot be installed here: ${reason}.`);
  }
  const folder = engineFolder(recipe, cache);
  const work = async (): Promise<InstallResult> => {
    const before = await findInstalled(recipe, cache);
    if (before) return { ...before, wasThere: true };
    try {
      await installOnce(request, folder);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === "ENOSPC" ? full(recipe, folder, error) : error;
    }
    const installed = await findInstalled(recipe, cache);
    if (installed) return { ...installed, wasThere: false };
    throw new InstallError(
      "E_INSTALL_WHEEL",
      `The files of ${recipe.name} in ${folder} were changed as they were written.`,
    );
  };
  return withLock(`${folder}.lock`, work, waiting, signal);
}

async function installOnce(request: InstallRequest, folder: string): Promise<void> {
  const { recipe } = request;
  // Names of their own are not needed: the lock is held. What an ended installation left is taken up, or taken away.
  const fetched = `${folder}.wheels`;
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fetched, { recursive: true });
  await requireSpace(recipe, folder);
  try {
    const wheels = await obtain(request, fetched);
    const files = await unpackAll(request, wheels, join(fresh, filesFolder));
    if (!files.some(({ path }) => path === recipe.library)) {
      throw new InstallError(
        "E_INSTALL_WHEEL",
        `The wheels of ${recipe.name} do not hold ${recipe.library}.`,
      );
    }
    const record: InstallRecord = { name: recipe.name, version: recipe.version, files };
    await writeFile(join(fresh, recordFile), `${JSON.stringify(record, null, 2)}\n`);
    // A damaged one may be in its place.
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  await rm(fetched, { recursive: true, force: true });
}

/** Counts bytes of all wheels together. */
function progressOf({
  recipe,
  onProgress,
}: InstallRequest): (stage: InstallProgress["stage"], wheel: string, done: number) => void {
  const total = recipe.wheels.reduce((sum, { bytes, unpackedBytes }) => sum + bytes + unpackedBytes, 0);
  return (stage, wheel, done) => onProgress({ stage, wheel, done, total });
}

/** Paths of the wheels, in the recipe's order, all checked. */
async function obtain(request: InstallRequest, fetched: string): Promise<string[]> {
  const { recipe } = request;
  const given = await matchGiven(recipe, request.wheels);
  const tell = progressOf(request);
  const paths: string[] = [];
  let before = 0;
  for (const wheel of recipe.wheels) {
    const to = join(fetched, wheel.file);
    const local = given.get(wheel) ?? ((await hasSum(to, wheel)) ? to : undefined);
    if (local === undefined) {
      await fetchFile(request, wheel, to, (here) => tell("fetching", wheel.file, before + here));
    }
    before += wheel.bytes;
    tell("fetching", wheel.file, before);
    paths.push(local ?? to);
  }
  return paths;
}

async function fetchFile(
  request: InstallRequest,
  wheel: Wheel,
  to: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { signal } = request;
  const { npm } = wheel;
  if (npm !== undefined) return fetchPackage({ ...wheel, npm }, to, signal);
  const from = await findWheel(await requireIndex(request), wheel, signal);
  await download({ from, to, ...wheel, signal, onBytes });
}

async function requireIndex({ recipe, index }: InstallRequest): Promise<string> {
  const found = await index();
  if (found !== undefined) return found;
  throw new InstallError(
    "E_INSTALL_INDEX",
    `No index of wheels is known to fetch ${recipe.name} from: name one with --index URL, PLATEAU_WHEEL_INDEX or PIP_INDEX_URL (an address as pip takes it, https://host/simple), or give its files with --wheel: ${recipe.wheels.map(({ file }) => file).join(", ")}.`,
  );
}

/** Which wheel each given file is: by its contents, whatever it is called. */
async function matchGiven(recipe: Recipe, files: readonly string[]): Promise<Map<Wheel, string>> {
  const given = new Map<Wheel, string>();
  for (const file of files) {
    const sum = await sha256Of(file);
    const wheel = recipe.wheels.find(({ sha256 }) => sha256 === sum);
    if (!wheel) throw notPinned(recipe, file, sum);
    given.set(wheel, file);
  }
  return given;
}

function notPinned({ name, version, wheels }: Recipe, file: string, sum: string): InstallError {
  const meant = wheels.find((wheel) => wheel.file === basename(file));
  return new InstallError(
    "E_INSTALL_WHEEL",
    meant
      ? `${file} is damaged or cut off: its sha256 is ${sum}, that of the published file ${meant.sha256}. Get it again.`
      : `${file} is no wheel of ${name} ${version} (sha256 ${sum}); it takes ${wheels.map((wheel) => wheel.file).join(", ")}.`,
  );
}

async function hasSum(path: string, { sha256 }: Wheel): Promise<boolean> {
  return sha256Of(path).then(
    (sum) => sum === sha256,
    () => false,
  );
}

async function unpackAll(
  request: InstallRequest,
  wheels: readonly string[],
  to: string,
): Promise<UnpackedFile[]> {
  const { recipe, signal } = request;
  const tell = progressOf(request);
  let done = recipe.wheels.reduce((sum, { bytes }) => sum + bytes, 0);
  const files: UnpackedFile[] = [];
  for (const [index, zip] of wheels.entries()) {
    const wheel = recipe.wheels[index]!.file;
    const onBytes = (bytes: number): void => tell("unpacking", wheel, (done += bytes));
    const wanted = (name: string): boolean => recipe.keep.test(name);
    if (recipe.wheels[index]!.npm === undefined) {
      files.push(...(await unpack({ zip, to, wanted, onBytes, ...(signal ? { signal } : {}) })));
    } else {
      const unpacked = await unpackTar(zip, to, wanted);
      onBytes(unpacked.reduce((sum, { bytes }) => sum + bytes, 0));
      files.push(...unpacked);
    }
  }
  return files;
}

async function requireSpace(recipe: Recipe, folder: string): Promise<void> {
  const needed = neededBytes(recipe);
  const { bavail, bsize } = await statfs(dirname(folder));
  if (bavail * bsize < needed) throw full(recipe, folder);
}

/** Wheels and what is in them lie beside each other until the end. */
function neededBytes({ wheels }: Recipe): number {
  return wheels.reduce((sum, { bytes, unpackedBytes }) => sum + bytes + unpackedBytes, 0);
}

function full(recipe: Recipe, folder: string, cause?: unknown): InstallError {
  return new InstallError(
    "E_INSTALL_DISK",
    `${recipe.name} needs ${Math.ceil(neededBytes(recipe) / 1e6)} MB on the disk of ${dirname(folder)} while it is installed, which has less: free some, or set PLATEAU_CACHE to a folder on another disk.`,
    { cause },
  );
}
