/** The parts of a controller, Kubernetes' or a home's, put together to what its metrics are told and ask. */
import { releaseVersion } from "@plateau/proto/version.ts";
import type { ControlLoop } from "../loop/control-loop.ts";
import type { ChangeHandler } from "../loop/informer.ts";
import { gangNames } from "../reconcile/children/gang.ts";
import { reconcilers } from "../reconcile/index.ts";
import type { RunProgress } from "../reconcile/reconciler.ts";
import { ControllerMetrics } from "./controller-metrics.ts";
import { GangReady } from "./gang-ready.ts";

export interface ControllerSide {
  lease: string;
  leads: () => boolean;
  /** Undefined before it leads. */
  loop: () => ControlLoop | undefined;
  progress: (runUid: string) => RunProgress | undefined;
  connections: () => number;
}

const nothingTold: RunProgress = { checkpoints: [], evaluations: [], ranks: {}, finished: false };

export function metricsOf(side: ControllerSide): ControllerMetrics {
  const { lease, leads, loop, progress, connections } = side;
  return new ControllerMetrics({
    version: releaseVersion,
    lease,
    kinds: Object.values(reconcilers).map(({ kind }) => kind),
    leads,
    connections,
    queueDepth: (kind) => loop()?.queueDepth(kind) ?? 0,
    objects: () => {
      const current = loop();
      return (
        current && {
          objects: (kind) => current.objects(kind),
          object: (kind, namespace, name) => current.object(kind, namespace, name),
          progress: (uid) => progress(uid) ?? nothingTold,
        }
      );
    },
  });
}

/** For the loop's changes: tells how long gangs took to form. */
export function gangTimes(metrics: ControllerMetrics, loop: () => ControlLoop | undefined): ChangeHandler {
  const gangs = new GangReady((run, attempt) =>
    loop()?.job(run.metadata.namespace, gangNames(run, attempt).job),
  );
  return (object, old) => {
    const seconds = gangs.take(object, old);
    if (seconds !== undefined) metrics.gangReady(seconds);
  };
}
