/**
 * Programs that tests need and no package registry offers as they are: built once per machine into `$PLATEAU_CACHE/bin` or
 * `~/.cache/plateau/bin`. A program's file is named by what it was built from, so a change of version or modules builds a new one.
 */
import { createHash } from "node:crypto";
import { access, constants, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { build, download } from "./build.ts";
import { catalogue, type OwnProgram, type ReleasedProgram, type ToolName } from "./catalogue.ts";
import { ToolMissingError } from "./errors.ts";
import { ensureGo } from "./go.ts";
import { withLock } from "../../worker/src/engine/install/lock.ts";

export { catalogue, type ToolName } from "./catalogue.ts";
export { withLock } from "../../worker/src/engine/install/lock.ts";
export { GoMissingError, ToolMissingError } from "./errors.ts";

/** Folder that outlives clones: built programs and unpacked packages. */
export const cacheFolder = process.env["PLATEAU_CACHE"] ?? join(homedir(), ".cache", "plateau");

/** Why the programs cannot be built here; undefined if they can. */
export const noTools: string | undefined =
  ["linux", "darwin"].includes(process.platform) && ["x64", "arm64"].includes(process.arch)
    ? undefined
    : `the programs that these tests run against are not built on ${process.platform} ${process.arch}, only on Linux and macOS (x64, arm64)`;

/** What a test may take that is the first one to need the program, in ms. */
export const toolTimeoutMs = 30 * 60_000;

// Not by the console, which jest keeps back until the test file has ended.
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Path of the program, built first if it has to be; lines on stderr tell how far it is. Processes that want the same program
 * wait for the one that builds it.
 *
 * @throws ToolMissingError, GoMissingError when it can neither be found nor built
 */
export async function ensureTool(name: ToolName): Promise<string> {
  if (noTools !== undefined) throw new ToolMissingError(`${name} is missing: ${noTools}.`);
  const folder = join(cacheFolder, "bin");
  const path = join(folder, `${name}-${await keyOf(name)}`);
  if (await isThere(path)) return path;
  await mkdir(folder, { recursive: true });
  const waiting = (): void => say(`Another process builds ${name}; waiting for it.`);
  await withLock(join(folder, `${name}.lock`), () => buildOnce(name, path), waiting);
  return path;
}

/** Whether the program need not be built any more. */
export async function isBuilt(name: ToolName): Promise<boolean> {
  return isThere(join(cacheFolder, "bin", `${name}-${await keyOf(name)}`));
}

/** Folder with the sources of a released program: its manifests lie there. */
export async function moduleFolder(name: ToolName): Promise<string> {
  const program: ReleasedProgram | OwnProgram = catalogue[name];
  if ("folder" in program) return join(import.meta.dirname, program.folder);
  return download(await ensureGo(cacheFolder, say), program);
}

async function buildOnce(name: ToolName, path: string): Promise<void> {
  if (await isThere(path)) return;
  const go = await ensureGo(cacheFolder, say);
  // On the same file system, so that it gets to its place in one move: others see the whole program or none.
  const scratch = await mkdtemp(`${path}.new-`);
  try {
    const output = join(scratch, name);
    await build({ go, name, program: catalogue[name], output, say });
    await rename(output, path);
  } catch (error) {
    if (error instanceof ToolMissingError) throw error;
    throw new ToolMissingError(
      `${name} is not at ${path} and could not be built: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** First digits of a hash over everything that decides the program's bytes but the compiler. */
async function keyOf(name: ToolName): Promise<string> {
  const program = catalogue[name];
  const decides = { ...program, coldSeconds: undefined };
  const hash = createHash("sha256").update(JSON.stringify(decides));
  if ("folder" in program) {
    const folder = join(import.meta.dirname, program.folder);
    for (const file of (await readdir(folder)).sort())
      hash.update(file).update(await readFile(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
