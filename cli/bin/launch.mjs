/**
 * Starts a program of the CLI on a Node that runs TypeScript as it is. Where the caller's Node is too old, the one that the
 * packages brought along is started instead, with the same arguments, signals and exit code.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as module from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const minimumNode = 26;

/** @param {string} program file of `src/` */
export async function launch(program) {
  const main = new URL(`../src/${program}`, import.meta.url);
  if (Number(process.versions.node.split(".")[0]) >= minimumNode) {
    // Starting takes half the time once the modules are compiled. Not in the shared /tmp, where others could put theirs.
    module.enableCompileCache?.(
      join(process.env.PLATEAU_CACHE || join(homedir(), ".cache", "plateau"), "compiled"),
    );
    await import(main.href);
  } else {
    const name = process.platform === "win32" ? "node.exe" : "node";
    const local = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "node_modules", ".bin", name);
    if (!existsSync(local)) {
      console.error(
        `plateau needs Node ${minimumNode} or later; this is ${process.version}. Run "npm run setup" in the repository first.`,
      );
      process.exit(1);
    }
    const child = spawn(local, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
    // Ctrl-C reaches the whole process group already; a signal meant for this process alone is passed on.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("close", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
  }
}
