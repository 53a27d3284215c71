/**
 * `plateau.json`, beside the files of an export: what Hugging Face's files cannot say of the checkpoint, so that an import gives
 * back the same one. It counts only as long as the weights beside it are those that were exported.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkpointManifest } from "@plateau/proto";
import { z } from "zod";
import type { CheckpointFacts } from "../checkpoint/index.ts";
import { HuggingFaceError } from "./errors.ts";

export const originalFile = "plateau.json";

const original = z.strictObject({
  apiVersion: z.literal("plateau.dev/export/v1"),
  /** sha256 of model.safetensors. */
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  checkpoint: checkpointManifest.pick({
    run: true,
    step: true,
    tokens: true,
    flops: true,
    identity: true,
    parents: true,
    engine: true,
    evaluations: true,
    smoothedLoss: true,
  }),
});

export function encodeOriginal(checkpoint: CheckpointFacts, weightsSha256: string): string {
  const document = original.parse({ apiVersion: "plateau.dev/export/v1", weightsSha256, checkpoint });
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @returns undefined where there is none @throws HuggingFaceError E_HUGGINGFACE_FILE if it cannot be read */
export async function readOriginal(folder: string): Promise<z.infer<typeof original> | undefined> {
  const path = join(folder, originalFile);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return original.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll("\n", " ") : "it is no JSON";
    throw new HuggingFaceError(
      "E_HUGGINGFACE_FILE",
      `${path} is not what "plateau export" writes: ${why}. Remove it to import the model without its history.`,
      { cause },
    );
  }
}
