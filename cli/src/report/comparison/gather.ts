/** Gathers a comparison from cluster and history. */
import type { ChannelConfig } from "@plateau/proto";
import { countParameters } from "@plateau/scaling";
import { apiVersion, type TrainingRun } from "@plateau/controller/api/index.ts";
import { trainingRunConfig } from "@plateau/controller/api/run-config.ts";
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import type { StepRecord } from "@plateau/controller/progress/index.ts";
import { CliError } from "../../errors.ts";
import { conditionOf } from "../../live/observe-run.ts";
import { smoothCurve } from "../curves.ts";
import type { Source } from "../gather.ts";
import { timingOf } from "../timing.ts";
import { methodsOf, type ComparedRun, type Comparison } from "./comparison.ts";

export interface CompareRequest {
  namespace: string;
  /** Names of TrainingRuns; empty = those with the label. */
  names: readonly string[];
  label?: { key: string; value: string } | undefined;
  version: string;
  now: Date;
}

/** @throws CliError E_NOT_FOUND naming the run; E_USAGE if the runs cannot be compared */
export async function gatherComparison(source: Source, request: CompareRequest): Promise<Comparison> {
  const found = await runsOf(source.cluster, request);
  await source.loadPast?.(found);
  const runs = found.map((run) => comparedRun(run, source.history));
  const sizes = new Set(runs.map(({ gradientBytes }) => gradientBytes));
  if (sizes.size > 1)
    throw new CliError(
      "E_USAGE",
      `These runs train models of ${sizes.size} sizes; a comparison holds the model still and changes the exchange. Name runs of one model.`,
    );
  return {
    generatedAt: request.now.toISOString(),
    version: request.version,
    runs,
    methods: methodsOf(runs),
  };
}

async function runsOf(
  cluster: Pick<Cluster, "list">,
  { namespace, names, label }: CompareRequest,
): Promise<TrainingRun[]> {
  const { items } = await cluster.list(apiVersion, "TrainingRun", { namespace });
  const all = items as TrainingRun[];
  if (label) {
    const labelled = all.filter(({ metadata }) => metadata.labels?.[label.key] === label.value);
    if (labelled.length > 0) return labelled;
    throw new CliError(
      "E_NOT_FOUND",
      `No TrainingRun in namespace ${namespace} has the label ${label.key}=${label.value}; "plateau get trainingruns" lists what there is.`,
    );
  }
  return names.map((name) => {
    const run = all.find(({ metadata }) => metadata.name === name);
    if (run) return run;
    throw new CliError(
      "E_NOT_FOUND",
      `TrainingRun "${name}" does not exist in namespace ${namespace}; "plateau get trainingruns" lists what does.`,
    );
  });
}

function comparedRun(run: TrainingRun, history: Source["history"]): ComparedRun {
  const { metadata, spec, status } = run;
  const steps = history.steps(metadata.uid);
  const timing = timingOf(steps, history.checkpoints(metadata.uid), status);
  const { exchange, model, optimizer } = trainingRunConfig(run, { resolveUri: (uri) => uri });
  const gradientBytes = 4 * countParameters(model).total;
  return {
    name: metadata.name,
    codec: spec.exchange.codec,
    ...channelOf(exchange.channel),
    learningRate: optimizer.learningRate,
    seed: spec.seed,
    state: conditionOf(status, "Progressing")?.reason ?? "Waiting",
    ...reached(steps.at(-1)),
    ...lossOf(run, steps),
    curve: smoothCurve(steps),
    gradientBytes,
    payloadBytes: gradientBytes,
    ...(timing ? { timing, payloadBytes: (gradientBytes * timing.payloadBytes) / timing.rawBytes } : {}),
  };
}

function channelOf(channel: ChannelConfig): Pick<ComparedRun, "isNoisy" | "power" | "askedSnrDb"> {
  if (channel.name !== "awgn") return { isNoisy: false };
  const { budget } = channel;
  return budget.kind === "power"
    ? { isNoisy: true, power: budget.power }
    : { isNoisy: true, askedSnrDb: budget.snrDb };
}

function reached(last: StepRecord | undefined): Pick<ComparedRun, "step" | "tokens"> {
  return { step: last?.step ?? 0, tokens: last?.tokens ?? 0 };
}

/** Of the validation set if the last state has been scored on it, else the mean of the last twentieth of the steps. */
function lossOf({ status }: TrainingRun, steps: readonly StepRecord[]): Pick<ComparedRun, "loss" | "lossOf"> {
  const scored = status?.evaluation;
  if (scored && scored.step === steps.at(-1)?.step)
    return { loss: Number(scored.loss), lossOf: "validation" };
  const last = steps.slice(-Math.max(10, Math.floor(steps.length / 20))).map(({ loss }) => loss);
  if (last.length === 0) return { lossOf: "training" };
  return { loss: last.reduce((sum, loss) => sum + loss, 0) / last.length, lossOf: "training" };
}
