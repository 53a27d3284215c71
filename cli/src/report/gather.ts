/** Gathers a study's report from cluster and history. The fit is made anew from the points, with the study's own settings and seed. */
import type { StudyFit, StudyFitInput } from "@plateau/scaling/fit/types.ts";
import {
  apiVersion,
  decimalValue,
  type Cooldown,
  type ScalingStudy,
  type TrainingRun,
} from "@plateau/controller/api/index.ts";
import { tokensPerStep } from "@plateau/controller/api/run-config.ts";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { History } from "@plateau/controller/progress/index.ts";
import {
  planOf,
  type BranchPlan,
  type Plan,
  type SizePlan,
} from "@plateau/controller/reconcile/scaling-study/plan.ts";
import { CliError } from "../errors.ts";
import { eventsAbout } from "../kinds/events.ts";
import { conditionOf } from "../live/observe-run.ts";
import { formatCount } from "../output/numbers.ts";
import { smoothCurve } from "./curves.ts";
import { fitReportOf } from "./fit-report.ts";
import type { LoadPast } from "./load-past.ts";
import type { BranchReport, RunReport, SizeReport, StudyReport } from "./study-report.ts";
import { timingOf } from "./timing.ts";

export interface Source {
  cluster: Pick<Cluster, "get" | "list">;
  history: Pick<History, "steps" | "checkpoints">;
  /** Called with the runs whose past is asked of the history next; without it the history has everything. */
  loadPast?: LoadPast | undefined;
}

export interface GatherRequest {
  namespace: string;
  name: string;
  version: string;
  now: Date;
  fit: (input: StudyFitInput) => Promise<StudyFit>;
}

export interface Gathered {
  report: StudyReport;
  /** Undefined while there is no point at all. */
  fit: StudyFit | undefined;
}

/** @throws CliError E_NOT_FOUND; E_STUDY_FAILED if the study cannot be planned, so that there is nothing to report */
export async function gatherReport(source: Source, request: GatherRequest): Promise<Gathered> {
  const { namespace, name } = request;
  const study = (await source.cluster.get({ apiVersion, kind: "ScalingStudy", namespace, name })) as
    ScalingStudy | undefined;
  if (!study)
    throw new CliError(
      "E_NOT_FOUND",
      `ScalingStudy "${name}" does not exist in namespace ${namespace}; "plateau get scalingstudies" lists what does.`,
    );
  const result = planOf(study);
  if (!result.ok)
    throw new CliError(
      "E_STUDY_FAILED",
      `ScalingStudy "${name}" cannot be planned, so there is nothing to report. ${result.message}`,
    );
  const { plan } = result;
  const children = await childrenOf(source.cluster, study);
  await source.loadPast?.([...children.values()]);
  const sizes = plan.sizes.map((size) => sizeReport(size, { study, children, history: source.history }));
  const fit = await fitOf(study, sizes, request);
  const events = await eventsOf(source.cluster, [study, ...children.values()]);
  return { report: studyReport({ study, plan, sizes, fit, events, request }), fit };
}

interface Parts {
  study: ScalingStudy;
  plan: Plan;
  sizes: SizeReport[];
  fit: StudyFit | undefined;
  events: StudyReport["events"];
  request: GatherRequest;
}

function studyReport({ study, plan, sizes, fit, events, request }: Parts): StudyReport {
  const { metadata, spec, status } = study;
  const points = sizes.flatMap(({ name, parameters: N, branches }) =>
    branches.flatMap(({ flops, tokens: D, finalLoss: loss }) =>
      loss === undefined ? [] : [{ size: name, N, D, flops, loss }],
    ),
  );
  return {
    generatedAt: request.now.toISOString(),
    version: request.version,
    study: {
      name: metadata.name,
      namespace: metadata.namespace,
      uid: metadata.uid,
      ...(status?.startTime ? { startedAt: status.startTime } : {}),
      ...(status?.completionTime ? { completedAt: status.completionTime } : {}),
      conditions: (status?.conditions ?? []).map(
        ({ type, status: is, reason, message, lastTransitionTime }) => ({
          type,
          status: is,
          reason,
          message,
          since: lastTransitionTime,
        }),
      ),
    },
    sizes,
    flops: {
      spent: Number(status?.flops?.spent ?? 0),
      planned: plan.totals.flops.planned,
      independentRuns: plan.totals.flops.independentRuns,
    },
    steps: plan.totals.steps,
    cooldownFraction: decimalValue(spec.cooldownTemplate.spec.length.fractionOfTotal),
    ...(fit
      ? {
          fit: fitReportOf(fit, {
            confidence: decimalValue(spec.fit.confidence),
            resamples: spec.fit.resamples,
            points,
          }),
        }
      : {}),
    events,
  };
}

