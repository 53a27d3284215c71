/**
 * Checks that every transformer shares.
 */
import { ModelError } from "./errors.ts";

/** K: channels of one head. @throws ModelError E_MODEL_CONFIG if the width does not split evenly */
export function headSizeOf({ width, heads }: { width: number; heads: number }): number {
  if (width % heads !== 0) {
    throw new ModelError(
      "E_MODEL_CONFIG",
      `model.width is ${width}, which ${heads} heads cannot share evenly; use a multiple of model.heads.`,
    );
  }
  return width / heads;
}

/** Heads of keys and values. @throws ModelError E_MODEL_CONFIG if the query heads cannot share them evenly */
export function keyValueHeadsOf(config: { heads: number; keyValueHeads?: number | undefined }): number {
  const { heads, keyValueHeads = heads } = config;
  if (heads % keyValueHeads === 0) return keyValueHeads;
  throw new ModelError(
    "E_MODEL_CONFIG",
    `model.keyValueHeads is ${keyValueHeads}, which ${heads} heads cannot share evenly; use a divisor of model.heads.`,
  );
}

/** @throws ModelError E_MODEL_CONTEXT if the sequences are longer than the model's positions */
export function checkContext(time: number, context: number): void {
  if (time > context) {
    throw new ModelError(
      "E_MODEL_CONTEXT",
      `The sequences have ${time} tokens but model.context is ${context}; shorten batch.sequenceLength or raise model.context.`,
    );
  }
}
