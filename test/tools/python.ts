/**
 * Python packages that tests compare with: a virtual environment of their own in the cache, made once per machine by the pip that is
 * there, at pinned versions.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, withLock } from "./index.ts";

const run = promisify(execFile);

/** Hugging Face's own code, which runs on PyTorch: 58 s and 5.4 GB on two cores, since the registry's wheel brings CUDA. */
export const transformersPackages = ["torch==2.15.0", "transformers==5.23.0", "numpy==2.4.6"];

/** What making it may take, in ms. */
export const pythonTimeoutMs = 15 * 60_000;

/** Path of the environment's Python, or why there is none. */
export async function ensurePython(
  packages: readonly string[],
): Promise<{ python: string } | { missing: string }> {
  const key = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 12);
  const folder = join(cacheFolder, "python", key);
  const python = join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (await isThere(complete)) return { python };
  try {
    await mkdir(join(cacheFolder, "python"), { recursive: true });
    const waiting = (): void => say("Another process makes the Python environment; waiting for it.");
    await withLock(`${folder}.lock`, () => make(folder, packages, complete), waiting);
    return { python };
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return { missing: (stderr || message).trim().split("\n").at(-1) || "pip failed" };
  }
}

async function make(folder: string, packages: readonly string[], complete: string): Promise<void> {
  if (await isThere(complete)) return;
  say(`Installing ${packages.join(", ")} into ${folder} (once, several GB, about a minute)…`);
  // What a killed process left.
  await rm(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  const options = ["--quiet", "--no-cache-dir", "--disable-pip-version-check", "--no-compile"];
  await run(join(folder, "bin", "python"), ["-m", "pip", "install", ...options, ...packages]);
  await writeFile(complete, "");
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

// Not by the console, which jest keeps back until the test file has ended.
const say = (line: string): void => void process.stderr.write(`${line}\n`);
