/**
 * A watch that goes on: one request after another, each from the version that the last one reached, however they end: the
 * server's own time limit, a cut connection, silence, a server that restarts. Only a version that is no longer kept ends it
 * (E_EXPIRED: list again), and what the caller may not do.
 *
 * Bookmarks are asked for, so that a quiet selection does not grow too old to be resumed. A connection without a byte for
 * `silenceMs` is dead: API servers send bookmarks about once a minute.
 */
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject, WatchEvent } from "../cluster.ts";
import { ClusterError, hasCode } from "../errors.ts";
import { errorOf } from "./answers.ts";
import { unreachable, type Connection } from "./connection.ts";

export interface WatchRequest {
  path: string;
  labelSelector?: string | undefined;
  resourceVersion: string;
  signal: AbortSignal;
  /** For error messages: "watch TrainingRun". */
  asked: string;
  /** Makes an object of ours out of one of theirs. */
  adopt: (object: KubeObject) => KubeObject;
  onRestart?: ((error: ClusterError) => void) | undefined;
}

interface Line {
  type: string;
  object: KubeObject & { code?: number };
}

const silenceMs = 180_000;
const shortestPauseMs = 100;
const longestPauseMs = 15_000;

export async function* watchFrom(connection: Connection, request: WatchRequest): AsyncGenerator<WatchEvent> {
  const { signal, asked, adopt, onRestart } = request;
  let { resourceVersion } = request;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const { type, object } of lines(await begin(connection, request, resourceVersion), asked)) {
        if (signal.aborted) return;
        if (type === "ERROR") throw errorOf(object.code ?? 500, object, asked);
        failures = 0;
        ({ resourceVersion } = object.metadata);
        if (type === "BOOKMARK") yield { type, resourceVersion };
        else yield { type: type as "ADDED" | "MODIFIED" | "DELETED", object: adopt(object) };
      }
      // The server's own limit: go on where it stopped, after a moment that spreads the watchers.
      await pause(shortestPauseMs * Math.random(), signal);
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof ClusterError ? error : unreachable({ asked }, error);
      if (!hasCode(problem, "E_UNAVAILABLE")) throw problem;
      onRestart?.(problem);
      const ms = Math.min(longestPauseMs, shortestPauseMs * 2 ** failures) * (0.5 + Math.random());
      failures = Math.min(failures + 1, 16);
      await pause(ms, signal);
    }
  }
}

async function begin(
  connection: Connection,
  request: WatchRequest,
  resourceVersion: string,
): Promise<IncomingMessage> {
  const { path, labelSelector, signal, asked } = request;
  await checkReached(connection, request, resourceVersion);
  return connection.open({
    method: "GET",
    path,
    query: {
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion,
      labelSelector,
      // Random, so that watches that began together do not all end together.
      timeoutSeconds: String(240 + Math.floor(60 * Math.random())),
    },
    asked,
    signal,
  });
}

/**
 * A server whose store was restored from an older copy would keep such a watch waiting, in silence, until it has come that far
 * again.
 *
 * @throws ClusterError E_EXPIRED if the server has not reached this version
 */
async function checkReached(
  connection: Connection,
  { path, signal, asked }: WatchRequest,
  resourceVersion: string,
): Promise<void> {
  const { metadata } = await connection.call<{ metadata: { resourceVersion: string } }>({
    method: "GET",
    path,
    query: { limit: "1" },
    asked,
    signal,
  });
  if (BigInt(resourceVersion) <= BigInt(metadata.resourceVersion)) return;
  throw new ClusterError(
    "E_EXPIRED",
    `${asked}: version ${resourceVersion} is ahead of the API server's ${metadata.resourceVersion}; its store has gone back. List again.`,
  );
}

/** @throws ClusterError E_UNAVAILABLE for a stream that breaks, goes silent or is no JSON: all of them are begun anew */
async function* lines(response: IncomingMessage, asked: string): AsyncGenerator<Line> {
  response.setTimeout(silenceMs, () =>
    response.destroy(new Error(`nothing was heard for ${silenceMs / 1_000} s`)),
  );
  response.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop()!;
      for (const part of parts) if (part !== "") yield JSON.parse(part) as Line;
    }
  } catch (cause) {
    throw unreachable({ asked }, cause);
  } finally {
    response.destroy();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
