/**
 * Save: files first, manifest last. Until the manifest stands there is no checkpoint, so a crash at any moment leaves the
 * previous ones as they were (design idea 4).
 */
import type { CheckpointManifest, CheckpointRef } from "@plateau/proto";
import { holdsOf, manifestFile, tensorFiles, type CheckpointContents } from "./contents.ts";
import { CheckpointError } from "./errors.ts";
import { encodeManifest, sha256 } from "./manifest.ts";
import { manifestUri, stepDirectory } from "./names.ts";
import { safetensorsChunks } from "./safetensors/write.ts";
import type { BlobStore } from "./store.ts";
import { verifyCheckpoint } from "./verify.ts";

export interface CommittedCheckpoint {
  ref: CheckpointRef;
  manifest: CheckpointManifest;
  /** All files, the manifest included. */
  bytes: number;
}

/**
 * Commit a checkpoint.
 *
 * A step that is committed already and intact is left as it is and returned: others may refer to its hash, and training is
 * reproducible, so the new bits would be the old ones. A damaged one is replaced.
 *
 * @param now time of the commit, for the record
 * @throws StoreError E_STORE_FULL, E_STORE_READ_ONLY, E_STORE_UNAVAILABLE: nothing committed, older checkpoints untouched
 * @throws CheckpointError E_CHECKPOINT_CONTENTS if vectors and layout do not fit
 */
export async function saveCheckpoint(
  store: BlobStore,
  { facts, layout, state, parts = [] }: CheckpointContents,
  now: Date = new Date(),
): Promise<CommittedCheckpoint> {
  const directory = stepDirectory(facts.step);
  const standing = await intact(store, facts.step);
  if (standing) return standing;
  const written: CheckpointManifest["files"] = [];
  for (const { name, tensors, metadata } of tensorFiles(layout, state)) {
    const { bytes, sha256: hash } = await store.put(
      `${directory}/${name}`,
      safetensorsChunks(tensors, metadata),
    );
    written.push({ name, bytes, sha256: hash });
  }
  written.push(...parts);
  const manifest: CheckpointManifest = {
    apiVersion: "plateau.dev/checkpoint/v1",
    ...facts,
    holds: holdsOf(state, parts),
    createdAt: now.toISOString(),
    files: written,
  };
  const encoded = encodeManifest(manifest);
  const name = `${directory}/${manifestFile}`;
  // Another group of a divided run may have committed the same state meanwhile: its manifest may be referred to already.
  if (!(await store.putNew(name, [encoded]))) return verifyCheckpoint(store, facts.step);
  return {
    ref: { manifestUri: manifestUri(store.uri, facts.step), sha256: sha256(encoded) },
    manifest,
    bytes: encoded.length + written.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/**
 * The checkpoint of a step if it is there and whole. If it is not, its manifest goes, and nothing else: the files beside it may
 * be those that other ranks have just written for this one.
 */
async function intact(store: BlobStore, step: number): Promise<CommittedCheckpoint | undefined> {
  const manifest = `${stepDirectory(step)}/${manifestFile}`;
  if ((await store.list(manifest)).length === 0) return undefined;
  try {
    return await verifyCheckpoint(store, step);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    await store.remove(manifest);
    return undefined;
  }
}
