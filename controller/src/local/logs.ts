/** Logs of a run's workers, from the files of its Pods, in the order in which the Pods were started; follows if asked. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labels } from "../reconcile/labels.ts";
import { podFiles } from "../cluster/local/node/pod/prepare.ts";
import { HomeError } from "./errors.ts";

export interface LogsRequest {
  namespace: string;
  /** Name of a TrainingRun or Cooldown. */
  run: string;
  /** 0 if left out. */
  rank?: number;
  follow: boolean;
  signal: AbortSignal;
}

interface AboutPod {
  name: string;
  namespace: string;
  labels?: Record<string, string>;
  creationTimestamp: string;
}

/** The writers are other processes that may use any means to write, so the files are looked at this often. */
const pollMs = 200;
const chunkBytes = 64 * 1024;

/**
 * Lines as they were written, without line ends. Ends at the end of what is there, or with `follow` on `signal`.
 *
 * @throws HomeError E_NO_LOGS if the run has no log of that rank and `follow` is off
 */
export async function* readLogs(podsFolder: string, request: LogsRequest): AsyncGenerator<string, void> {
  const readers = new Map<string, TailReader>();
  for (;;) {
    for (const pod of podsOf(podsFolder, request)) {
      if (!readers.has(pod.name)) readers.set(pod.name, new TailReader(podFiles(podsFolder, pod.name).log));
    }
    if (readers.size === 0 && !request.follow) {
      throw new HomeError(
        "E_NO_LOGS",
        `There is no log of ${request.namespace}/${request.run}, rank ${request.rank ?? 0}: it has not been started, or its files are gone.`,
      );
    }
    for (const reader of readers.values()) yield* reader.lines(!request.follow);
    if (!request.follow || request.signal.aborted) return;
    await sleep(pollMs, undefined, { signal: request.signal }).catch(() => {});
    if (request.signal.aborted) return;
  }
}

function podsOf(podsFolder: string, { namespace, run, rank = 0 }: LogsRequest): AboutPod[] {
  let names: string[];
  try {
    names = readdirSync(podsFolder);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => readAbout(join(podFiles(podsFolder, name).about)))
    .filter(
      (pod) =>
        pod.namespace === namespace &&
        pod.labels?.[labels.run] === run &&
        Number(pod.labels[labels.completionIndex] ?? 0) === rank,
    )
    .sort((a, b) => (a.creationTimestamp < b.creationTimestamp ? -1 : 1));
}

function readAbout(file: string): AboutPod[] {
  try {
    return [JSON.parse(readFileSync(file, "utf8")) as AboutPod];
  } catch {
    // Just being written, or not a Pod's folder.
    return [];
  }
}

class TailReader {
  readonly #path: string;
  #offset = 0;
  #rest = "";
  readonly #decoder = new TextDecoder();

  constructor(path: string) {
    this.#path = path;
  }

  *lines(flush: boolean): Generator<string, void> {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    // Rotated: it starts anew.
    if (size < this.#offset) this.#offset = 0;
    while (this.#offset < size) {
      this.#rest += this.#decoder.decode(this.#read(), { stream: true });
      const parts = this.#rest.split("\n");
      this.#rest = parts.pop() ?? "";
      yield* parts;
    }
    if (flush && this.#rest !== "") {
      yield this.#rest;
      this.#rest = "";
    }
  }

  #read(): Buffer {
    const fd = openSync(this.#path, "r");
    try {
      const bytes = Buffer.alloc(chunkBytes);
      const count = readSync(fd, bytes, 0, chunkBytes, this.#offset);
      this.#offset += count;
      return bytes.subarray(0, count);
    } finally {
      closeSync(fd);
    }
  }
}
