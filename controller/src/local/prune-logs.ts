/** Folders of Pods whose run is gone are removed; those of runs that are there stay, for their logs. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { apiVersion } from "../api/index.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { podFiles } from "../cluster/local/node/pod/prepare.ts";
import { labels } from "../reconcile/labels.ts";

export async function pruneLogs(podsFolder: string, cluster: Cluster): Promise<void> {
  const lists = await Promise.all(["TrainingRun", "Cooldown"].map((kind) => cluster.list(apiVersion, kind)));
  const runs = new Set(lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.uid)));
  const pods = new Set((await cluster.list("v1", "Pod")).items.map(({ metadata }) => metadata.name));
  for (const name of foldersOf(podsFolder)) {
    const runUid = runOf(podFiles(podsFolder, name).about);
    const wanted = pods.has(name) || (runUid !== undefined && runs.has(runUid));
    if (!wanted) rmSync(join(podsFolder, name), { recursive: true, force: true });
  }
}

function foldersOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function runOf(file: string): string | undefined {
  try {
    const about = JSON.parse(readFileSync(file, "utf8")) as { labels?: Record<string, string> };
    return about.labels?.[labels.runUid];
  } catch {
    return undefined;
  }
}
