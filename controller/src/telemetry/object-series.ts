/**
 * Series of all runs and studies, written when they are asked for from what the loop holds anyway: they go with their object. Ten
 * thousand runs are a quarter of a million lines, so the work is done in slices with the controller's own in between.
 */
import { setImmediate } from "node:timers/promises";
import { runMetrics, studyMetrics, type runLabels, type studyLabels } from "@plateau/proto/metrics/index.ts";
import type { Checkpoint, Cooldown, ScalingStudy, TrainingRun } from "../api/index.ts";
import type { KubeObject } from "../cluster/cluster.ts";
import { labels } from "../reconcile/labels.ts";
import type { RunProgress } from "../reconcile/reconciler.ts";
import { SeriesText } from "./series-text.ts";
import { tellRun, type Link, type Run, type Ways } from "./run-series.ts";
import { tellStudy } from "./study-series.ts";

export interface ObjectSource {
  /** All objects of a kind of ours, as last seen. */
  objects(kind: string): Iterable<KubeObject>;
  object(kind: string, namespace: string, name: string): KubeObject | undefined;
  progress(runUid: string): RunProgress;
}

/** Longest that the event loop is held at once. */
const sliceMs = 5;

type RunText = SeriesText<typeof runMetrics, (typeof runLabels)[number]>;
type StudyText = SeriesText<typeof studyMetrics, (typeof studyLabels)[number]>;
/** When any run of a study told of a step, by `namespace/name`. */
type LastSteps = Map<string, number>;

export async function* objectSeries(source: ObjectSource): AsyncGenerator<string> {
  const runs: RunText = new SeriesText(runMetrics);
  const studies: StudyText = new SeriesText(studyMetrics);
  const lastSteps: LastSteps = new Map();
  const turn = new Turn();
  // A copy: the objects change while others have their turn.
  for (const run of [...source.objects("TrainingRun"), ...source.objects("Cooldown")] as Run[]) {
    writeRun(run, { runs, lastSteps, source });
    await turn.next();
  }
  for (const study of [...source.objects("ScalingStudy")] as ScalingStudy[]) {
    const { namespace, name } = study.metadata;
    tellStudy(studies.of({ namespace, study: name }), study, lastSteps.get(`${namespace}/${name}`));
    await turn.next();
  }
  for (const text of [runs, studies]) {
    for (const piece of text.pieces()) {
      yield piece;
      await turn.next();
    }
  }
}

function writeRun(
  run: Run,
  { runs, lastSteps, source }: { runs: RunText; lastSteps: LastSteps; source: ObjectSource },
): void {
  const { namespace, name, uid, labels: own } = run.metadata;
  const progress = source.progress(uid);
  tellRun(runs.of({ namespace, kind: run.kind, run: name }), run, progress, waysOf(run, source));
  const study = own?.[labels.study];
  const { lastStepAtMs } = progress;
  if (study === undefined || lastStepAtMs === undefined) return;
  const key = `${namespace}/${study}`;
  lastSteps.set(key, Math.max(lastSteps.get(key) ?? 0, lastStepAtMs));
}

/** Lets the controller's own work in whenever a slice of time is over. */
class Turn {
  #endsAt = performance.now() + sliceMs;

  async next(): Promise<void> {
    if (performance.now() < this.#endsAt) return;
    await setImmediate();
    this.#endsAt = performance.now() + sliceMs;
  }
}

/** A branch goes on as the plateau that it comes from, except for what it overrides. */
function waysOf(run: Run, source: ObjectSource): Ways {
  const spec = run.kind === "TrainingRun" ? run.spec : originOf(run, source);
  const override = run.kind === "TrainingRun" ? undefined : run.spec.overrides?.exchange;
  return {
    link: spec && { ...spec.exchange, ...definedOf(override) },
    checkpointEverySteps: spec?.checkpoints.everySteps,
  };
}

function originOf(cooldown: Cooldown, source: ObjectSource): TrainingRun["spec"] | undefined {
  const { namespace } = cooldown.metadata;
  const checkpoint = cooldown.status?.checkpoint?.name ?? cooldown.spec.from.checkpoint;
  if (checkpoint !== undefined) {
    const found = source.object("Checkpoint", namespace, checkpoint) as Checkpoint | undefined;
    if (found) return found.spec.recipe;
  }
  const { run } = cooldown.spec.from;
  if (run === undefined) return undefined;
  return (source.object("TrainingRun", namespace, run) as TrainingRun | undefined)?.spec;
}

function definedOf(override: Partial<Link> | undefined): Partial<Link> {
  return Object.fromEntries(Object.entries(override ?? {}).filter(([, value]) => value !== undefined));
}
