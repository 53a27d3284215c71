/**
 * Retention: which checkpoints a store holds, and which may go. Nothing is deleted to make room for something unverified: a
 * newer checkpoint counts only after its bytes have been read back.
 */
import { manifestFile } from "./contents.ts";
import { CheckpointError } from "./errors.ts";
import { splitManifestUri, stepDirectory, stepOf } from "./names.ts";
import type { BlobStore } from "./store.ts";
import { openStore } from "./stores/index.ts";
import { verifyCheckpoint } from "./verify.ts";

export interface StoredCheckpoint {
  step: number;
  /** All files of its directory. */
  bytes: number;
}

/** Committed checkpoints, ascending by step: those with a manifest, whether whole or damaged. */
export async function listCheckpoints(store: BlobStore): Promise<StoredCheckpoint[]> {
  const bytes = new Map<number, number>();
  const committed = new Set<number>();
  for (const blob of await store.list("step-")) {
    const step = stepOf(blob.name);
    if (step === undefined) continue;
    bytes.set(step, (bytes.get(step) ?? 0) + blob.bytes);
    if (blob.name === `${stepDirectory(step)}/${manifestFile}`) committed.add(step);
  }
  return [...committed].sort((a, b) => a - b).map((step) => ({ step, bytes: bytes.get(step) ?? 0 }));
}

export interface Retention {
  /** Periodic checkpoints to keep besides the fork points. */
  keepLast: number;
  /** Never removed here: the controller removes them when nothing refers to them. */
  forkSteps: readonly number[];
  /** Steps already found whole by this process; added to. */
  verified?: Set<number>;
}

/**
 * Remove periodic checkpoints beyond the newest `keepLast` whole ones.
 *
 * @returns the steps removed, and the damaged ones met on the way: they are neither counted nor, being newer than a whole one that
 *          is kept, removed
 */
export async function prune(
  store: BlobStore,
  { keepLast, forkSteps, verified = new Set() }: Retention,
): Promise<{ removed: number[]; damaged: { step: number; error: CheckpointError }[] }> {
  const periodic = (await listCheckpoints(store))
    .map(({ step }) => step)
    .filter((step) => !forkSteps.includes(step))
    .reverse();
  const removed: number[] = [];
  const damaged: { step: number; error: CheckpointError }[] = [];
  let whole = 0;
  for (const step of periodic) {
    if (whole >= Math.max(1, keepLast)) {
      await store.remove(`${stepDirectory(step)}/`);
      removed.push(step);
      continue;
    }
    const error = verified.has(step) ? undefined : await damageOf(store, step);
    if (error) damaged.push({ step, error });
    else {
      verified.add(step);
      whole += 1;
    }
  }
  return { removed, damaged };
}

async function damageOf(store: BlobStore, step: number): Promise<CheckpointError | undefined> {
  try {
    await verifyCheckpoint(store, step);
    return undefined;
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
}

/** Remove a checkpoint whatever its state, manifest first. Missing is not an error: it may have been half removed before. */
export async function removeCheckpoint(uri: string): Promise<void> {
  const { storeUri, step } = splitManifestUri(uri);
  const store = await openStore(storeUri);
  await store.remove(`${stepDirectory(step)}/`);
}