type Children = ReadonlyMap<string, TrainingRun | Cooldown>;

async function childrenOf(
  cluster: Source["cluster"],
  { metadata: { uid, namespace } }: ScalingStudy,
): Promise<Children> {
  const lists = await Promise.all(
    ["TrainingRun", "Cooldown"].map((kind) => cluster.list(apiVersion, kind, { namespace })),
  );
  const mine = lists
    .flatMap(({ items }) => items)
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  return new Map(
    mine.map((child) => [`${child.kind}/${child.metadata.name}`, child as TrainingRun | Cooldown]),
  );
}

interface SizeContext {
  study: ScalingStudy;
  children: Children;
  history: Source["history"];
}

function sizeReport({ size, planned, runName, branches }: SizePlan, context: SizeContext): SizeReport {
  const { study, children, history } = context;
  const perStep = tokensPerStep(study.spec.runTemplate.spec);
  const run = children.get(`TrainingRun/${runName}`) as TrainingRun | undefined;
  return {
    name: size.name,
    shape: `${size.layers} layers × ${size.width}`,
    parameters: planned.parameters,
    flopsPerToken: planned.flopsPerStep / perStep,
    plateau: { name: runName, ...runPart(run, history, "Waiting") },
    branches: branches.map((branch) => branchReport(branch, { ...context, perStep })),
  };
}

function branchReport(
  { name, horizon }: BranchPlan,
  { study, children, history, perStep }: SizeContext & { perStep: number },
): BranchReport {
  const cooldown = children.get(`Cooldown/${name}`) as Cooldown | undefined;
  const point = study.status?.points.find((each) => each.name === name);
  const loss = point?.state === "Done" ? Number(point.loss) : NaN;
  return {
    name,
    label: formatCount(horizon.askedTokens),
    forkTokens: horizon.forkStep * perStep,
    tokens: horizon.tokens,
    flops: horizon.flops,
    ...(Number.isFinite(loss) && loss > 0 ? { finalLoss: loss } : {}),
    domains: domainsOf(cooldown),
    ...runPart(cooldown, history, point?.state ?? "Waiting"),
  };
}

function domainsOf(cooldown: Cooldown | undefined): BranchReport["domains"] {
  const domains = cooldown?.status?.evaluation?.domains ?? [];
  return domains.map(({ name, loss, tokens }) => ({ name, loss: Number(loss), tokens }));
}

/** Points of a cooldown's curve. */
const branchBins = 12;

function runPart(
  run: TrainingRun | Cooldown | undefined,
  history: Source["history"],
  state: string,
): Omit<RunReport, "name"> {
  if (!run) return { state, curve: [] };
  const steps = history.steps(run.metadata.uid);
  const timing = timingOf(steps, history.checkpoints(run.metadata.uid), run.status);
  return {
    state: run.kind === "Cooldown" ? state : (conditionOf(run.status, "Progressing")?.reason ?? state),
    // A branch is short on the logarithmic axis: as many bins as a plateau would show its noise.
    curve: run.kind === "Cooldown" ? smoothCurve(steps, branchBins) : smoothCurve(steps),
    ...(timing ? { timing } : {}),
  };
}

/** The same points and settings as the study's own fit, with FLOPs by the detailed count. */
async function fitOf(
  { spec }: ScalingStudy,
  sizes: readonly SizeReport[],
  { fit }: GatherRequest,
): Promise<StudyFit | undefined> {
  const points = sizes.flatMap(({ parameters, branches }) =>
    branches.flatMap(({ tokens, finalLoss }) =>
      finalLoss === undefined ? [] : [{ N: parameters, D: tokens, loss: finalLoss }],
    ),
  );
  if (points.length === 0) return undefined;
  return fit({
    points,
    huberDelta: decimalValue(spec.fit.huberDelta),
    resamples: spec.fit.resamples,
    confidence: decimalValue(spec.fit.confidence),
    seed: spec.fit.seed,
    ...(spec.budget ? { budgetFlops: decimalValue(spec.budget.flops) } : {}),
    cost: sizes
      .map(({ parameters, flopsPerToken }) => ({ N: parameters, flopsPerToken }))
      .toSorted((a, b) => a.N - b.N),
  });
}

async function eventsOf(
  cluster: Source["cluster"],
  about: readonly KubeObject[],
): Promise<StudyReport["events"]> {
  const uids = new Set(about.map(({ metadata }) => metadata.uid));
  const { items } = await cluster.list("v1", "Event", {
    namespace: about[0]?.metadata.namespace ?? "default",
  });
  return eventsAbout(items, uids).map(({ at, type, reason, message, about: { kind, name } }) => ({
    at,
    type,
    reason,
    object: `${kind} ${name}`,
    message,
  }));
}
