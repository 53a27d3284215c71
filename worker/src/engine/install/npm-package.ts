/**
 * A package of npm as a file, fetched by npm itself: from the registry that it is set to, with its login and its proxy. Nothing of the
 * package is run, and nothing that it depends on is fetched.
 */
import { execFile } from "node:child_process";
import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Wheel } from "./catalogue.ts";
import { sha256Of } from "./download.ts";
import { InstallError } from "./errors.ts";

/**
 * Writes the package's file.
 *
 * @param npm command that is run
 * @throws InstallError E_INSTALL_NPM if there is no npm or it fails, E_INSTALL_WHEEL if the file is not the one that was published;
 *         the signal's reason
 */
export async function fetchPackage(
  { npm: spec, sha256, file }: Wheel & { npm: string },
  to: string,
  signal?: AbortSignal,
  npm = "npm",
): Promise<void> {
  const folder = dirname(to);
  const packed = join(
    folder,
    await pack(
      npm,
      ["pack", spec, "--ignore-scripts", "--loglevel=error", "--pack-destination", folder],
      signal,
    ),
  );
  const sum = await sha256Of(packed);
  if (sum !== sha256) {
    throw new InstallError(
      "E_INSTALL_WHEEL",
      `npm gave another ${spec} than was published: its sha256 is ${sum}, not ${sha256}. Set npm to another registry, or give ${file} with --wheel.`,
    );
  }
  await rename(packed, to);
}

/** @returns the name of the file that npm wrote, its last line */
async function pack(npm: string, args: string[], signal?: AbortSignal): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(npm, args, signal ? { signal } : {});
    return stdout.trim().split("\n").at(-1)!;
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    const why = code === "ENOENT" ? `there is no ${npm} on the path` : ownWords(stderr);
    throw new InstallError(
      "E_INSTALL_NPM",
      `npm does not bring ${args[1]}: ${why}. Mend that, or fetch the file elsewhere with \`npm pack ${args[1]}\` and give it with --wheel.`,
      { cause: error },
    );
  }
}

/** Its errors, less where it keeps a log of them. */
function ownWords(stderr: string): string {
  const lines = [...stderr.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line]) => line!);
  return lines.filter((line) => !/complete log of this run/i.test(line)).join(" ") || "it failed";
}
