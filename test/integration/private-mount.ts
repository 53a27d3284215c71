/**
 * Runs a program where a directory is a small, full or read-only file system, in a mount namespace of its own: nothing of the
 * machine changes, and everything is gone when the program ends. Needs root (permission bits do not bind root, so a
 * read-only directory must be a read-only mount) and Linux.
 */
import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

/** Why private mounts cannot be had here; undefined if they can. */
export const noPrivateMounts: string | undefined =
  process.platform === "linux" && spawnSync("unshare", ["-m", "true"]).status === 0
    ? undefined
    : "needs Linux and the right to make mount namespaces (root)";

/**
 * @param mount shell commands; the directory is "$1"
 * @returns what the program's last line of output says, parsed as JSON
 */
export async function runMounted<T>(mount: string, directory: string, program: string): Promise<T> {
  const { stdout } = await promisify(execFile)(
    "unshare",
    ["-m", "sh", "-ec", `${mount}; exec "$2" "$3" "$1"`, "sh", directory, process.execPath, program],
    { timeout: 60_000 },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T;
}
