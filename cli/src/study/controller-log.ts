/** The controller's log of a home: JSON lines in `controller.log`, started anew when it has grown long. */
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "@plateau/controller/loop/log.ts";

const longestBytes = 10_000_000;

/** Entries below info are left out. A log that cannot be written is no reason to stop. */
export function controllerLog(home: string): Log {
  const path = join(home, "controller.log");
  const write = (level: string, fields: object, message: string): void => {
    try {
      mkdirSync(home, { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > longestBytes)
        renameSync(path, `${path}.1`);
      appendFileSync(
        path,
        `${JSON.stringify({ time: new Date().toISOString(), level, pid: process.pid, ...fields, message })}\n`,
      );
    } catch {
      // A full disk is told by what needs it.
    }
  };
  return {
    debug() {},
    info: (fields, message) => write("info", fields, message),
    warn: (fields, message) => write("warn", fields, message),
    error: (fields, message) => write("error", fields, message),
  };
}
