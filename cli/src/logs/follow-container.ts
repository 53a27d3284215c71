/**
 * One container's log to its end, over any number of connections. A connection ends for many reasons (the API server's or the
 * node's restart, a rotated file, a cut cable): then it is asked again from the second of the last line, and what was read
 * before is left out by time and place, so that every line comes once and no half line at all.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import { secondOf, stampedLines, type StampedLine } from "./stamped-lines.ts";

export type OpenLog = (options: {
  sinceTime?: string;
  signal: AbortSignal;
}) => Promise<AsyncIterable<string>>;

export interface FollowedContainer {
  open: OpenLog;
  /** Whether it will write no more. Asked when a connection has ended. */
  isOver: () => Promise<boolean>;
  signal: AbortSignal;
  /** Before another try (milliseconds); grows to 8 s while nothing comes. */
  pauseMs?: number;
  /** A connection broke. */
  onTrouble?: (error: unknown) => void;
}

const longestPauseMs = 8_000;
/** Of a log that cannot be read although its container is over. */
const mostLastTries = 3;

/** @throws ClusterError E_FORBIDDEN */
export async function* followContainer(container: FollowedContainer): AsyncGenerator<string, void> {
  const { signal, pauseMs = 500 } = container;
  const place = new Place();
  let wasOver = false;
  let rest: StampedLine | undefined;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const before = place.numRead;
    const end = yield* readOnce(container, place);
    if (signal.aborted) return;
    if (end.how === "orderly") rest = end.rest;
    if (isDone(end, wasOver, tries)) {
      if (rest && place.isNew(rest)) yield rest.text;
      return;
    }
    const over = await isOverNow(container.isOver);
    if (place.numRead > before || over !== wasOver) tries = 0;
    wasOver = over;
    if (!over || end.how === "broken") await pause(pauseMs, tries, signal);
  }
}

/** Only a reading that began after the last word was written is known to have it. */
function isDone({ how }: Ending, wasOver: boolean, tries: number): boolean {
  return how === "gone" || (wasOver && (how === "orderly" || tries >= mostLastTries));
}

type Ending = { how: "orderly"; rest: StampedLine | undefined } | { how: "gone" } | { how: "broken" };

/** One connection. */
async function* readOnce(
  { open, signal, onTrouble = () => {} }: FollowedContainer,
  place: Place,
): AsyncGenerator<string, Ending> {
  try {
    const since = place.sinceTime;
    const chunks = await open({ signal, ...(since === undefined ? {} : { sinceTime: since }) });
    place.rewind();
    const lines = stampedLines(chunks);
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done) return { how: "orderly", rest: next.value };
      if (place.isNew(next.value)) yield next.value.text;
    }
  } catch (error) {
    if (signal.aborted) return { how: "broken" };
    if (hasCode(error, "E_FORBIDDEN")) throw error;
    if (hasCode(error, "E_NOT_FOUND")) return { how: "gone" };
    // Not yet started is no trouble.
    if (!hasCode(error, "E_INVALID")) onTrouble(error);
    return { how: "broken" };
  }
}

/** While the API server does not answer, it is not known to be. */
async function isOverNow(isOver: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isOver();
  } catch (error) {
    if (hasCode(error, "E_UNAVAILABLE")) return false;
    throw error;
  }
}

async function pause(firstMs: number, tries: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(longestPauseMs, firstMs * 2 ** tries), undefined, { signal }).catch(() => {});
}

/** Where in the log it has come to: the time of the last line, and the how many-th of that time it was. */
class Place {
  #lastNs: bigint | undefined;
  #numAtLast = 0;
  #newestNs = 0n;
  numRead = 0;
  /** Lines of the last time that are still to be met again; undefined: all that comes is new. */
  #toMeet: number | undefined;

  get sinceTime(): string | undefined {
    return this.#lastNs === undefined ? undefined : secondOf(this.#lastNs);
  }

  /** A new connection begins before the place. */
  rewind(): void {
    this.#toMeet = this.#lastNs === undefined ? undefined : this.#numAtLast;
  }

  isNew({ atNs }: StampedLine): boolean {
    if (this.#toMeet !== undefined && this.#wasRead(atNs)) return false;
    this.#numAtLast = atNs === this.#lastNs ? this.#numAtLast + 1 : 1;
    this.#lastNs = atNs;
    this.numRead += 1;
    // Two streams of one process may come slightly out of order.
    if (atNs > this.#newestNs) this.#newestNs = atNs;
    return true;
  }

  #wasRead(atNs: bigint): boolean {
    // Rotated away: the place will not be met any more.
    if (atNs > this.#newestNs) {
      this.#toMeet = undefined;
      return false;
    }
    if (atNs === this.#lastNs) {
      this.#toMeet! -= 1;
      if (this.#toMeet === 0) this.#toMeet = undefined;
    }
    return true;
  }
}
