/**
 * Manifest bytes: JSON that carries the sha256 of itself, so that a flipped bit in it is found even by a reader that was not told
 * its hash. The hash is taken over the very bytes, with 64 zeros in its own place.
 */
import { createHash } from "node:crypto";
import { checkpointManifest, type CheckpointManifest } from "@plateau/proto";
import { z } from "zod";
import { CheckpointError } from "./errors.ts";

const apiVersion = "plateau.dev/checkpoint/v1";
const zeros = "0".repeat(64);
const seal = /"selfSha256": ?"([0-9a-f]{64})"/g;

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function encodeManifest(manifest: CheckpointManifest): Uint8Array {
  // Parsed once more, so that nothing is written that a reader would refuse.
  const checked = checkpointManifest.parse({ ...manifest, selfSha256: zeros });
  const open = JSON.stringify(checked, null, 2) + "\n";
  return Buffer.from(open.replaceAll(seal, `"selfSha256": "${sha256(open)}"`));
}

/**
 * Read a manifest.
 *
 * @param expected sha256 of the bytes where somebody recorded it (a Checkpoint object, a run config)
 * @throws CheckpointError E_CHECKPOINT_DAMAGED, E_CHECKPOINT_FORMAT
 */
export function decodeManifest(bytes: Uint8Array, file: string, expected?: string): CheckpointManifest {
  const found = sha256(bytes);
  if (expected !== undefined && found !== expected) {
    throw damaged(
      file,
      `its sha256 is ${found}, but the checkpoint asked for has ${expected}. It was damaged or replaced`,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(file, `${bytes.length} bytes that are not JSON, as if cut off or overwritten`, cause);
  }
  checkVersion(document, file);
  checkSeal(bytes, file);
  const parsed = checkpointManifest.safeParse(document);
  if (!parsed.success) {
    throw new CheckpointError(
      "E_CHECKPOINT_FORMAT",
      file,
      `${file} is intact, but not a manifest that this version reads: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`,
      { cause: parsed.error },
    );
  }
  return parsed.data;
}

function checkVersion(document: unknown, file: string): void {
  const version = (document as { apiVersion?: unknown } | null)?.apiVersion;
  // A flipped bit can look like another version; only an intact file may claim one.
  if (
    typeof version === "string" &&
    /^plateau\.dev\/checkpoint\/v\d+$/.test(version) &&
    version !== apiVersion
  ) {
    throw new CheckpointError(
      "E_CHECKPOINT_FORMAT",
      file,
      `${file} is of version "${version}"; this program reads ${apiVersion}. Use the version of Plateau that wrote it.`,
    );
  }
}

function checkSeal(bytes: Uint8Array, file: string): void {
  const text = Buffer.from(bytes).toString("latin1");
  const seals = [...text.matchAll(seal)];
  if (seals.length !== 1) throw damaged(file, "it lacks its own hash (selfSha256)");
  const open = Buffer.from(text.replaceAll(seal, `"selfSha256": "${zeros}"`), "latin1");
  if (sha256(open) !== seals[0]?.[1]) throw damaged(file, "its own hash does not match: a byte has changed");
}

const damaged = (file: string, what: string, cause?: unknown): CheckpointError =>
  new CheckpointError(
    "E_CHECKPOINT_DAMAGED",
    file,
    `${file} is damaged: ${what}. Use another checkpoint of the run.`,
    cause === undefined ? {} : { cause },
  );
