/** Logs of an embedded cluster's runs: files of its home, one reader a rank. */
import { apiVersion } from "@plateau/controller/api/index.ts";
import { HomeError } from "@plateau/controller/local/errors.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { Channel } from "./channel.ts";
import type { LogLine, LogsRequest } from "./logs.ts";

/** @throws HomeError E_NO_LOGS if none of the ranks has a log and nothing is followed */
export async function* localLogs(plateau: LocalPlateau, request: LogsRequest): AsyncGenerator<LogLine, void> {
  const run = request.run.split("/").at(-1) ?? request.run;
  const ranks = request.ranks === "all" ? await ranksOf(plateau, request.namespace, run) : request.ranks;
  const channel = new Channel<LogLine>();
  const missing: HomeError[] = [];
  const read = async (rank: number): Promise<void> => {
    const { namespace, follow, signal } = request;
    try {
      for await (const text of plateau.logs({ namespace, run, rank, follow, signal }))
        channel.push({ rank, text });
    } catch (error) {
      if (!(error instanceof HomeError)) throw error;
      missing.push(error);
    }
  };
  // One after the other when nothing is followed, so that a rank's lines stay together.
  const all = request.follow
    ? Promise.all(ranks.map(read))
    : ranks.reduce((before, rank) => before.then(() => read(rank)), Promise.resolve());
  void all.then(
    () => channel.end(),
    (error: unknown) => channel.fail(error),
  );
  yield* channel;
  if (missing.length === ranks.length && missing[0]) throw missing[0];
}

async function ranksOf({ cluster }: LocalPlateau, namespace: string, name: string): Promise<number[]> {
  const found = await Promise.all(
    ["TrainingRun", "Cooldown"].map((kind) => cluster.get({ apiVersion, kind, namespace, name })),
  );
  const counts = found.map(
    (run) => (run?.spec as { workers: { count: number } } | undefined)?.workers.count ?? 0,
  );
  return Array.from({ length: Math.max(1, ...counts) }, (_, rank) => rank);
}
