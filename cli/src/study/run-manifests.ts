/**
 * What `plateau run -f` and the demo do: apply manifests, be the controller if nobody is, show how it goes until everything is
 * finished. Stopping is orderly and the same call goes on later.
 */
import { join } from "node:path";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import type { Manifest } from "@plateau/controller/api/index.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Runnable } from "../live/observe.ts";
import { openScreen, type Screen } from "../live/screen.ts";
import { workerCommand } from "../place/worker-command.ts";
import { stopSignal, type StopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { applyAll } from "./apply.ts";
import { changesOf } from "./changes.ts";
import { Controller } from "./controller.ts";
import { controllerLog } from "./controller-log.ts";
import { follow } from "./follow.ts";
import { tellOutcome } from "./outcome.ts";

export interface RunRequest {
  manifests: readonly Manifest[];
  home: string;
  terminal: Terminal;
  /** Apply and leave: a controller that is live goes on with it. */
  detach: boolean;
  /** Of the loopback, if this process is the controller. */
  metricsPort?: number | undefined;
  /** How to go on after an interruption, as a command line. */
  again: string;
}

/** Redrawn at least so often, for the clock. */
const tickMs = 1000;

/** @throws CliError E_STUDY_FAILED if something failed, E_INTERRUPTED (exit 130) on Ctrl-C; AdmissionError, ClusterError */
export async function runManifests(request: RunRequest): Promise<void> {
  const { home, terminal, detach } = request;
  const { openLocal } = await import("@plateau/controller/local/open-local.ts");
  const plateau = await openLocal({
    home,
    workerCommand: workerCommand(),
    role: "controller",
    metricsPort: request.metricsPort,
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
    const targets = await applyAll(plateau.cluster, request.manifests, { terminal });
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
    finished = await watch({ plateau, targets, controller, screen, stop });
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
  const { cluster, history } = plateau;
  await tellOutcome({ cluster, history, reports: join(plateau.home, "reports") }, finished, terminal);
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

interface Watching {
  plateau: LocalPlateau;
  targets: readonly ObjectRef[];
  controller: Controller;
  screen: Screen;
  stop: StopSignal;
}

/** Shows every change. @returns the targets that are finished: all of them, unless it was stopped */
async function watch({ plateau, targets, controller, screen, stop }: Watching): Promise<Runnable[]> {
  const { cluster, history } = plateau;
  const done = new AbortController();
  const changes = changesOf(plateau, AbortSignal.any([done.signal, stop.signal]), tickMs);
  try {
    return await follow({
      targets,
      screen,
      history,
      signal: stop.signal,
      before: () => controller.ensure(screen),
      find: (ref) => cluster.get(ref),
      runs: async (namespaces) => {
        const lists = await Promise.all(
          namespaces.flatMap((namespace) =>
            ["TrainingRun", "Cooldown"].map((kind) => cluster.list(apiVersion, kind, { namespace })),
          ),
        );
        return lists.flatMap(({ items }) => items);
      },
      next: () => Promise.race([changes.next(), controller.failure]),
    });
  } finally {
    done.abort();
  }
}
