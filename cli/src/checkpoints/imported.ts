/** The Checkpoint object of imported weights, in a home (made, if there is none) or on a Kubernetes. */
import { join } from "node:path";
import type { Command } from "commander";
import { apiVersion, kinds, type CheckpointSpec } from "@plateau/controller/api/index.ts";
import type { CheckpointManifest } from "@plateau/proto";
import { blobFinalizer } from "@plateau/controller/reconcile/labels.ts";
import { CliError } from "../errors.ts";
import { choiceOf, withPlace, type Place } from "../place/place.ts";
import { fieldManager } from "../study/apply.ts";
import type { Terminal } from "../terminal.ts";

export interface ImportedFiles {
  ref: { manifestUri: string; sha256: string };
  manifest: CheckpointManifest;
  bytes: number;
}

export interface ImportPlace extends Pick<Place, "kind" | "cluster" | "namespace" | "label"> {
  /** Where files go in a home. */
  folderOf: (name: string) => string;
}

/** @throws what `withPlace` throws, but for a home that is not there yet: it is made */
export async function withImportPlace(
  program: Command,
  terminal: Terminal,
  use: (place: ImportPlace) => Promise<void>,
): Promise<void> {
  const choice = choiceOf(program, terminal);
  const root = choice.kind === "home" ? choice.home : terminal.cwd;
  const within = (place: Place): Promise<void> =>
    use({ ...place, folderOf: (name) => join(root, "imported", name) });
  if (choice.kind !== "home") return withPlace(program, terminal, within);
  const { withHome } = await import("../place/home-place.ts");
  return withHome(choice, within, true);
}

/** A folder's name as the name of an object. @throws CliError E_USAGE if nothing of it can be */
export function objectNameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
  if (name !== "") return name;
  throw new CliError("E_USAGE", `"${text}" cannot be the name of an object; give one with --name.`);
}

/** @throws CliError E_EXISTS */
export async function requireFreeName({ cluster, namespace }: ImportPlace, name: string): Promise<void> {
  const found = await cluster.get({ apiVersion, kind: kinds.Checkpoint.kind, namespace, name });
  if (!found) return;
  throw new CliError(
    "E_EXISTS",
    `There is a Checkpoint "${name}" in namespace ${namespace}; nothing was written. Choose another name with --name, or delete it.`,
  );
}

/** @throws ClusterError if the cluster does not take it */
export async function recordImport(
  { cluster, namespace }: ImportPlace,
  name: string,
  { ref, manifest, bytes }: ImportedFiles,
): Promise<void> {
  const spec: CheckpointSpec = {
    manifest: { uri: ref.manifestUri, sha256: ref.sha256, bytes: String(bytes) },
    step: manifest.step,
    tokens: String(manifest.tokens),
    flops: manifest.flops,
    producedBy: { kind: "Import", name, uid: manifest.run.uid },
    phase: "Imported",
    parents: manifest.parents,
    // The place in the data is none of the importing run's.
    holds: ["Weights"],
  };
  const metadata = { name, namespace, finalizers: [blobFinalizer] };
  await cluster.apply({ apiVersion, kind: kinds.Checkpoint.kind, metadata, spec }, { fieldManager });
}
