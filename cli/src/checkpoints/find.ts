/**
 * Which checkpoint is meant: the name of a Checkpoint of the place, or the address of one, which needs no place.
 *
 *   brown-s-1f2e-s000030                       a Checkpoint object, in a home or on a Kubernetes
 *   .plateau/checkpoints/…/step-000000030      a directory with a manifest.json
 *   s3://bucket/prefix/step-000000030
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { apiVersion, kinds, type Checkpoint, type TrainingRunSpec } from "@plateau/controller/api/index.ts";
import { dataConfig } from "@plateau/controller/api/run-config.ts";
import type { CheckpointManifest, DataConfig } from "@plateau/proto";
import type { LoadedCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import { CliError } from "../errors.ts";
import { withPlace, type Place } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

export interface FoundCheckpoint {
  /** For people. */
  label: string;
  manifestUri: string;
  /** Of the manifest, where somebody has recorded it. */
  sha256?: string;
  /** What its run trained on, where an object says so and it can be reached from here. */
  data?: DataConfig;
}

/** Description of the argument. */
export const checkpointArgument =
  "name of a Checkpoint, or the address of one: path or s3://…/step-000000030";

/** @throws CliError E_NOT_FOUND if there is no such Checkpoint; what `withPlace` throws */
export function findCheckpoint(word: string, program: Command, terminal: Terminal): Promise<FoundCheckpoint> {
  if (/[/\\]/.test(word)) return Promise.resolve(byAddress(word, terminal.cwd));
  return withPlace(program, terminal, (place) => byName(word, place));
}

function byAddress(word: string, cwd: string): FoundCheckpoint {
  const folder = word.replace(/\/+$/, "").replace(/\/manifest\.json$/, "");
  const uri = /^[a-z][a-z0-9+.-]*:/i.test(folder) ? folder : pathToFileURL(resolve(cwd, folder)).href;
  return { label: word, manifestUri: `${uri}/manifest.json` };
}

async function byName(name: string, place: Place): Promise<FoundCheckpoint> {
  const { cluster, namespace } = place;
  const found = await cluster.get({ apiVersion, kind: kinds.Checkpoint.kind, namespace, name });
  if (!found)
    throw new CliError(
      "E_NOT_FOUND",
      `Checkpoint "${name}" does not exist in namespace ${namespace}; "plateau get checkpoints" lists those that are kept. The address of one has a slash in it.`,
    );
  const { manifest, recipe } = (found as Checkpoint).spec;
  const data = recipe && reachableData(recipe.data, place);
  return {
    label: name,
    manifestUri: manifest.uri,
    sha256: manifest.sha256,
    ...(data ? { data } : {}),
  };
}

/** Undefined where a URI is relative to something that only the cluster knows. */
function reachableData(spec: TrainingRunSpec["data"], { resolveUri }: Place): DataConfig | undefined {
  let isReachable = true;
  const config = dataConfig(spec, {
    resolveUri: (uri) => {
      const resolved = resolveUri(uri);
      isReachable &&= resolved !== undefined;
      return resolved ?? uri;
    },
  });
  return isReachable ? config : undefined;
}

/** Its weights, and their averages if they are wanted, every byte verified. @throws CheckpointError, StoreError */
export async function loadWeights(
  { manifestUri, sha256 }: FoundCheckpoint,
  only: "weights" | "averages" = "weights",
): Promise<LoadedCheckpoint> {
  const { loadCheckpoint, openStore, splitManifestUri } = await import("@plateau/worker/checkpoint/index.ts");
  const { storeUri, step } = splitManifestUri(manifestUri);
  const which = sha256 === undefined ? step : { manifestUri, sha256 };
  return loadCheckpoint(await openStore(storeUri), which, { only });
}

/** "llama, 4 layers, width 64" */
export function describeModel({ identity }: Pick<CheckpointManifest, "identity">): string {
  const { family, layers, width, vocabulary } = identity.model;
  return `${family}, ${layers} ${layers === 1 ? "layer" : "layers"}, width ${width}, vocabulary ${vocabulary}`;
}
