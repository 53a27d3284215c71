/** What was told of runs that are deleted goes; of those that are there it stays, for reports and for going on. */
import { apiVersion } from "../api/index.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { SqliteHistory } from "./history.ts";

/** News of a run that is being created may be here before it is seen in the list. */
const youngMs = 60_000;
const tables = ["steps", "evaluations", "checkpoints", "senders", "gaps", "runs", "lifecycle"] as const;

/** @returns uids of the runs whose history was removed */
export async function pruneHistory(
  history: SqliteHistory,
  cluster: Pick<Cluster, "list">,
  now: number,
): Promise<string[]> {
  const lists = await Promise.all(["TrainingRun", "Cooldown"].map((kind) => cluster.list(apiVersion, kind)));
  const living = new Set(lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.uid)));
  const { db } = history;
  const gone = db
    .all("SELECT run FROM lifecycle GROUP BY run HAVING max(atMs) < ?", now - youngMs)
    .map(({ run }) => String(run))
    .filter((run) => !living.has(run));
  if (gone.length === 0) return gone;
  db.write(() => {
    for (const run of gone) for (const table of tables) db.run(`DELETE FROM ${table} WHERE run = ?`, run);
  });
  history.notice.publish();
  return gone;
}
