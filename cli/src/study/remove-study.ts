/** Removes a study with all that it has made: runs, cooldowns, checkpoints and their files. What `npm run demo -- --fresh` does. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { apiVersion, type ScalingStudy } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { CliError, exitCodes } from "../errors.ts";
import { workerCommand } from "../place/worker-command.ts";
import { progressLine } from "../live/progress-line.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { changesOf } from "./changes.ts";
import { controllerLog } from "./controller-log.ts";

interface StudyName {
  namespace: string;
  name: string;
}

const kinds = ["ScalingStudy", "TrainingRun", "Cooldown", "Checkpoint"];
const tickMs = 1000;

/**
 * Nothing happens if there is no such study.
 *
 * @throws CliError E_INTERRUPTED on Ctrl-C: what is left goes at the next call. ClusterError E_CONTROLLER_RUNNING
 */
export async function removeStudy(home: string, study: StudyName, terminal: Terminal): Promise<void> {
  if (!existsSync(join(home, "cluster.db"))) return;
  const { openLocal } = await import("@plateau/controller/local/open-local.ts");
  const plateau = await openLocal({
    home,
    workerCommand: workerCommand(),
    role: "controller",
    log: controllerLog(home),
  });
  try {
    const folders = runFolders(plateau.home, await objectsOf(plateau, study));
    await markAll(plateau, study);
    if ((await remaining(plateau, study)) > 0) await waitUntilGone(plateau, study, terminal);
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  } finally {
    await plateau.close();
  }
}

async function objectsOf({ cluster }: LocalPlateau, { namespace, name }: StudyName): Promise<KubeObject[]> {
  const lists = await Promise.all(
    kinds.map((kind) =>
      kind === "ScalingStudy"
        ? cluster.list(apiVersion, kind, { namespace })
        : cluster.list(apiVersion, kind, { namespace, labels: { [labels.study]: name } }),
    ),
  );
  return lists
    .flatMap(({ items }) => items)
    .filter(({ kind, metadata }) => kind !== "ScalingStudy" || metadata.name === name);
}

/**
 * Folders of its runs in a store below the home. The controller removes what Checkpoints stand for; periodic states and those of
 * finished cooldowns have none.
 */
function runFolders(home: string, objects: readonly KubeObject[]): string[] {
  const study = objects.find(({ kind }) => kind === "ScalingStudy") as ScalingStudy | undefined;
  const uri = study?.spec.runTemplate.spec.checkpoints.store.uri ?? "";
  const store = join(home, uri);
  if (uri === "" || uri.includes(":") || isAbsolute(uri) || relative(home, store).startsWith("..")) return [];
  return objects
    .filter(({ kind }) => kind === "TrainingRun" || kind === "Cooldown")
    .map(({ metadata: { namespace, name, uid } }) => join(store, namespace, `${name}-${uid.slice(0, 8)}`));
}

const remaining = async (plateau: LocalPlateau, study: StudyName): Promise<number> =>
  (await objectsOf(plateau, study)).length;

async function markAll(plateau: LocalPlateau, study: StudyName): Promise<void> {
  for (const { kind, metadata } of await objectsOf(plateau, study)) {
    const { namespace, name, uid } = metadata;
    await plateau.cluster.delete({ apiVersion, kind, namespace, name }, { uid });
  }
}

/** The controller has to stop the workers and remove the checkpoints' files. */
async function waitUntilGone(plateau: LocalPlateau, study: StudyName, terminal: Terminal): Promise<void> {
  const stop = stopSignal();
  const done = new AbortController();
  const signal = AbortSignal.any([stop.signal, done.signal]);
  const line = progressLine(terminal, "Removing the old study");
  const controller = plateau.run(signal);
  const failed = controller.then(() => new Promise<never>(() => {}));
  failed.catch(() => {});
  try {
    const changes = changesOf(plateau, signal, tickMs);
    const total = await remaining(plateau, study);
    for (let left = total; left > 0 && !stop.signal.aborted; left = await remaining(plateau, study)) {
      line.update(total - left, total, `${left} objects left`);
      // A checkpoint that was committed meanwhile has to go as well.
      await markAll(plateau, study);
      await Promise.race([changes.next(), failed]);
    }
  } finally {
    done.abort();
    await controller;
    line.clear();
    stop.release();
  }
  if (stop.signal.aborted) {
    throw new CliError("E_INTERRUPTED", "Interrupted while the old study was being removed.", {
      exitCode: exitCodes.interrupted,
    });
  }
}
