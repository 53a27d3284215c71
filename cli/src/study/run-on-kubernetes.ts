/**
 * `run -f` on a Kubernetes: apply manifests and watch them to their end; the controller is in the cluster. Leaving changes
 * nothing there, and the same call watches again.
 */
import type { Manifest } from "@plateau/controller/api/index.ts";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Runnable } from "../live/observe.ts";
import { openScreen, type Screen } from "../live/screen.ts";
import { Mirror } from "../place/mirror.ts";
import type { Place } from "../place/place.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { applyAll } from "./apply.ts";
import { follow } from "./follow.ts";
import { tellOutcome } from "./outcome.ts";

export interface KubernetesRunRequest {
  manifests: readonly Manifest[];
  terminal: Terminal;
  /** Apply and leave. */
  detach: boolean;
  /** How to watch again, as a command line. */
  again: string;
}

const tickMs = 1000;
/** A controller looks at a new object within a second. */
const patienceMs = 20_000;

/** @throws CliError E_STUDY_FAILED if something failed, E_INTERRUPTED (exit 130) on Ctrl-C; ClusterError */
export async function runOnKubernetes(place: Place, request: KubernetesRunRequest): Promise<void> {
  const { terminal, detach, again, manifests } = request;
  const targets = await applyAll(place.cluster, manifests, { terminal, force: true });
  if (detach || targets.length === 0) {
    if (targets.length > 0) terminal.err.write(`Applied to ${place.label}. To watch: ${again}\n`);
    return;
  }
  const stop = stopSignal();
  const screen = openScreen(terminal);
  let finished: Runnable[];
  try {
    finished = await watch(place, targets, { screen, signal: stop.signal });
  } finally {
    screen.close();
    stop.release();
  }
  if (stop.signal.aborted && finished.length < targets.length)
    throw new CliError(
      "E_INTERRUPTED",
      `No longer watching; it goes on in the cluster. To watch again: ${again}`,
      {
        exitCode: exitCodes.interrupted,
      },
    );
  await tellOutcome(place, finished, terminal);
}

async function watch(
  { cluster, history, onTrouble }: Place,
  targets: readonly ObjectRef[],
  { screen, signal }: { screen: Screen; signal: AbortSignal },
): Promise<Runnable[]> {
  const done = new AbortController();
  const wanted = new Set(targets.map(({ namespace }) => namespace));
  const selections = [...wanted].flatMap((namespace) =>
    ["ScalingStudy", "TrainingRun", "Cooldown"].map((kind) => ({ apiVersion, kind, namespace })),
  );
  const trouble = rarely(() =>
    screen.say("The API server does not answer; trying again. What runs in the cluster goes on."),
  );
  onTrouble(trouble);
  const mirror = new Mirror(cluster, selections, {
    tickMs,
    signal: AbortSignal.any([done.signal, signal]),
    onTrouble: trouble,
  });
  try {
    await mirror.synced();
    return await follow({
      targets,
      screen,
      history,
      signal,
      before: unattended(screen),
      find: ({ kind, namespace, name }) => Promise.resolve(mirror.find(kind, namespace, name)),
      runs: (namespaces) =>
        Promise.resolve(
          ["TrainingRun", "Cooldown"]
            .flatMap((kind) => mirror.objects(kind))
            .filter(({ metadata }) => namespaces.includes(metadata.namespace)),
        ),
      next: () => mirror.next(),
    });
  } finally {
    done.abort();
  }
}

/** Connections break one by one and are tried often: a person is told once a minute. */
function rarely(tell: () => void): () => void {
  let lastMs = -Infinity;
  return () => {
    if (performance.now() - lastMs < 60_000) return;
    lastMs = performance.now();
    tell();
  };
}

/** Says once that nobody takes care of an object: without a controller it would wait for ever, and silently. */
function unattended(screen: Screen): (objects: readonly Runnable[]) => void {
  const startMs = performance.now();
  let isSaid = false;
  return (objects) => {
    const waiting = objects.find(({ status }) => status?.observedGeneration === undefined);
    if (!waiting || isSaid || performance.now() - startMs < patienceMs) return;
    isSaid = true;
    screen.say(
      `No controller has looked at ${waiting.kind} ${waiting.metadata.name} yet. "kubectl get deployments -A -l app.kubernetes.io/name=plateau" shows whether one is installed and ready, and whether it watches this namespace.`,
    );
  };
}
