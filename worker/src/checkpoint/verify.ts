/** Verify: a checkpoint's manifest, and the size and sha256 of every file in it, by reading each byte once. */
import { createHash } from "node:crypto";
import type { CheckpointManifest } from "@plateau/proto";
import { manifestFile } from "./contents.ts";
import { CheckpointError, StoreError } from "./errors.ts";
import { decodeManifest, sha256 } from "./manifest.ts";
import { manifestUri, stepDirectory } from "./names.ts";
import type { CommittedCheckpoint } from "./save.ts";
import type { BlobStore } from "./store.ts";

export interface OpenManifest {
  manifest: CheckpointManifest;
  sha256: string;
  bytes: number;
}

/**
 * Manifest of a step.
 *
 * @param expected sha256 of its bytes, where recorded
 * @throws CheckpointError E_CHECKPOINT_MISSING, E_CHECKPOINT_DAMAGED, E_CHECKPOINT_FORMAT
 */
export async function openManifest(store: BlobStore, step: number, expected?: string): Promise<OpenManifest> {
  const name = `${stepDirectory(step)}/${manifestFile}`;
  let bytes: Uint8Array;
  try {
    bytes = await store.readAll(name);
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== "E_BLOB_MISSING") throw cause;
    const others = await store.list(`${stepDirectory(step)}/`);
    const why =
      others.length > 0
        ? `${store.uri}/${name} is missing beside ${others.length} other file(s): the checkpoint was never completed, or its manifest was removed`
        : `There is no checkpoint of step ${step} in ${store.uri}`;
    throw new CheckpointError("E_CHECKPOINT_MISSING", name, `${why}. Use another checkpoint of the run.`, {
      cause,
    });
  }
  const manifest = decodeManifest(bytes, name, expected);
  if (manifest.step !== step) {
    throw new CheckpointError(
      "E_CHECKPOINT_DAMAGED",
      name,
      `${name} is the manifest of step ${manifest.step}: the directory was renamed or copied. Give it its own name back.`,
    );
  }
  return { manifest, sha256: sha256(bytes), bytes: bytes.length };
}

/**
 * Stream a file of a checkpoint, checking size and hash.
 *
 * @param take gets each chunk as it comes; what it made of them counts only once this returns
 * @throws CheckpointError E_CHECKPOINT_DAMAGED naming the file and how it differs
 */
export async function readVerified(
  store: BlobStore,
  name: string,
  file: CheckpointManifest["files"][number],
  take: (chunk: Uint8Array) => void = () => {},
): Promise<void> {
  const damaged = (what: string): CheckpointError =>
    new CheckpointError(
      "E_CHECKPOINT_DAMAGED",
      name,
      `${name} is damaged: ${what}. Use another checkpoint of the run.`,
    );
  const hash = createHash("sha256");
  let bytes = 0;
  let refused: unknown;
  try {
    for await (const chunk of await store.read(name)) {
      const part = chunk as Uint8Array;
      hash.update(part);
      bytes += part.length;
      // Damage is named by size and hash; a parser's complaint about damaged bytes would hide it.
      if (refused === undefined) refused = attempt(take, part);
    }
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === "E_BLOB_MISSING") throw damaged("it is missing");
    throw cause;
  }
  if (bytes < file.bytes) throw damaged(`truncated by ${file.bytes - bytes} of ${file.bytes} bytes`);
  if (bytes > file.bytes)
    throw damaged(`${bytes - file.bytes} bytes longer than the ${file.bytes} committed`);
  const found = hash.digest("hex");
  if (found !== file.sha256)
    throw damaged(`its bytes have changed (sha256 ${found}, committed ${file.sha256})`);
  if (refused !== undefined) throw refused;
}

function attempt(take: (chunk: Uint8Array) => void, chunk: Uint8Array): unknown {
  try {
    take(chunk);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Read a checkpoint whole without keeping it. @throws CheckpointError as `openManifest` and `readVerified` */
export async function verifyCheckpoint(store: BlobStore, step: number): Promise<CommittedCheckpoint> {
  const { manifest, sha256: hash, bytes } = await openManifest(store, step);
  for (const file of manifest.files) await readVerified(store, `${stepDirectory(step)}/${file.name}`, file);
  return {
    ref: { manifestUri: manifestUri(store.uri, step), sha256: hash },
    manifest,
    bytes: bytes + manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}
