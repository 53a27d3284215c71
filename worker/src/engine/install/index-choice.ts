/**
 * Which index the wheels come from. Plateau knows none of its own: it is told, or takes the one that pip on this machine takes.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The index's address: of the option, PLATEAU_WHEEL_INDEX, PIP_INDEX_URL, pip's configuration files, or pip's own default.
 *
 * @returns undefined if there is neither one of these nor a pip
 */
export async function chooseIndex(option: string | undefined, env: Environment): Promise<string | undefined> {
  return (
    [option, env["PLATEAU_WHEEL_INDEX"], env["PIP_INDEX_URL"]].find(Boolean) ??
    (await ofConfiguration(env)) ??
    (await ofPip(env))
  );
}

/** pip's files, the first that decides first. Asked by itself, pip would leave out a password. */
async function ofConfiguration(env: Environment): Promise<string | undefined> {
  const home = env["HOME"] ?? homedir();
  const files = [
    env["PIP_CONFIG_FILE"] ?? "",
    env["VIRTUAL_ENV"] ? join(env["VIRTUAL_ENV"], "pip.conf") : "",
    join(env["XDG_CONFIG_HOME"] ?? join(home, ".config"), "pip", "pip.conf"),
    join(home, ".pip", "pip.conf"),
    "/etc/pip.conf",
  ].filter((file) => file !== "");
  for (const file of files) {
    const index = indexOf(await readFile(file, "utf8").catch(() => ""));
    if (index !== undefined) return index;
  }
  return undefined;
}

/** `index-url` of the sections that `pip install` reads; the narrower one decides. */
export function indexOf(configuration: string): string | undefined {
  const found: Record<string, string> = {};
  let section = "";
  for (const line of configuration.split(/\r?\n/)) {
    section = /^\s*\[(.+?)\]\s*$/.exec(line)?.[1] ?? section;
    const value = /^\s*index[-_]url\s*[=:]\s*(\S+)\s*$/.exec(line)?.[1];
    if (value !== undefined) found[section] = value;
  }
  return found["install"] ?? found["global"];
}

/** What `pip install --help` calls its default. */
async function ofPip(env: Environment): Promise<string | undefined> {
  for (const pip of ["pip3", "pip"]) {
    const help = await run(pip, ["install", "--help"], {
      env: { ...env, COLUMNS: "500" },
      timeout: 30_000,
    }).then(
      ({ stdout }) => stdout,
      () => "",
    );
    const index = /--index-url[^(]*\(default:?\s+(https?:[^\s)]+)\)/.exec(help)?.[1];
    if (index !== undefined) return index;
  }
  return undefined;
}
