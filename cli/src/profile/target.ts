/**
 * What is profiled: a run's config out of manifest files, or of a TrainingRun that a place has.
 */
import type { Command } from "commander";
import { apiVersion, kinds, type ScalingStudySpec, type TrainingRun } from "@plateau/controller/api/index.ts";
import { engineConfig, type EngineName } from "@plateau/controller/api/parts/execution.ts";
import { dataConfig, trainingRunConfig } from "@plateau/controller/api/run-config.ts";
import type { DesiredObject } from "@plateau/controller/cluster/cluster.ts";
import { modelOf } from "@plateau/controller/reconcile/scaling-study/plan.ts";
import type { RunConfig } from "@plateau/proto";
import { CliError } from "../errors.ts";
import { nameEngine } from "../engines/name-engine.ts";
import { readManifests } from "../manifests.ts";
import { choiceOf, withPlace } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

export interface Target {
  /** For people: "TrainingRun brown-s". */
  label: string;
  config: RunConfig;
  /** Why its data cannot be reached from here. */
  dataMissing?: string;
}

export interface TargetWish {
  /** Name of a run of the place. */
  name: string | undefined;
  filename: string[] | undefined;
  /** Of a study. */
  size: string | undefined;
  engine: EngineName | undefined;
}

/** @throws CliError E_USAGE, E_FILE, E_NOT_FOUND; AdmissionError; what `withPlace` throws */
export function findTarget(wish: TargetWish, program: Command, terminal: Terminal): Promise<Target> {
  const { name, filename, size } = wish;
  if (filename !== undefined && name !== undefined)
    throw new CliError("E_USAGE", "A run's name and -f both say what to profile; leave one of them out.");
  if (filename !== undefined) return ofManifests({ ...wish, filename }, program, terminal);
  if (name === undefined)
    throw new CliError("E_USAGE", "Say what to profile: -f FILE, or the name of a TrainingRun.");
  if (size !== undefined)
    throw new CliError("E_USAGE", "--size chooses from a study's manifest; the run named here has its own.");
  return ofPlace({ name, engine: wish.engine }, program, terminal);
}

async function ofManifests(
  { filename, size, engine }: TargetWish & { filename: string[] },
  program: Command,
  terminal: Terminal,
): Promise<Target> {
  const read = await readManifests(filename, terminal.cwd);
  const trained = read.filter(
    ({ object }) => object.kind === "TrainingRun" || object.kind === "ScalingStudy",
  );
  const [first] = engine === undefined ? trained : nameEngine(trained, engine);
  if (!first)
    throw new CliError("E_FILE", "The files hold no TrainingRun and no ScalingStudy: nothing to profile.");
  const run = runOf(first.object, size);
  const choice = choiceOf(program, terminal);
  if (choice.kind === "kubernetes")
    return targetOf(run, (uri) => (/^[a-z0-9+.-]+:/i.test(uri) ? uri : undefined));
  const { resolveUri } = await import("@plateau/controller/local/platform.ts");
  return targetOf(run, (uri) => resolveUri(choice.home, uri));
}

/** The run itself, or one of those that a study would make. */
function runOf(object: DesiredObject, size: string | undefined): TrainingRun {
  const { name } = object.metadata;
  // Nothing of it is stored.
  const metadata = { ...object.metadata, uid: "profile" };
  if (object.kind === "TrainingRun") {
    if (size === undefined) return { ...object, metadata } as unknown as TrainingRun;
    throw new CliError("E_USAGE", `--size chooses one of a study's sizes, but "${name}" is a TrainingRun.`);
  }
  const spec = object.spec as ScalingStudySpec;
  const found = size === undefined ? spec.sizes[0] : spec.sizes.find((each) => each.name === size);
  if (!found) {
    const names = spec.sizes.map((each) => each.name).join(", ");
    throw new CliError("E_USAGE", `ScalingStudy "${name}" has no size "${size}"; use ${names}.`);
  }
  return {
    ...object,
    kind: "TrainingRun",
    metadata: { ...metadata, name: `${name}-${found.name}` },
    spec: { ...spec.runTemplate.spec, model: modelOf(spec, found) },
  } as unknown as TrainingRun;
}

function ofPlace(
  { name, engine }: { name: string; engine: EngineName | undefined },
  program: Command,
  terminal: Terminal,
): Promise<Target> {
  return withPlace(program, terminal, async ({ cluster, namespace, resolveUri }) => {
    const { kind } = kinds.TrainingRun;
    const found = await cluster.get({ apiVersion, kind, namespace, name });
    if (!found)
      throw new CliError(
        "E_NOT_FOUND",
        `TrainingRun "${name}" does not exist in namespace ${namespace}; "plateau get trainingruns" lists those that do.`,
      );
    const target = targetOf(found as TrainingRun, resolveUri);
    if (engine === undefined) return target;
    const { spec } = found as TrainingRun;
    const config = { ...target.config, engine: engineConfig({ ...spec.engine, name: engine }) };
    return { ...target, config };
  });
}

function targetOf(run: TrainingRun, resolveUri: (uri: string) => string | undefined): Target {
  const unknown: string[] = [];
  dataConfig(run.spec.data, {
    resolveUri: (uri) => {
      if (resolveUri(uri) === undefined) unknown.push(uri);
      return uri;
    },
  });
  return {
    label: `TrainingRun ${run.metadata.name}`,
    config: trainingRunConfig(run, { resolveUri: (uri) => resolveUri(uri) ?? uri }),
    ...(unknown.length === 0
      ? {}
      : { dataMissing: `${unknown[0]} is relative to something that only the cluster knows` }),
  };
}
