/** Shows how runs and studies go, at every change, until all are finished or the user has seen enough. */
import { setTimeout as delay } from "node:timers/promises";
import type { KubeObject, ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { mergeViews } from "../live/merge.ts";
import { isFinished, observeView, type Runnable } from "../live/observe.ts";
import type { RunHistory } from "../live/observe-run.ts";
import type { Screen } from "../live/screen.ts";

export interface Following {
  targets: readonly ObjectRef[];
  screen: Screen;
  signal: AbortSignal;
  history: RunHistory;
  find: (ref: ObjectRef) => Promise<KubeObject | undefined>;
  /** TrainingRuns and Cooldowns of these namespaces. */
  runs: (namespaces: readonly string[]) => Promise<KubeObject[]>;
  /** Resolves when it is worth looking again. */
  next: () => Promise<void>;
  /** Before each look. */
  before?: (objects: readonly Runnable[]) => void;
}

/** Redrawn at most so often. */
const quietMs = 150;

/** @returns the targets that are finished: all of them, unless it was stopped. @throws CliError E_NOT_FOUND for a deleted one */
export async function follow(following: Following): Promise<Runnable[]> {
  const { targets, screen, signal, next, before } = following;
  let objects: Runnable[] = [];
  for (;;) {
    before?.(objects);
    objects = await current(following);
    const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace))];
    const runs = await following.runs(namespaces);
    const { history } = following;
    screen.show(
      mergeViews(objects.map((object) => observeView({ object, runs, history, nowMs: Date.now() }))),
    );
    const finished = objects.filter(isFinished);
    if (finished.length === targets.length || signal.aborted) return finished;
    await next();
    await delay(quietMs, undefined, { signal }).catch(() => {});
  }
}

async function current({ targets, find }: Following): Promise<Runnable[]> {
  const objects = await Promise.all(targets.map(find));
  const gone = targets.find((_, i) => objects[i] === undefined);
  if (gone) throw new CliError("E_NOT_FOUND", `${gone.kind} "${gone.name}" was deleted while it ran.`);
  return objects as unknown as Runnable[];
}
