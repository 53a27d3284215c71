/**
 * What `plateau run -f` and the demo do: apply manifests, be the controller if nobody is, show how it goes until everything is
 * finished. Stopping is orderly and the same call goes on later.
 */
import { setTimeout as delay } from "node:timers/promises";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { KubeObject, ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import type { Manifest } from "@plateau/controller/api/index.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { CliError, exitCodes } from "../errors.ts";
import { workerCommand } from "../home.ts";
import { isFinished, observeView, type Runnable } from "../live/observe.ts";
import { openScreen, type Screen } from "../live/screen.ts";
import type { View } from "../live/view.ts";
import { mergeViews } from "../live/merge.ts";
import { stopSignal, type StopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { changesOf } from "./changes.ts";
import { Controller } from "./controller.ts";
import { controllerLog } from "./controller-log.ts";
import { tellOutcome } from "./outcome.ts";

export interface RunRequest {
  manifests: readonly Manifest[];
  home: string;
  terminal: Terminal;
  /** Apply and leave: a controller that is live goes on with it. */
  detach: boolean;
  /** How to go on after an interruption, as a command line. */
  again: string;
}

/** Of everything that people write. */
export const fieldManager = "plateau-cli";
const runnableKinds = ["ScalingStudy", "TrainingRun", "Cooldown"];
/** Redrawn at most so often; and at least so often, for the clock. */
const quietMs = 150;
const tickMs = 1000;

/** @throws CliError E_STUDY_FAILED if something failed, E_INTERRUPTED (exit 130) on Ctrl-C; AdmissionError, ClusterError */
export async function runManifests(request: RunRequest): Promise<void> {
  const { home, terminal, detach } = request;
  const { openLocal } = await import("@plateau/controller/local/open-local.ts");
  const plateau = await openLocal({
    home,
    workerCommand: workerCommand(),
    role: "controller",
    log: controllerLog(home),
  });
  const stop = stopSignal();
  try {
    const pid = plateau.controllerPid();
    if (detach && pid === undefined) {
      throw new CliError(
        "E_USAGE",
        "--detach needs a controller that is live, and there is none: this command would be it. Leave --detach out.",
      );
    }
    const targets = await applyAll(plateau, request.manifests, terminal);
    if (detach) {
      terminal.err.write(
        `Applied; the controller (process ${pid}) goes on with it. "plateau get ${targets[0]?.kind.toLowerCase() ?? "scalingstudy"}s" shows how far it is.\n`,
      );
      return;
    }
    if (targets.length > 0) await see(plateau, targets, { ...request, stop });
  } finally {
    stop.release();
    await plateau.close();
  }
}

async function applyAll(
  plateau: LocalPlateau,
  manifests: readonly Manifest[],
  terminal: Terminal,
): Promise<ObjectRef[]> {
  const refs: ObjectRef[] = [];
  for (const { object } of manifests) {
    const ref = {
      apiVersion: String(object.apiVersion),
      kind: String(object.kind),
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    };
    const before = await plateau.cluster.get(ref);
    const after = await plateau.cluster.apply(object, { fieldManager });
    if (!before) terminal.err.write(`${ref.kind} ${ref.name} created\n`);
    else if (before.metadata.generation !== after.metadata.generation)
      terminal.err.write(`${ref.kind} ${ref.name} changed\n`);
    if (runnableKinds.includes(ref.kind)) refs.push(ref);
  }
  return refs;
}

interface Watched extends RunRequest {
  stop: StopSignal;
}

/** Until all targets are finished or the user stops it; then the controller is ended in order and the outcome told. */
async function see(plateau: LocalPlateau, targets: readonly ObjectRef[], request: Watched): Promise<void> {
  const { terminal, stop } = request;
  const controller = new Controller(plateau);
  const screen = openScreen(terminal);
  let finished: Runnable[] = [];
  try {
    finished = await follow({ plateau, targets, controller, screen, stop });
    if (stop.signal.aborted) await stopInOrder(controller, screen, stop);
    else await controller.end();
  } finally {
    screen.close();
    await controller.end().catch(() => {});
  }
  if (stop.signal.aborted && finished.length < targets.length) {
    const rest = controller.wasMine
      ? `Stopped; what has been trained is kept. To go on: ${request.again}`
      : `No longer watching; the controller (process ${plateau.controllerPid() ?? "gone"}) goes on. To watch again: ${request.again}`;
    throw new CliError("E_INTERRUPTED", rest, { exitCode: exitCodes.interrupted });
  }
  await tellOutcome(plateau, finished, terminal);
}

async function stopInOrder(controller: Controller, screen: Screen, stop: StopSignal): Promise<void> {
  if (!controller.isMine) return;
  screen.notice("stopping: the workers save their state; Ctrl-C again leaves at once");
  stop.onHurry(() => {
    screen.close();
    // The workers notice that their channel is closed and end by themselves.
    process.exit(exitCodes.interrupted);
  });
  await controller.end();
  screen.notice("stopped");
}

interface Following {
  plateau: LocalPlateau;
  targets: readonly ObjectRef[];
  controller: Controller;
  screen: Screen;
  stop: StopSignal;
}

/** Shows every change. @returns the targets that are finished: all of them, unless it was stopped */
async function follow({ plateau, targets, controller, screen, stop }: Following): Promise<Runnable[]> {
  const done = new AbortController();
  const changes = changesOf(plateau, AbortSignal.any([done.signal, stop.signal]), tickMs);
  try {
    for (;;) {
      controller.ensure(screen);
      const objects = await current(plateau, targets);
      screen.show(await viewOf(plateau, objects));
      const finished = objects.filter(isFinished);
      if (finished.length === targets.length || stop.signal.aborted) return finished;
      await Promise.race([changes.next(), controller.failure]);
      await delay(quietMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  } finally {
    done.abort();
  }
}

async function current(plateau: LocalPlateau, targets: readonly ObjectRef[]): Promise<Runnable[]> {
  const objects = await Promise.all(targets.map((ref) => plateau.cluster.get(ref)));
  const gone = targets.find((_, i) => objects[i] === undefined);
  if (gone) throw new CliError("E_NOT_FOUND", `${gone.kind} "${gone.name}" was deleted while it ran.`);
  return objects as unknown as Runnable[];
}

async function viewOf({ cluster, history }: LocalPlateau, objects: readonly Runnable[]): Promise<View> {
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace))];
  const lists = await Promise.all(
    namespaces.flatMap((namespace) =>
      ["TrainingRun", "Cooldown"].map((kind) => cluster.list(apiVersion, kind, { namespace })),
    ),
  );
  const runs: KubeObject[] = lists.flatMap(({ items }) => items);
  return mergeViews(objects.map((object) => observeView({ object, runs, history, nowMs: Date.now() })));
}
