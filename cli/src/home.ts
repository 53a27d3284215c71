/** Where the embedded cluster lives, and opening it. The only file that knows how the controller is reached. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { CliError } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

/** `--home`, else `$PLATEAU_HOME`, else `.plateau` in the working directory; absolute. */
export function homeOf(program: Command, terminal: Terminal): string {
  const { home } = program.opts<{ home?: string }>();
  return resolve(terminal.cwd, home ?? (terminal.env.PLATEAU_HOME || ".plateau"));
}

/** Command that starts a worker process on this machine; the Job adds its arguments. */
export function workerCommand(): string[] {
  return [process.execPath, fileURLToPath(import.meta.resolve("@plateau/worker/main.ts"))];
}

/** The cluster of a home for a command that only looks or edits. @throws CliError E_NOT_FOUND if there is none */
export async function withCluster<T>(home: string, use: (plateau: LocalPlateau) => Promise<T>): Promise<T> {
  if (!existsSync(join(home, "cluster.db"))) {
    throw new CliError(
      "E_NOT_FOUND",
      `There is no cluster at ${home} yet; "plateau run -f FILE" makes one, or name another place with --home.`,
    );
  }
  const { openLocal } = await import("@plateau/controller/local/open-local.ts");
  const plateau = await openLocal({ home, workerCommand: workerCommand(), role: "client" });
  try {
    return await use(plateau);
  } finally {
    await plateau.close();
  }
}
