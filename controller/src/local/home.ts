/** The folder of an embedded cluster: what lies where, and the key that is made once. */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HomeError } from "./errors.ts";

export interface Home {
  /** Absolute, links resolved. */
  path: string;
  cluster: string;
  history: string;
  events: string;
  pods: string;
  /** 32 bytes; membership keys of runs are derived from it. */
  key: Buffer;
}

const keyBytes = 32;

/** @throws HomeError if the folder cannot be made or written */
export function openHome(path: string): Home {
  try {
    mkdirSync(path, { recursive: true });
    const real = realpathSync(path);
    return {
      path: real,
      cluster: join(real, "cluster.db"),
      history: join(real, "history.db"),
      events: join(real, "events.db"),
      pods: join(real, "pods"),
      key: readKey(join(real, "key")),
    };
  } catch (cause) {
    if (cause instanceof HomeError) throw cause;
    throw new HomeError(
      "E_HOME",
      `The home ${path} cannot be used: ${(cause as Error).message}. Give write permission, free space, or choose another folder (PLATEAU_HOME).`,
      { cause },
    );
  }
}

function readKey(file: string): Buffer {
  for (;;) {
    try {
      const key = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
      if (key.length === keyBytes) return key;
      throw new HomeError(
        "E_HOME",
        `${file} does not hold a key of ${keyBytes} bytes in hex. Restore it, or remove it and restart every run.`,
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    // Written aside and linked: of two processes one wins, and nobody reads half a key.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(keyBytes).toString("hex"), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
}
