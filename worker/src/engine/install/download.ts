/**
 * One file by HTTP, to the byte that its sha256 says: what has come stays in a `.part` file, so that a broken connection, or an
 * installation that was ended, goes on where it was.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { InstallError } from "./errors.ts";
import type { RemoteFile } from "./wheel-index.ts";

export interface Download {
  from: RemoteFile;
  /** Path that it gets once it is whole. */
  to: string;
  sha256: string;
  bytes: number;
  /** Called with how many bytes of the file are here. */
  onBytes: (here: number) => void;
  signal?: AbortSignal | undefined;
  /** A connection is given up after so long without a byte. */
  silenceMs?: number;
  /** Before the first new try; doubled for each further one. */
  backOffMs?: number;
}

/** Tries in a row that bring not a single byte. */
const fruitlessTries = 5;

/**
 * @throws InstallError E_INSTALL_DOWNLOAD if it does not come, E_INSTALL_WHEEL if other bytes come than were published
 */
export async function download(file: Download): Promise<void> {
  const part = `${file.to}.part`;
  let isResumed = (await sizeOf(part)) > 0;
  for (;;) {
    await fetchWhole(file, part);
    if ((await sha256Of(part)) === file.sha256) break;
    await rm(part);
    // What was here before may have been the start of another file; what has just come has not.
    if (!isResumed) {
      throw new InstallError(
        "E_INSTALL_WHEEL",
        `${where(file)} is not the file that was published: its sha256 is not ${file.sha256}. The index or something on the way to it has another file; try another index.`,
      );
    }
    isResumed = false;
  }
  await rename(part, file.to);
}

/** Until the part has the file's length. */
async function fetchWhole(file: Download, part: string): Promise<void> {
  let here = await sizeOf(part);
  if (here > file.bytes) {
    await rm(part);
    here = 0;
  }
  for (let fruitless = 0; here < file.bytes;) {
    file.signal?.throwIfAborted();
    const failure = await fetchRest(file, part, here).then(() => undefined, refusal);
    file.signal?.throwIfAborted();
    const before = here;
    here = await sizeOf(part);
    fruitless = here > before ? 0 : fruitless + 1;
    if (fruitless === fruitlessTries) {
      throw new InstallError(
        "E_INSTALL_DOWNLOAD",
        `${where(file)} stopped after ${here} of ${file.bytes} bytes: ${failure ?? "nothing came"}. The same command goes on from there.`,
      );
    }
    if (here < file.bytes) {
      await delay((file.backOffMs ?? 500) * 2 ** fruitless, undefined, { signal: file.signal });
    }
  }
}

/** What is worth another try is returned as a sentence; everything else is thrown. */
function refusal(error: unknown): string {
  if (error instanceof InstallError) throw error;
  const { code, message, cause } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EACCES" || code === "EROFS") throw error;
  return (cause as Partial<Error> | undefined)?.message || message;
}

async function fetchRest(file: Download, part: string, from: number): Promise<void> {
  const silence = new AbortController();
  const silenceMs = file.silenceMs ?? 60_000;
  const timer = setTimeout(() => silence.abort(new Error(`no byte for ${silenceMs / 1000} s`)), silenceMs);
  const signal = AbortSignal.any([silence.signal, ...(file.signal ? [file.signal] : [])]);
  try {
    const response = await fetch(file.from.url, {
      headers: { ...file.from.headers, ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
      signal,
    });
    let here = startOf(response, file, from);
    await using handle = await open(part, here === 0 ? "w" : "a");
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      // A server that sends more than the file has is not sending the file.
      if (here + chunk.length > file.bytes) throw new Error("more bytes came than the file has");
      // At once, so that nothing of what came is lost with the connection.
      await handle.writeFile(chunk);
      here += chunk.length;
      file.onBytes(here);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Where in the file the answer begins. */
function startOf(response: Response, file: Download, from: number): number {
  if (response.status === 200) return 0;
  const range = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (response.status === 206 && Number(range) === from) return from;
  if (response.status === 429 || response.status >= 500) throw new Error(`it answers ${response.status}`);
  throw new InstallError(
    "E_INSTALL_DOWNLOAD",
    `${where(file)} cannot be had: it answers ${response.status}.`,
  );
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** An address without what a password or a signature may be in. */
function where({ from }: Download): string {
  const { origin, pathname } = new URL(from.url);
  return origin + pathname;
}
