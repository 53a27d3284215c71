/** Names: where a checkpoint lies in its store, and back from a manifest's URI to store and step. */
import { manifestFile } from "./contents.ts";
import { CheckpointError } from "./errors.ts";

/** `step-000000120` */
export function stepDirectory(step: number): string {
  return `step-${String(step).padStart(9, "0")}`;
}

/** Step of a blob's name, undefined if it belongs to none. */
export function stepOf(name: string): number | undefined {
  const match = /^step-(\d{9,})\//.exec(name);
  return match ? Number(match[1]) : undefined;
}

export function manifestUri(storeUri: string, step: number): string {
  return `${storeUri}/${stepDirectory(step)}/${manifestFile}`;
}

/** @throws CheckpointError E_CHECKPOINT_MISSING if the URI is not of that form */
export function splitManifestUri(uri: string): { storeUri: string; step: number } {
  const match = /^(.+)\/(step-\d{9,}\/)manifest\.json$/.exec(uri);
  const step = match ? stepOf(match[2] ?? "") : undefined;
  if (!match?.[1] || step === undefined) {
    throw new CheckpointError(
      "E_CHECKPOINT_MISSING",
      manifestFile,
      `"${uri}" is not the address of a checkpoint; it ends in /step-<9 digits>/${manifestFile}.`,
    );
  }
  return { storeUri: match[1], step };
}
